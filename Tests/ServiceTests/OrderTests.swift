import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("The order of calls")
struct OrderTests {
  @Test("is kept in a chat while its first call waits; other chats go on, and a waiting sign ends at once")
  func headWaits() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    stage.failNext(.notSent(retryAfter: .seconds(5)))
    try stage.press(mentee, "Нужна помощь")
    let waiting = try stage.news(mentee) {
      try stage.say(mentee, "меню")
      try stage.say(mentee, "помощь")
      stage.failNext(.notSent(retryAfter: nil), kind: .edit)
    }
    #expect(waiting == [])
    #expect(try stage.column("SELECT state FROM outbox WHERE kind = 'callback'") == ["sent"])
    #expect(try stage.news(curator) { try stage.say(curator, "помощь") }.count == 1)

    let came = try stage.news(mentee) { try stage.pass(.seconds(5)) }
    #expect(came.map { $0.prefix(5) } == ["С чем", "Что н", "Я бот"])
  }

  @Test("holds for what is being sent: nothing overtakes a call under way")
  func underWay() throws {
    let stage = try Stage.school("N1")
    stage.holdsCalls = true
    for _ in 1...3 { try stage.say(mentor, "помощь") }
    #expect(stage.underWay.count == 1)
    #expect(stage.conductor.callsInFlight(of: stage.bot) == 1)
    #expect(try stage.news(mentor) { try stage.endCalls() }.count == 3)
    #expect(stage.conductor.callsInFlight(of: stage.bot) == 0)
  }

  @Test("leaves no more calls under way than are allowed, and none behind")
  func inFlight() throws {
    let stage = try Stage(limits: .only { $0.callsInFlight = 2 })
    stage.holdsCalls = true
    for chat in Int64(11)...17 { try stage.say(chat, "привет") }
    #expect(stage.underWay.count == 2)
    try stage.tick()
    #expect(stage.underWay.count == 2)
    try stage.endCalls()
    for chat in Int64(11)...17 { #expect(stage.texts(chat).count == 1) }
  }

  @Test("gives back a call that a stop cut off before it began")
  func notBegun() throws {
    let stage = try Stage.school("N1")
    stage.holdsCalls = true
    try stage.say(mentor, "помощь")
    let call = try #require(stage.underWay.first)
    _ = try stage.conductor.record([CallResult(call, .notBegun)], of: stage.bot, now: stage.now)
    #expect(
      try stage.rows("SELECT state, attempt, maybe_doubled FROM outbox ORDER BY id DESC LIMIT 1") == [
        ["pending", "0", "0"]
      ])
    stage.holdsCalls = false
    #expect(try stage.news(mentor) { try stage.tick() }.count == 1)
  }

  @Test("survives the process: nothing is lost, and what may be doubled is marked", arguments: [true, false])
  func restart(hasArrived: Bool) throws {
    let stage = try Stage.school("U1", "N1")
    stage.holdsCalls = true
    try stage.say(mentee, "меню")
    try stage.say(mentee, "помощь")
    let seen = stage.texts(mentee).count
    if hasArrived { stage.loseAnswers() }
    stage.holdsCalls = false
    try stage.restart()
    // At once: that the process died says nothing about the platform.
    try stage.tick()
    let came = Array(stage.texts(mentee).dropFirst(seen)).map { $0.prefix(5) }
    #expect(came == (hasArrived ? ["Что н", "Что н", "Я бот"] : ["Что н", "Я бот"]))
    #expect(
      try stage.rows("SELECT state, maybe_doubled FROM outbox ORDER BY id DESC LIMIT 2") == [
        ["sent", "0"], ["sent", "1"],
      ])
  }

  @Test("survives it for edits and for the ends of waiting signs")
  func restartEdit() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    stage.holdsCalls = true
    try stage.press(mentee, "Учёба")
    #expect(stage.underWay.map(\.row.kind) == [.callback, .edit])
    stage.loseAnswers()
    try stage.restart()
    try stage.tick()
    #expect(stage.last(mentee)?.text == "Тема: Учёба.\nКогда нужен ответ?")
    #expect(stage.chats[mentee]?.count == 3)
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state <> 'sent' OR maybe_doubled = 1") == ["0"])
  }

  @Test("puts answers to people before reminders")
  func lanes() throws {
    let stage = try Stage(limits: .only { $0.callsInFlight = 1 })
    try stage.importPeople(people)
    for (person, chat) in [("U1", mentee), ("N1", mentor), ("K1", curator)] { try stage.join(person, chat: chat) }
    try stage.ask()
    stage.holdsCalls = true
    try stage.say(stranger, "привет")
    let reminded = try stage.news(mentor) {
      try stage.pass(.minutes(15))
      try stage.say(curator, "помощь")
    }
    #expect(reminded == [])
    let before = stage.calls.count
    try stage.endCalls()
    #expect(stage.calls.dropFirst(before).map(\.chat.rawValue) == [stranger, curator, mentor, mentor])
  }
}
