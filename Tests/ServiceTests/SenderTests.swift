import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("The sender")
struct SenderTests {
  /// What becomes of a row whose first call ended so.
  struct Fate: CustomTestStringConvertible {
    var recovery: SendFailure.Recovery
    var state: String
    /// Milliseconds to the next attempt.
    var wait: Int64?
    var maybeDoubled = false
    var incident: String?
    var testDescription: String { "\(recovery)" }
  }

  @Test(
    "does with a new message what its fate asks for",
    arguments: [
      Fate(recovery: .notSent(retryAfter: nil), state: "pending", wait: 1000),
      Fate(recovery: .notSent(retryAfter: .zero), state: "pending", wait: 1000),
      Fate(recovery: .notSent(retryAfter: .seconds(7)), state: "pending", wait: 7000),
      Fate(recovery: .notSent(retryAfter: .seconds(3600)), state: "pending", wait: 3_600_000),
      Fate(recovery: .notSent(retryAfter: .seconds(1_000_000_000)), state: "pending", wait: 60_000),
      Fate(recovery: .unknown, state: "pending", wait: 1000, maybeDoubled: true),
      Fate(recovery: .tokenRefused, state: "pending", wait: 60_000),
      Fate(recovery: .pointless, state: "sent"),
      Fate(recovery: .reject, state: "failed", incident: "call.rejected"),
      Fate(recovery: .unreachable, state: "failed", incident: "person.unreachable"),
    ])
  func newMessage(_ fate: Fate) throws {
    let stage = try Stage.school("N1")
    stage.failNext(fate.recovery)
    try stage.say(mentor, "помощь")
    let row = try stage.rows("SELECT state, attempt, not_before, maybe_doubled, error FROM outbox ORDER BY id DESC")[0]
    #expect(row[0] == fate.state)
    #expect(row[1] == "1")
    if let wait = fate.wait { #expect(row[2] == String(stage.now.rawValue + wait)) }
    #expect(row[3] == (fate.maybeDoubled ? "1" : "0"))
    #expect(row[4] == "as the test wants it")
    #expect(try stage.incidents == [fate.incident].compactMap(\.self))

    // Whatever waits arrives, once.
    stage.now = stage.now + .milliseconds(fate.wait ?? 0)
    let came = try stage.news(mentor) { try stage.tick() }
    #expect(came.count == (fate.state == "pending" ? 1 : 0))
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')") == ["0"])
  }

  @Test("waits 1, 2, 4 … 60 seconds between attempts, and not a moment less")
  func backOff() throws {
    let stage = try Stage.school("N1")
    stage.failAll(.notSent(retryAfter: nil))
    let before = stage.calls.count
    try stage.say(mentor, "помощь")
    for (attempt, seconds) in [1, 2, 4, 8, 16, 32, 60, 60, 60].enumerated() {
      stage.now = stage.now + .seconds(seconds) - .milliseconds(1)
      try stage.tick()
      #expect(stage.calls.count - before == attempt + 1)
      stage.now = stage.now + .milliseconds(1)
      try stage.tick()
      #expect(stage.calls.count - before == attempt + 2)
    }
    stage.fate = { _ in nil }
    #expect(try stage.news(mentor) { try stage.pass(.seconds(60)) }.count == 1)
  }

  @Test(
    "draws the back-off give or take a tenth, at most a minute",
    arguments: [
      (1, 0.0, 900), (1, 0.5, 1000), (3, 0.0, 3600), (7, 0.5, 60_000), (7, 0.0, 54_000), (1000, 0.999, 60_000),
    ])
  func jitter(_ attempt: Int, _ chance: Double, _ milliseconds: Int64) {
    #expect(retryDelay(attempt: attempt, jitter: chance).milliseconds == milliseconds)
  }

  @Test("gives a message up a day after it was meant, and reports it")
  func deadline() throws {
    let stage = try Stage.school("N1")
    stage.failAll(.notSent(retryAfter: .seconds(600)))
    try stage.say(mentor, "помощь")
    try stage.pass(.hours(23))
    #expect(try stage.column("SELECT state FROM outbox ORDER BY id DESC LIMIT 1") == ["pending"])
    try stage.pass(.hours(1))
    #expect(try stage.rows("SELECT state, body IS NULL FROM outbox ORDER BY id DESC LIMIT 1") == [["expired", "0"]])
    #expect(try stage.incidents == ["call.expired"])
    let calls = stage.calls.count
    try stage.pass(.hours(2))
    #expect(stage.calls.count == calls)
  }

  @Test("gives up the end of a waiting sign after five minutes, and nobody need know")
  func callbackDeadline() throws {
    let stage = try Stage.school("U1")
    stage.fate = { $0.kind == .callback ? Stage.failure(.unknown) : nil }
    try stage.press(mentee, "Нужна помощь")
    try stage.pass(.minutes(6))
    #expect(try stage.rows("SELECT state, maybe_doubled FROM outbox WHERE kind = 'callback'") == [["expired", "0"]])
    #expect(try stage.incidents == [])
  }

  @Test("repeats an edit of unknown fate without calling it doubled")
  func edit() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    stage.failNext(.unknown, kind: .edit)
    try stage.press(mentee, "Учёба")
    #expect(try stage.rows("SELECT state, maybe_doubled FROM outbox WHERE kind = 'edit'") == [["pending", "0"]])
    try stage.pass(.seconds(1))
    #expect(stage.last(mentee)?.text == "Тема: Учёба.\nКогда нужен ответ?")
    #expect(stage.chats[mentee]?.count == 3)
  }

  @Test("sends anew what an edit cannot change any more, and edits that from then on")
  func sendAnew() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    stage.failNext(.sendAnew, kind: .edit)
    try stage.press(mentee, "Учёба")
    #expect(stage.chats[mentee]?.count == 4)
    #expect(stage.last(mentee)?.text == "Тема: Учёба.\nКогда нужен ответ?")
    #expect(try stage.rows("SELECT kind, state, edits FROM outbox ORDER BY id DESC LIMIT 1") == [["send", "sent", ""]])
  }

  @Test("sends without bold what the platform will not take with it, and reports our fault")
  func resendPlain() throws {
    let stage = try Stage.school()
    stage.fate = { row in
      (try? Stage.body(of: row).spans) == 0 ? nil : Stage.failure(.resendPlain)
    }
    try stage.join("T1", chat: youngTeacher)
    #expect(stage.last(youngTeacher)?.text.hasPrefix("Согласие на обработку данных") == true)
    #expect(stage.last(youngTeacher)?.labels == ["Согласен(на)", "Не согласен(на)"])
    #expect(try stage.incidents == ["call.spans_refused"])
  }

  @Test(
    "does not change a call for ever", arguments: [SendFailure.Recovery.resendPlain, .sendAnew, .moved(to: ChatID(77))])
  func changedForEver(_ recovery: SendFailure.Recovery) throws {
    let stage = try Stage.school("N1")
    stage.failAll(recovery)
    let before = stage.calls.count
    try stage.say(mentor, "помощь")
    try stage.pass(.hours(1))
    #expect(stage.calls.count - before == 3)
    #expect(try stage.incidents.last == "call.rejected")
    #expect(try stage.column("SELECT state FROM outbox ORDER BY id DESC LIMIT 1") == ["failed"])
  }

  @Test("follows a chat that goes on under another id, with all that waits")
  func moved() throws {
    let stage = try Stage.school("U1", "N1")
    stage.failAll(.notSent(retryAfter: .seconds(30)), chat: mentor)
    try stage.ask("Не срочно", "Первый")
    try stage.ask("Не срочно", "Второй")
    stage.failNext(.moved(to: ChatID(22)))
    try stage.pass(.seconds(30))
    #expect(stage.texts(22).map { $0.contains("«Первый»") } == [true, false])
    #expect(stage.texts(22).last?.contains("«Второй»") == true)
    try stage.say(22, "беру")
    #expect(try stage.column("SELECT status FROM help_request ORDER BY id").contains("taken"))
  }

  @Test("keeps what must not double to one attempt of unknown fate, and shows it")
  func mustNotDouble() throws {
    let stage = try Stage.school("N1")
    let body = try #require(stage.calls.last)
    try stage.store.transaction { tx in
      let row = OutboxRow(
        id: OutboxID(try tx.newID()), chat: ChatID(mentor), lane: .bulk, kind: .send, deliveryClass: .mustNotDouble,
        call: body.call, attempt: 0, deadline: stage.now + .hours(1))
      try tx.add(row, bot: stage.bot, claimed: false, at: stage.now)
    }
    stage.failNext(.unknown)
    try stage.tick()
    #expect(try stage.column("SELECT state FROM outbox ORDER BY id DESC LIMIT 1") == ["unknown"])
    #expect(try stage.incidents == ["call.unknown"])
    #expect(try stage.news(mentor) { try stage.pass(.hours(2)) } == [])
  }

  @Test("drops what waits for a chat that cannot be reached")
  func dropped() throws {
    let stage = try Stage.school("N1")
    stage.failNext(.notSent(retryAfter: .seconds(60)))
    try stage.say(mentor, "помощь")
    try stage.say(mentor, "помощь")
    stage.failNext(.unreachable)
    #expect(try stage.news(mentor) { try stage.pass(.hours(1)) } == [])
    #expect(try stage.column("SELECT state FROM outbox ORDER BY id DESC LIMIT 2") == ["failed", "failed"])
  }
}
