import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("With the platform's rates kept")
struct PacingTests {
  private static let words = "Сбор в пятницу"
  private static let limits = ServiceSettings.Limits.only { ($0.botPerSecond, $0.chatPerSecond) = (10, 1) }

  /// So many people to whom an announcement is just beginning to go.
  private static func announcing(to count: Int, _ limits: ServiceSettings.Limits = limits) throws -> Stage {
    let stage = try Stage.crowd(count, limits: limits)
    try stage.join("U1", chat: mentee)
    try stage.join("N1", chat: mentor)
    try stage.announce(to: "Наставляемые")
    return stage
  }

  private static func copies(_ stage: Stage) -> Int { stage.calls.count { $0.lane == .bulk } }

  @Test("an announcement goes evenly, at the rate that is set")
  func evenly() throws {
    let stage = try Self.announcing(to: 60)
    var perSecond: [Int] = []
    for _ in 1...5 {
      let before = Self.copies(stage)
      try stage.run(.seconds(1))
      perSecond.append(Self.copies(stage) - before)
    }
    #expect(perSecond.allSatisfy { (9...10).contains($0) }, "\(perSecond)")
    try stage.run(.seconds(3))
    #expect(stage.count(of: Self.words, in: 1001...1060).allSatisfy { $0 == 1 })
  }

  @Test("whoever writes is answered at once, and announcements wait for it")
  func answers() throws {
    let stage = try Self.announcing(to: 60)
    for _ in 1...4 { #expect(try stage.news(mentor) { try stage.say(mentor, "помощь") }.count == 1) }
    let before = Self.copies(stage)
    try stage.run(.milliseconds(400))
    #expect(Self.copies(stage) - before == 0)
    try stage.run(.seconds(1))
    #expect((8...10).contains(Self.copies(stage) - before))
  }

  @Test("news goes before announcements")
  func news() throws {
    let stage = try Self.announcing(to: 60)
    try stage.ask()
    let before = Self.copies(stage)
    var waited = Duration.zero
    while stage.texts(mentor).last?.hasPrefix("Нужна помощь") != true, waited < .seconds(2) {
      try stage.run(.milliseconds(20))
      waited += .milliseconds(20)
    }
    #expect((.milliseconds(100) ... .milliseconds(900)).contains(waited))
    #expect(Self.copies(stage) == before)
  }

  @Test("nobody waits for an answer behind news that waits for its turn: it goes with the answer, before it")
  func ahead() throws {
    let stage = try Self.announcing(to: 60)
    try stage.ask()
    let came = try stage.news(mentor) { try stage.say(mentor, "помощь") }
    #expect(came.map { String($0.prefix(12)) } == ["Нужна помощь", "Я бот програ"])
  }

  @Test("a chat that was refused waits alone, as long as the platform asks")
  func refused() throws {
    let stage = try Self.announcing(to: 30)
    stage.fate = { $0.chat.rawValue == 1010 ? Stage.failure(.tooFast(retryAfter: .seconds(20))) : nil }
    try stage.run(.seconds(5))
    #expect(stage.count(of: Self.words, in: 1001...1030).reduce(0, +) == 29)
    #expect(stage.calls.count { $0.chat.rawValue == 1010 } == 1)
    #expect(try stage.incidents.filter { $0 == "bot.slowed" } == [])
    stage.fate = { _ in nil }
    try stage.run(.seconds(20))
    #expect(stage.texts(1010) == [Self.words])
  }

  @Test("when two chats are refused the bot slows down, an incident says so, and everybody gets his copy in the end")
  func slowed() throws {
    let stage = try Self.announcing(to: 60)
    stage.fate = { [1005, 1006].contains($0.chat.rawValue) ? Stage.failure(.tooFast(retryAfter: .seconds(5))) : nil }
    try stage.run(.seconds(2))
    stage.fate = { _ in nil }
    #expect(
      try stage.rows("SELECT detail FROM incident WHERE kind = 'bot.slowed'") == [
        ["the messenger refused several chats; it gets 5.0 messages a second for now"]
      ])
    let before = Self.copies(stage)
    try stage.run(.seconds(2))
    #expect(Self.copies(stage) == before, "what goes to many waits")
    try stage.run(.seconds(20))
    #expect(stage.count(of: Self.words, in: 1001...1060).allSatisfy { $0 == 1 })
  }

  @Test("slow answers leave announcements and news their places")
  func slowAnswers() throws {
    let stage = try Self.announcing(to: 60, .only { $0.botPerSecond = 28 })
    stage.holdsCalls = true
    for chat in Int64(1001)...1020 { try stage.say(chat, "помощь") }
    try stage.run(.seconds(3))
    #expect(stage.underWay.count { $0.row.lane == .interactive } >= 20)
    #expect(stage.underWay.count { $0.row.lane != .interactive } == 14)
  }

  @Test("that announcements wait is said also where the bot's rate has no limit")
  func frozen() throws {
    let stage = try Self.announcing(to: 60, .only { $0.chatPerSecond = 1 })
    stage.fate = { _ in Stage.failure(.tooFast(retryAfter: .seconds(5))) }
    for chat in Int64(1005)...1006 { try stage.say(chat, "помощь") }
    #expect(
      try stage.rows("SELECT detail FROM incident WHERE kind = 'bot.slowed'") == [
        ["the messenger refused several chats; announcements wait"]
      ])
  }

  @Test("a clock set back an hour does not stop an announcement")
  func setBack() throws {
    let stage = try Self.announcing(to: 60)
    try stage.run(.seconds(2))
    stage.now = stage.now - .seconds(3600)
    try stage.conductor.noteJump(by: .seconds(-3600), of: stage.bot, now: stage.now)
    let before = Self.copies(stage)
    try stage.run(.seconds(2))
    #expect((19...20).contains(Self.copies(stage) - before))
  }

  @Test("whoever stops looking knows when to look again")
  func wait() throws {
    let stage = try Self.announcing(to: 60)
    let waiting = try stage.conductor.claimWaiting(of: stage.bot, now: stage.now)
    #expect(waiting.calls.isEmpty)
    let wait = try #require(waiting.wait)
    #expect((.milliseconds(1) ... .milliseconds(1100)).contains(wait))
    let next = try stage.conductor.claimWaiting(of: stage.bot, now: stage.now + wait)
    #expect(next.calls.count == 1)
    // When nobody waits, nobody looks.
    let quiet = try Stage.school("U1")
    #expect(try quiet.conductor.claimWaiting(of: quiet.bot, now: quiet.now).wait == nil)
  }

  @Test("a reminder whose time is over before its turn expires, and that is reported")
  func expired() throws {
    let stage = try Stage.crowd(1, limits: .only { $0.botPerSecond = 0.01 })
    try stage.join("U1", chat: mentee)
    try stage.join("N1", chat: mentor)
    try stage.ask()
    #expect(stage.texts(mentor).last?.hasPrefix("Нужна помощь") != true)
    try stage.execute("UPDATE outbox SET deadline = \(stage.now.rawValue + 1) WHERE state = 'pending'")
    try stage.pass(.minutes(10))
    #expect(try stage.incidents.contains("call.expired"))
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state = 'expired'") != ["0"])
  }
}

extension Stage {
  /// Time passes in small steps, as the loop sees it while calls wait for their turn.
  func run(_ time: Duration) throws {
    let end = now + time
    while now < end {
      now = now + .milliseconds(20)
      try tick()
    }
  }
}
