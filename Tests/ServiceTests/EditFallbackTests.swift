import Messaging
import Store
import TestSupport
import Testing

/// An edit may be repeated at will; the new message that takes its place may not, without saying so.
@Suite("An edit that becomes a new message")
struct EditFallbackTests {
  private let last =
    "SELECT kind, class, state, maybe_doubled FROM outbox WHERE kind <> 'callback' ORDER BY id DESC LIMIT 1"

  @Test("because the platform cannot edit, is flagged when its own fate was unknown")
  func sentAnew() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    var fates: [OutboxRow.Kind: SendFailure.Recovery] = [.edit: .sendAnew, .send: .unknown]
    stage.fate = { row in fates.removeValue(forKey: row.kind).map { Stage.failure($0) } }
    try stage.press(mentee, "Учёба")
    try stage.pass(.seconds(5))
    #expect(fates.isEmpty)
    #expect(try stage.rows(last) == [["send", "must_arrive", "sent", "1"]])
  }

  @Test("comes also when the edit has been tried often before")
  func triedOften() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    var fates = Array(repeating: SendFailure.Recovery.notSent(retryAfter: .seconds(1)), count: 5) + [.sendAnew]
    stage.fate = { row in row.kind == .callback || fates.isEmpty ? nil : Stage.failure(fates.removeFirst()) }
    try stage.press(mentee, "Учёба")
    for _ in 1...6 { try stage.pass(.seconds(2)) }
    #expect(fates.isEmpty)
    #expect(try stage.rows(last) == [["send", "must_arrive", "sent", "0"]])
  }

  @Test("because nobody knows the old message, is flagged when the process died over it")
  func crashed() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    try stage.execute("UPDATE outbox SET platform_id = NULL")
    stage.holdsCalls = true
    try stage.press(mentee, "Учёба")
    stage.loseAnswers()
    try stage.restart()
    try stage.pass(.seconds(5))
    #expect(try stage.rows(last) == [["send", "must_arrive", "sent", "1"]])
    #expect(stage.texts(mentee).suffix(2).allSatisfy { $0 == "Тема: Учёба.\nКогда нужен ответ?" })
  }

  @Test("stays one while it waits behind another call")
  func waiting() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    // The prompt that is to be edited is repeated later, and refused then.
    var fates: [SendFailure.Recovery] = [.notSent(retryAfter: .seconds(30)), .reject]
    stage.fate = { row in row.kind == .callback || fates.isEmpty ? nil : Stage.failure(fates.removeFirst()) }
    try stage.say(mentee, "ерунда")
    try stage.press(mentee, "Учёба")
    try stage.pass(.seconds(60))
    #expect(fates.isEmpty)
    #expect(try stage.rows(last) == [["send", "must_arrive", "sent", "0"]])
  }
}
