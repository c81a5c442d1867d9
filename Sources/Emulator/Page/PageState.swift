/// What the page shows, as the answer to `GET /demo/state`: all of it, or the messages that changed after a revision.
struct PageState: Encodable {
  struct Entry: Encodable {
    var id: Int
    var isMine: Bool
    var sentAt: Int64
    var isEdited: Bool
    var text: String
    var entities: [Message.Entity]
    var document: File?
    var buttons: [[Message.Button]]

    struct File: Encodable {
      var name: String
      var sizeBytes: Int
      /// Whether it can still be fetched.
      var isKept: Bool
    }

    init(_ message: Message) {
      id = message.id
      isMine = !message.isFromBot
      sentAt = message.sentAt
      isEdited = message.editedAt != nil
      text = message.text
      entities = message.entities
      document = message.document.map {
        File(name: $0.name, sizeBytes: $0.sizeBytes, isKept: $0.content != nil)
      }
      buttons = message.buttons
    }
  }

  /// A pressed button that the bot has not answered.
  struct Waiting: Encodable {
    var message: Int
    var data: String
  }

  struct Phone: Encodable {
    var phone: String
    var role: String
    var name: String
    var isStarted: Bool
    var isBlocked: Bool
    var unread: Int
    var keyboard: [[String]]
    var commands: [Bot.Command]
    var notices: [Chat.Notice]
    var waiting: [Waiting]
    var messages: [Entry]
  }

  var instance: String
  var revision: Int
  /// Milliseconds since 1970 UTC.
  var clock: Int64
  var timeZone: String
  var hint: String
  var bot: String
  var phones: [Phone]

  /// - Parameter after: 0 gives everything, but no notices: those have passed.
  init(
    _ world: World, bot place: Int, after: Int, now: Int64, instance: String, configuration: Emulator.Configuration
  ) {
    let bot = world.bots[place]
    self.instance = instance
    revision = world.revision
    clock = now
    timeZone = configuration.timeZone
    hint = configuration.hint
    self.bot = bot.name
    phones = world.people.compactMap { person in
      guard let phone = person.phone else { return nil }
      let chat = world.chat(of: person.id, bot: place)
      let presses = chat.presses.filter { now < $0.at + Bot.Callback.lifeMilliseconds }
      return Phone(
        phone: phone, role: person.role ?? "", name: person.fullName, isStarted: chat.isStarted,
        isBlocked: chat.isBlocked, unread: chat.unread, keyboard: chat.replyKeyboard ?? [],
        commands: bot.commands[person.languageCode ?? ""] ?? bot.commands[""] ?? [],
        notices: after == 0 ? [] : chat.notices.filter { $0.revision > after },
        waiting: presses.map { Waiting(message: $0.messageID, data: $0.data) },
        messages: chat.messages.filter { $0.revision > after }.map(Entry.init))
    }
  }
}
