import Curation
import Mentoring
import Service
import Store
import TestSupport
import Testing

@Suite("The author of an announcement")
struct BroadcastAuthorTests {
  private func cancel(_ stage: Stage) throws {
    let id = try #require(try stage.column("SELECT id FROM broadcast ORDER BY id DESC").first.flatMap { Int64($0) })
    _ = try cancelBroadcast(
      BroadcastID(id), by: "K1", organisation: nil, in: stage.store, language: .ru, now: stage.now)
  }

  @Test("sees that it was called off from the command line, before and while it goes")
  func cancelledElsewhere() throws {
    let stage = try Stage.crowd(3)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    try cancel(stage)
    try stage.tick()
    #expect(stage.texts(curator).last == "Объявление отменено.\nОтправлено 0 из 0.")
    try stage.pass(.minutes(5))
    #expect(stage.texts(1001) == [])

    try stage.announce()
    try cancel(stage)
    try stage.tick()
    #expect(stage.texts(curator).last == "Объявление отменено.\nОтправлено 3 из 3. Доставлено: 3.")
  }

  @Test("who presses before the card has changed hears that it is over")
  func closed() throws {
    let stage = try Stage.crowd(1)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    try cancel(stage)
    try stage.press(curator, "Отозвать")
    #expect(stage.texts(curator).last == "Это объявление уже отправлено или отменено.")
  }

  @Test("who has many silent readers is asked twice before they are reminded")
  func manySilent() throws {
    let stage = try Stage.crowd(201)
    try stage.compose(theme: "Обязательное")
    try stage.press(curator, "Отправить сейчас")
    try stage.press(curator, "Да, отправить")
    try stage.pass(.minutes(2))
    try stage.press(curator, "Напомнить молчащим")
    #expect(stage.last(curator)?.text == "Напоминание получит 201 человек. Точно отправить?")
    try stage.press(curator, "Назад")
    #expect(stage.last(curator)?.text.hasSuffix("Приду 0, не приду 0, молчит 201.") == true)
    try stage.press(curator, "Напомнить молчащим")
    try stage.press(curator, "Да, напомнить")
    #expect(stage.texts(curator).contains("Напомню 201 молчащему."))
    try stage.pass(.minutes(2))
    #expect((Int64(1001)...1201).allSatisfy { stage.texts($0).count == 2 })
    try stage.press(curator, "Кто")
    for page in 2...11 {
      try stage.press(curator, "Вперёд ›")
      #expect(stage.last(curator)?.text.hasSuffix("Страница \(page) из 11.") == true)
    }
  }

  @Test("has the same card when it was ordered from the command line; there the same rules hold")
  func ordered() throws {
    let stage = try Stage.crowd(201)
    let rules = BroadcastRules(zone: Zone(identifier: "Europe/Moscow") ?? .utc, quietHours: .standard)
    func order(at: Timestamp? = nil, by author: String = "K1") throws -> BroadcastOrder {
      BroadcastOrder(
        text: try BroadcastText("Сбор"), audience: Audience(.mentees, position: "10А"), answers: .ack, theme: "news",
        isObligatory: true, at: at, author: author, organisation: nil)
    }
    func schedule(_ order: BroadcastOrder, isSure: Bool = true, _ language: Language = .ru) throws -> String {
      do {
        return "\(try scheduleBroadcast(order, by: rules, in: stage.store, isSure: isSure, language: language, now: stage.now).status)"
      } catch let error as CurationError { return error.description }
    }
    #expect(try planBroadcast(order(), in: stage.store, language: .ru).reach.reached == 201)
    #expect(
      try schedule(order(), isSure: false)
        == "объявление получат больше 200 человек: 201; если это верно, добавьте --yes-many")
    #expect(
      try schedule(order(), isSure: false, .en)
        == "more than 200 people would get it: 201; if that is right, add --yes-many")
    let night = stage.now + .hours(10)
    #expect(
      try schedule(order(at: night))
        == "в это время у школы тихие часы; укажите другое, например --at 2026-11-24T07:00")
    #expect(
      try schedule(order(at: night), isSure: true, .en)
        == "the school has quiet hours at that time; name another, for example --at 2026-11-24T07:00")
    #expect(try schedule(order(at: stage.now - .seconds(1)), isSure: true, .en) == "--at: that time has passed")
    #expect(try schedule(order(at: stage.now + .hours(24 * 366)), isSure: true, .en) == "--at: a year ahead at most")
    #expect(
      try schedule(order(by: "U1"), isSure: true, .en) == "“U1” is neither curator nor head: only they announce")
    #expect(try schedule(order(by: "K9"), isSure: true, .en) == "nobody has the external_id “K9”; did you mean “K1”?")
    #expect(try schedule(order()) == "scheduled")
    try stage.pass(.seconds(61))
    #expect(stage.texts(curator).last == "Объявление отправляется.\nОтправлено 0 из 201.")
    try stage.pass(.minutes(1))
    #expect(stage.texts(curator).last?.hasSuffix("Ознакомлен(а) 0, молчит 201.") == true)
    try stage.press(1001, "Ознакомлен(а)")
    try stage.pass(.minutes(1))
    #expect(stage.texts(curator).last?.hasSuffix("Ознакомлен(а) 1, молчат 200.") == true)
  }

  @Test("reads of the file what it says, and what is wrong with it in English too")
  func file() throws {
    func read(_ bytes: [UInt8], _ language: Language = .en) -> String {
      do { return try readBroadcastText(bytes, language: language).text } catch { return error.description }
    }
    #expect(read([0xEF, 0xBB, 0xBF] + Array("Сбор\r\nв 15:00\n".utf8)) == "Сбор\nв 15:00")
    #expect(read([0xC3]) == "this is no text in UTF-8")
    #expect(read([]) == "the text is empty")
    #expect(
      read(Array(repeating: 0x41, count: 4097)) == "the text is 1 character too long: it has 4097, there is room for 4096")
    for (over, word) in [(1, "знак"), (2, "знака"), (5, "знаков"), (11, "знаков"), (21, "знак"), (114, "знаков")] {
      #expect(
        read(Array(repeating: 0x41, count: 4096 + over), .ru)
          == "текст длиннее на \(over) \(word): их \(4096 + over), а помещается 4096")
    }
    #expect(throws: CurationError("--at: no such time: “now”; write, for example, 2026-12-01T10:00")) {
      try readBroadcastTime("now", in: .utc, language: .en)
    }
  }
}
