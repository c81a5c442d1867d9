/// What one person sees of a bot.
package struct Chat: Sendable, Codable, Equatable {
  /// A short answer to a pressed button.
  package struct Notice: Sendable, Codable, Equatable {
    package var text: String
    /// Shown in a window that must be closed, not as a passing line.
    package var isAlert: Bool
    /// The world's revision when it came.
    package var revision: Int
  }

  /// A pressed button whose callback nobody has answered yet.
  struct Press: Sendable, Codable, Equatable {
    var callbackID: String
    var messageID: Int
    var data: String
    var at: Int64
  }

  /// Ascending by id; the oldest are dropped beyond the configured limit.
  package internal(set) var messages: [Message] = []
  /// Whether the person ever wrote: before that a bot may not.
  package internal(set) var isStarted = false
  package internal(set) var isBlocked = false
  /// The keyboard in place of the person's own, row by row.
  package internal(set) var replyKeyboard: [[String]]?
  var isReplyKeyboardOneTime = false
  /// The last ones; see `noticeLimit`.
  package internal(set) var notices: [Notice] = []
  var presses: [Press] = []
  /// The newest message that the person has looked at.
  var readUpTo = 0
  /// When anything above last changed.
  var revision = 0

  static let noticeLimit = 50
  static let pressLimit = 100

  /// Buttons that wait for the bot, for the page and for tests: message and data.
  package var waiting: [(message: Int, data: String)] { presses.map { ($0.messageID, $0.data) } }

  /// The same without the waiting signs that the messenger has ended by itself, because nobody can answer so late.
  package func withoutOldSigns(at now: Int64) -> Chat {
    var chat = self
    chat.presses.removeAll { $0.at + Bot.Callback.lifeMilliseconds <= now }
    return chat
  }

  var unread: Int { messages.count { $0.isFromBot && $0.id > readUpTo } }

  /// Of the files beyond the newest `documentLimitBytes` only name and size are kept: the state file is written whole at each change.
  mutating func dropOldDocuments() {
    var room = Chat.documentLimitBytes
    for index in messages.indices.reversed() {
      guard let content = messages[index].document?.content else { continue }
      room -= content.count
      if room < 0 { messages[index].document?.content = nil }
    }
  }

  static let documentLimitBytes = 4 << 20

  func index(of messageID: Int) -> Int? {
    var low = 0
    var high = messages.count
    while low < high {
      let middle = (low + high) / 2
      if messages[middle].id < messageID { low = middle + 1 } else { high = middle }
    }
    return low < messages.count && messages[low].id == messageID ? low : nil
  }
}
