import Curation
import DialogEngine
import FoundationEssentials
import Mentoring
import Messaging
import Service
import Store

/// The service on a store in a file, with people in the midst of a conversation, and no network: calls are made and go nowhere.
final class SampleService {
  private let store: CoreStore
  private let conductor: Conductor
  private let bot: Bot
  private let dialog: DialogDefinition
  private let context: DialogContext
  private let now = Timestamp(seconds: 1_795_424_400)
  private var lastUpdate: Int64 = 1000
  /// Answers given by each person.
  private var answersGiven = 0

  private static let people: ClosedRange<Int64> = 1...50

  /// - Parameter folder: an empty one, for the store and the dialog.
  init(folder: String) throws {
    let host = dialogHost()
    try SampleDialogs.write([SampleDialogs.typical], to: folder + "/Dialogs")
    let library = try loadLibrary(folder: folder + "/Dialogs", host: host)
    guard let dialog = library.dialogs[SampleDialogs.typical.id] else {
      preconditionFailure("the dialog is not loaded")
    }
    self.dialog = dialog
    let service = try SilentService(file: folder + "/bench.db", library, host, now: now)
    (store, conductor, bot) = (service.store, service.conductor, service.bot)
    context = DialogContext(
      now: now.rawValue, language: "ru", timeZone: .gmt,
      facts: ["role": .text("mentee"), "me.name": .text("Ученик"), "me.organisation": .text("Школа-образец")])
    let lines = Self.people.map { "U-\($0),Образцов,Ученик,,mentee,учитель-ученик,2010-11-02,9Б,,yes" }
    try service.enroll(lines, now: now)
    try join()
    for words in SampleDialogs.opening { try everybodySays { _ in words } }
  }

  private func join() throws {
    var number: UInt8 = 0
    let codes = try invitePeople(
      Self.people.map { "U-\($0)" }, in: store, validFor: .seconds(86_400), language: .ru, now: now,
      entropy: { count in
        number += 1
        return [UInt8](repeating: number, count: count)
      }, link: { _ in nil })
    try everybodySays { codes[Int($0) - 1].code }
  }

  /// Each person's conversation is moved by the next answer, `rounds` times over, in one transaction.
  ///
  /// - Returns: how many steps were made.
  func stepEverybody(rounds: Int) throws -> Int {
    let conversations = try store.read { tx in
      try Self.people.compactMap { person in
        try tx.account(bot: bot.id, chat: ChatID(person)).flatMap { account in
          try tx.openConversations(of: account.id).first { $0.dialog == dialog.id }?.id
        }
      }
    }
    precondition(conversations.count == Self.people.count)
    let definitions = Definitions { [dialog] in $0 == dialog.hash ? dialog : nil }
    try store.transaction { tx in
      for _ in 0..<rounds {
        let answer = nextAnswer()
        for id in conversations {
          guard var row = try tx.conversation(id) else { preconditionFailure("the conversation is gone") }
          let before = row.conversation.revision
          row.conversation = try step(row.conversation, .text(answer), definitions, context).conversation
          precondition(row.conversation.revision == before + 1, "the answer was not taken")
          try tx.save(row, at: now)
        }
      }
    }
    return rounds * conversations.count
  }

  /// Each person sends the next answer, `rounds` times over.
  ///
  /// - Returns: how many updates were handled.
  func answerEverybody(rounds: Int) throws -> Int {
    for _ in 0..<rounds {
      let answer = nextAnswer()
      try everybodySays { _ in answer }
    }
    return rounds * Self.people.count
  }

  private func nextAnswer() -> String {
    defer { answersGiven += 1 }
    return SampleDialogs.answers[answersGiven % SampleDialogs.answers.count]
  }

  private func everybodySays(_ words: (Int64) -> String) throws {
    let updates = Self.people.map { person in
      lastUpdate += 1
      return InboundUpdate(
        key: "\(lastUpdate)", cursor: "\(lastUpdate + 1)", chat: .init(id: ChatID(person), kind: .person),
        sender: .init(id: person, firstName: "Ученик", languageCode: "ru", isBot: false),
        content: .text(words(person)))
    }
    var calls = try conductor.handle(PollBatch(updates: updates, cursor: updates.last?.cursor), of: bot, now: now)
    precondition(calls.count == updates.count, "not everybody got an answer")
    while !calls.isEmpty {
      calls = try conductor.record(calls.map { CallResult($0, .sent(MessageID("\($0.row.id)"))) }, of: bot, now: now)
    }
  }
}
