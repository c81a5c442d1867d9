package import FoundationEssentials

/// A file in a chat.
package struct Document: Sendable, Codable, Equatable {
  package var name: String
  package var mediaType: String
  package var sizeBytes: Int
  /// Nil when it has been let go; see `Chat.documentLimitBytes`.
  package internal(set) var content: Data?

  init(_ file: FormBody.File) {
    name = file.name
    mediaType = file.mediaType
    sizeBytes = file.content.count
    content = Data(file.content)
  }

  /// What the bot calls it: the message that it is in tells it from all others of that bot.
  static func fileID(of message: Int, bot: Int64) -> String { "BQACAgIAAx\(bot)-\(message)" }

  static func message(inFileID id: String, bot: Int64) -> Int? {
    let begin = "BQACAgIAAx\(bot)-"
    return id.hasPrefix(begin) ? Int(id.dropFirst(begin.count)) : nil
  }

  static func path(of message: Int) -> String { "documents/file_\(message)" }

  static func message(inPath path: String) -> Int? {
    let begin = "documents/file_"
    return path.hasPrefix(begin) ? Int(path.dropFirst(begin.count)) : nil
  }
}
