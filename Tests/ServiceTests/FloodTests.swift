import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("Who sends more than is handled at once")
struct FloodTests {
  private static let notice = "Слишком много сообщений сразу. Отвечаю по порядку."
  private static let dropped = "Слишком много сообщений. Последние не приняты: повторите их позже."

  /// The sample school, in which everybody may send five at once and one a second.
  private static func stage(_ joined: String..., held: Int = 1000) throws -> Stage {
    let stage = try Stage(
      limits: .only { limits in
        (limits.personPerSecond, limits.personBurst, limits.heldPerPerson) = (1, 5, held)
      })
    try stage.importPeople(people)
    for person in joined { try stage.join(person, chat: chatOf[person] ?? 0) }
    stage.now = stage.now + .seconds(60)
    return stage
  }

  private static func held(_ stage: Stage) throws -> Int {
    Int(try stage.column("SELECT count(*) FROM held_update")[0]) ?? -1
  }

  private static func second(_ stage: Stage) throws {
    stage.now = stage.now + .seconds(1)
    try stage.tick()
  }

  @Test("is told once, and answered in order at his pace; whatever he sends meanwhile goes behind")
  func inOrder() throws {
    let stage = try Self.stage("U1")
    let first = try stage.news(mentee) { for _ in 1...9 { try stage.say(mentee, "помощь") } }
    #expect(first.count == 6)
    #expect(first.count { $0 == Self.notice } == 1)
    #expect(try Self.held(stage) == 4)

    let next = try stage.news(mentee) {
      try Self.second(stage)
      try stage.say(mentee, "меню")
    }
    #expect(next.map { $0.prefix(5) } == ["Я бот"])
    let rest = try stage.news(mentee) { for _ in 1...4 { try Self.second(stage) } }
    #expect(rest.map { $0.prefix(5) } == ["Я бот", "Я бот", "Я бот", "Что н"])
    #expect(try Self.held(stage) == 0)

    // Once he has been quiet for a while, he would be told again.
    for _ in 1...10 { try Self.second(stage) }
    #expect(try stage.news(mentee) { for _ in 1...7 { try stage.say(mentee, "помощь") } }.contains(Self.notice))
  }

  @Test("keeps nobody else waiting")
  func others() throws {
    let stage = try Self.stage("U1", "N1")
    for _ in 1...50 { try stage.say(mentee, "помощь") }
    #expect(try stage.news(mentor) { try stage.say(mentor, "помощь") }.count == 1)
  }

  @Test("has the sign on a pressed button ended at once, and only once; what the press does comes in its turn, once")
  func presses() throws {
    let stage = try Self.stage("U1", "N1")
    let help = try stage.button(mentee, "Нужна помощь")
    for _ in 1...7 { try stage.say(mentee, "помощь") }
    try stage.pressData(mentee, help)
    func callbacks() throws -> [String] { try stage.column("SELECT state FROM outbox WHERE kind = 'callback'") }
    #expect(try callbacks() == ["sent"])
    #expect(stage.last(mentee)?.text.hasPrefix("С чем") != true)
    for _ in 1...10 { try Self.second(stage) }
    #expect(try callbacks() == ["sent"])
    #expect(stage.texts(mentee).count { $0.hasPrefix("С чем нужна помощь?") } == 1)
  }

  @Test("loses nothing and doubles nothing by a crash and a second delivery")
  func crash() throws {
    let stage = try Self.stage("U1", "N1")
    let updates = (1...8).map { _ in stage.update(mentee, .text("помощь")) }
    try stage.deliver(updates)
    try stage.redeliver()
    #expect(try Self.held(stage) == 3)
    for _ in 1...3 {
      try stage.restart()
      try stage.deliver(updates)
      try Self.second(stage)
    }
    for _ in 1...5 { try Self.second(stage) }
    #expect(stage.texts(mentee).count { $0.hasPrefix("Я бот") } == 8)
    #expect(stage.texts(mentee).count { $0 == Self.notice } == 1)
    #expect(try Self.held(stage) == 0)
  }

  @Test("finds a bound: what is over it is dropped, counted and reported, and he is told")
  func bound() throws {
    let stage = try Self.stage("U1")
    var updates: [InboundUpdate] = []
    for _ in 1...1012 { updates.append(stage.update(mentee, .text("помощь"))) }
    let came = try stage.news(mentee) { try stage.deliver(updates) }
    #expect(came.count == 7)
    #expect(came.suffix(2) == [Self.notice, Self.dropped])
    #expect(try Self.held(stage) == 1000)
    #expect(try stage.column("SELECT count(*) FROM inbox WHERE outcome = 'dropped'") == ["7"])
    #expect(try stage.incidents == ["update.dropped"])
  }

  @Test("finds the bound that is set, or none where none is", arguments: [(3, 3), (0, 1007)])
  func boundOfOperator(_ limit: Int, _ held: Int) throws {
    let stage = try Self.stage("U1", held: limit)
    var updates: [InboundUpdate] = []
    for _ in 1...1012 { updates.append(stage.update(mentee, .text("помощь"))) }
    try stage.deliver(updates)
    #expect(try Self.held(stage) == held)
    #expect(try stage.incidents == (limit > 0 ? ["update.dropped"] : []))
  }

  @Test("is held by what he may send whatever it is, but nothing of a stranger is kept")
  func strangers() throws {
    let stage = try Self.stage("U1")
    for _ in 1...50 { try stage.say(stranger, "привет") }
    #expect(try Self.held(stage) == 0)
    #expect(stage.texts(stranger).count == 1)
    #expect(try stage.column("SELECT count(*) FROM inbox WHERE chat = \(stranger)") == ["50"])
  }

  @Test("finds in his data that something waits, and when he is forgotten it is forgotten too")
  func forgotten() throws {
    let stage = try Self.stage("U1")
    for words in ["/mydata", "/forget", "1", "1", "раз", "два", "три"] { try stage.say(mentee, words) }
    #expect(try Self.held(stage) == 0)
    let other = try Self.stage("U1")
    for words in ["раз", "два", "три", "/menu", "/menu", "/mydata", "четыре", "пять"] { try other.say(mentee, words) }
    #expect(try Self.held(other) == 3)
    try Self.second(other)
    #expect(other.texts(mentee).joined().contains("Ваших сообщений, которые ждут своей очереди: 2"))
  }

  @Test("whose waiting update cannot be read any more hears of it, and the rest is handled")
  func unreadable() throws {
    let stage = try Self.stage("U1")
    for _ in 1...7 { try stage.say(mentee, "помощь") }
    try stage.execute("UPDATE held_update SET body = x'00' WHERE position = 1")
    for _ in 1...3 { try Self.second(stage) }
    #expect(try stage.incidents == ["update.quarantined"])
    #expect(try Self.held(stage) == 0)
    #expect(stage.texts(mentee).count { $0.hasPrefix("Я бот") } == 6)
  }
}
