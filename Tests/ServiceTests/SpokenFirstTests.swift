import DialogEngine
import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@testable import Service

@Suite("What the bot says of its own accord")
struct SpokenFirstTests {
  /// A dialog that such events start, one card each.
  private static let dialog = ##"""
    { format: 1, id: "notice", version: 1, who: ["mentee", "mentor"], enter: [{ event: "survey.due" }],
      slots: { survey: { type: "ref" }, last: { type: "yes_no" } }, start: "card",
      states: { card: { ask: "card", buttons: [[{ text: "ok", go: "#done" }]], idle: { after: "P30D", then: "#done" } } } }
    """##
  private static let texts =
    ##"{ lang: "ru", for: "notice", card: "Новость {survey}", ok: "Ясно" }"##
  /// Something that people begin themselves.
  private static let errand = ##"""
    { format: 1, id: "errand", version: 1, who: ["mentee"], enter: [{ command: "errand" }], start: "ask",
      idle: { after: "PT30M", say: "still_here", again: "PT12H", then: "#expire" },
      states: { ask: { ask: "ask", buttons: [[{ text: "ok", go: "#done" }]] } } }
    """##
  private static let errandTexts =
    ##"{ lang: "ru", for: "errand", ask: "Что купить?", ok: "Ничего", still_here: "Продолжим?" }"##

  private static func stage(
    _ cap: MessageCap = MessageCap(), quietHours: QuietHours = .standard
  ) throws -> Stage {
    let folder = try DialogFolder([
      "notice/dialog.json5": dialog, "notice/text.ru.json5": texts, "errand/dialog.json5": errand,
      "errand/text.ru.json5": errandTexts,
    ])
    defer { withExtendedLifetime(folder) {} }
    let stage = try Stage(dialogs: folder.path) { ($0.messageCap, $0.quietHours) = (cap, quietHours) }
    try stage.importPeople(people)
    try stage.join("U1", chat: mentee)
    return stage
  }

  private static func tell(
    _ stage: Stage, _ numbers: ClosedRange<Int64>, isCounted: Bool = true, isUrgent: Bool = false
  ) throws {
    let person = PersonID(Int64(try stage.column("SELECT id FROM person WHERE external_id = 'U1'")[0]) ?? 0)
    _ = try stage.conductor.transaction(stage.bot, stage.now) { turn in
      for number in numbers {
        turn.news.append(
          DomainEvent(
            name: "survey.due", person: person, subject: "notice:\(number)",
            arguments: ["survey": .int(number), "last": .bool(false)], isAnswer: false, isUrgent: isUrgent, isOwn: true,
            isCounted: isCounted))
      }
      let failure = try turn.attempt {}
      #expect(failure == nil)
    }
    try stage.tick()
  }

  private static func notices(_ stage: Stage, _ body: () throws -> Void) throws -> [String] {
    try stage.news(mentee, body).filter { $0.hasPrefix("Новость") }
  }

  @Test("comes three times a day; the fourth comes the next day at ten, and is listed")
  func fourth() throws {
    let stage = try Self.stage()
    let today = try Self.notices(stage) { try Self.tell(stage, 1...5) }
    #expect(today == ["Новость 1", "Новость 2", "Новость 3"])
    #expect(
      try stage.rows("SELECT kind, subject, detail FROM v_incidents").map { [$0[0], $0[2]] } == [
        ["message.moved", "too much in a day, goes at 2026-11-24T10:00:00+03:00"],
        ["message.moved", "too much in a day, goes at 2026-11-24T10:00:00+03:00"],
      ])
    #expect(try Self.notices(stage) { try stage.pass(.hours(22) - .minutes(1)) } == [])
    #expect(try Self.notices(stage) { try stage.pass(.minutes(1)) } == ["Новость 4", "Новость 5"])
    // What was moved counts on the day that it was moved to.
    #expect(try Self.notices(stage) { try Self.tell(stage, 6...7) } == ["Новость 6"])
    #expect(try Self.notices(stage) { try stage.pass(.hours(24)) } == ["Новость 7"])
  }

  @Test("is kept over a restart, and comes once")
  func restart() throws {
    let stage = try Self.stage(MessageCap(counted: 1))
    try Self.tell(stage, 1...2)
    try stage.restart()
    #expect(try Self.notices(stage) { try stage.pass(.hours(30)) } == ["Новость 2"])
  }

  @Test("waits for nothing where it cannot wait, is counted apart, and does not take the place of what can")
  func uncounted() throws {
    let stage = try Self.stage()
    #expect(try Self.notices(stage) { try Self.tell(stage, 1...10, isCounted: false) }.count == 10)
    #expect(try Self.notices(stage) { try Self.tell(stage, 11...14) }.count == 3)
    #expect(try Self.notices(stage) { try Self.tell(stage, 15...15, isCounted: false) }.count == 1)
  }

  @Test("comes sixty times a day at most, whatever it is, but for what is urgent")
  func fuse() throws {
    let stage = try Self.stage()
    #expect(try Self.notices(stage) { try Self.tell(stage, 1...39, isCounted: false) }.count == 39)
    stage.now = stage.now + .hours(1)
    #expect(try Self.notices(stage) { try Self.tell(stage, 40...62, isCounted: false) }.count == 21)
    #expect(try stage.incidents == ["message.moved", "message.moved"])
    #expect(try Self.notices(stage) { try Self.tell(stage, 63...63, isCounted: false, isUrgent: true) }.count == 1)
    #expect(try Self.notices(stage) { try stage.say(mentee, "/help") } == [], "answers are no part of it")
    #expect(stage.last(mentee)?.text.hasPrefix("Я бот") == true)
    #expect(try Self.notices(stage) { try stage.pass(.hours(24)) } == ["Новость 61", "Новость 62"])
  }

  @Test("of what falls into quiet hours the day counts on which they end")
  func quietHours() throws {
    let stage = try Self.stage(MessageCap(counted: 2))
    try Self.tell(stage, 1...1)
    stage.now = stage.now + .hours(10)
    try Self.tell(stage, 2...4)
    #expect(try Self.notices(stage) { try stage.pass(.hours(9)) } == ["Новость 2", "Новость 3"])
    #expect(try Self.notices(stage) { try stage.pass(.hours(27)) } == ["Новость 4"])
  }

  @Test("counts once and goes together, however many messages it takes")
  func several() throws {
    let stage = try Self.stage(MessageCap(counted: 2))
    func tell(_ words: String...) throws {
      _ = try stage.conductor.transaction(stage.bot, stage.now) { turn in
        guard let account = try turn.tx.account(bot: stage.bot.id, chat: ChatID(mentee)) else { return }
        var speaker = try turn.speaker(of: account)
        speaker.isCounted = true
        for word in words { try turn.post(OutboundMessage(RichText(word)), to: speaker, lane: .reminder) }
      }
      try stage.tick()
    }
    #expect(
      try stage.news(mentee) {
        try tell("Новость 1", "Подробности 1")
        try tell("Новость 2", "Подробности 2")
        try tell("Новость 3", "Подробности 3")
      } == ["Новость 1", "Подробности 1", "Новость 2", "Подробности 2"])
    #expect(try stage.incidents == ["message.moved"])
    #expect(try stage.news(mentee) { try stage.pass(.hours(22)) } == ["Новость 3", "Подробности 3"])
  }

  @Test("counts for the day for which it was meant, not for that on which it is repeated")
  func repeated() throws {
    let stage = try Self.stage(MessageCap(counted: 1), quietHours: .none)
    try stage.pass(.hours(12) - .seconds(30))
    stage.failNext(.notSent(retryAfter: .seconds(60)))
    try Self.tell(stage, 1...1)
    #expect(try Self.notices(stage) { try stage.pass(.minutes(2)) } == ["Новость 1"])
    #expect(try Self.notices(stage) { try Self.tell(stage, 2...2) } == ["Новость 2"])
  }

  @Test("is also that somebody has not finished what he has begun")
  func nudge() throws {
    let stage = try Self.stage(MessageCap(counted: 1))
    try stage.say(mentee, "/errand")
    #expect(try stage.news(mentee) { try stage.pass(.minutes(30)) } == ["Продолжим?"])
    #expect(try Self.notices(stage) { try Self.tell(stage, 1...1) } == [])
    #expect(try stage.incidents == ["message.moved"])
  }

  @Test("is not said any more when it was put off and the thing is over meanwhile")
  func lateNudge() throws {
    let stage = try Self.stage(MessageCap(counted: 1))
    try Self.tell(stage, 1...1)
    stage.now = stage.now + .hours(6)
    try stage.say(mentee, "/errand")
    #expect(try stage.news(mentee) { try stage.pass(.minutes(30)) } == [])
    let later = try stage.news(mentee) { try stage.pass(.hours(24)) }
    #expect(later.count == 1 && !later.contains("Продолжим?"), "\(later)")
  }

  @Test("does not count what could not be delivered")
  func failed() throws {
    let stage = try Self.stage(MessageCap(counted: 1))
    stage.failNext(.reject)
    try Self.tell(stage, 1...1)
    #expect(try Self.notices(stage) { try Self.tell(stage, 2...2) } == ["Новость 2"])
  }

  @Test("knows no limit where none is set")
  func unlimited() throws {
    let stage = try Self.stage(MessageCap(counted: 0, all: 0))
    #expect(try Self.notices(stage) { try Self.tell(stage, 1...70) }.count == 70)
  }
}
