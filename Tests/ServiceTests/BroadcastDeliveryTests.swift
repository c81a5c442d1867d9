import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("The copies of an announcement")
struct BroadcastDeliveryTests {
  private static let words = "Сбор в пятницу"

  @Test("each come to an end that its author sees, by reason")
  func ends() throws {
    let stage = try Stage.crowd(6)
    stage.fate = { row in
      guard row.lane == .bulk else { return nil }
      switch row.chat.rawValue {
      case 1001: return Stage.failure(.unreachable)
      case 1002: return Stage.failure(.reject)
      case 1003: return Stage.failure(.unknown)
      case 1004: return Stage.failure(.notSent(retryAfter: nil))
      default: return nil
      }
    }
    try stage.announce(answers: "Без кнопок")
    try stage.pass(.minutes(1))
    #expect(
      stage.last(curator)?.text
        == "Объявление отправляется.\nОтправлено 5 из 6. Доставлено: 2. Не доставлено: 1 заблокировал(а) бота, 1 мессенджер не принял. Неизвестно, дошло ли: 1."
    )
    try stage.pass(.hours(25))
    #expect(
      try stage.copies.filter { $0.key.hasPrefix("M") } == [
        "M1": "failed blocked", "M2": "failed refused", "M3": "unknown", "M4": "failed late", "M5": "sent",
        "M6": "sent",
      ])
    #expect(
      stage.last(curator)?.text
        == "Объявление отправлено.\nОтправлено 6 из 6. Доставлено: 2. Не доставлено: 1 заблокировал(а) бота, 1 мессенджер не отвечал сутки, 1 мессенджер не принял. Неизвестно, дошло ли: 1."
    )
    // What is unknown has been tried once, and stays so.
    #expect(stage.calls.count { $0.chat.rawValue == 1003 } == 1)
    try stage.press(curator, "Кто")
    #expect(
      stage.last(curator)?.text == """
        Доставлено: 2
        – Образцов М., 10А
        – Образцов М., 10А

        Неизвестно, дошло ли: 1
        – Образцов М., 10А

        Не доставлено: 3
        – Образцов М., 10А (бот заблокирован)
        – Образцов М., 10А (мессенджер не принял)
        – Образцов М., 10А (мессенджер не отвечал сутки)

        Не получат: 4
        – Образцов Г., 7В (нет согласия)
        – Образцов Т., 9Б (ещё не в боте)
        – Примерова А., 8А (ещё не в боте)
        – Примерова К. И., учитель (нет согласия)

        Страница 1 из 1.
        """)
  }

  @Test("that nobody knows the fate of are not repeated, and nobody is reminded by them")
  func unknown() throws {
    let stage = try Stage.crowd(3)
    stage.fate = { $0.lane == .bulk && $0.chat.rawValue == 1002 ? Stage.failure(.unknown) : nil }
    try stage.announce()
    try stage.pass(.minutes(1))
    stage.fate = { _ in nil }
    #expect(stage.last(curator)?.text.hasSuffix("Приду 0, не приду 0, молчат 2.") == true)
    try stage.press(curator, "Напомнить молчащим")
    try stage.pass(.minutes(2))
    #expect(stage.texts(1002) == [])
    #expect(stage.texts(1001).count == 2)
    #expect(try stage.incidents.filter { $0 == "call.unknown" } == ["call.unknown"])
  }

  @Test("of somebody whose conversations cannot be read do not hold up the others")
  func broken() throws {
    let stage = try Stage.crowd(3)
    try stage.say(1002, "Нужна помощь")
    try stage.execute("UPDATE conversation SET state = 'x' WHERE account = (SELECT id FROM account WHERE chat = 1002)")
    try stage.announce()
    try stage.pass(.minutes(1))
    #expect(
      try stage.copies.filter { $0.key.hasPrefix("M") } == ["M1": "sent", "M2": "failed broken", "M3": "sent"])
    #expect(try stage.incidents == ["broadcast.broken"])
    #expect(try stage.broadcastStatus == "done")
  }

  @Test("fail where the school has taken away their dialog, and that is said")
  func noDialog() throws {
    let stage = try Stage.crowd(2)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    let folder = try DialogFolder.shipped()
    try folder.remove("announcement")
    try stage.restart(dialogs: folder.path)
    try stage.pass(.minutes(3))
    #expect(try stage.fates["failed"] == "2")
    #expect(stage.texts(curator).last?.contains("Не доставлено: 2 ошибка бота.") == true)
  }

  @Test("that have not gone are taken back half-way, and the author sees how far it came")
  func cancelled() throws {
    let stage = try Stage.announcing(to: 10, callsInFlight: 8)
    // Of eight calls at once four are for what goes to many, one of which shows the author that it begins.
    #expect(stage.underWay.map(\.row.lane) == [.reminder, .bulk, .bulk, .bulk])
    stage.fate = { row in
      stage.holdsCalls = row.lane == .bulk
      return nil
    }
    try stage.endCalls()
    try stage.press(curator, "Отменить")
    stage.fate = { _ in nil }
    try stage.endCalls()
    try stage.pass(.hours(1))
    let seen = stage.count(of: Self.words, in: 1001...1010).reduce(0, +)
    #expect(try stage.fates["sent"] == String(seen))
    #expect(try stage.fates["cancelled"] == String(10 - seen))
    #expect((3...8).contains(seen))
    #expect(try stage.broadcastStatus == "cancelled")
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state = 'pending'") == ["0"])
    #expect(stage.texts(curator).last == "Объявление отменено.\nОтправлено 3 из 10. Доставлено: 3.")
    // Who never saw it is asked nothing.
    let left = try #require((1001...1010).last { stage.texts($0).isEmpty })
    try stage.say(left, "1")
    #expect(stage.last(left)?.text.contains(Self.words) == false)
  }

  @Test("leave room for answers: whoever writes is answered at once, also before his own copy")
  func interactive() throws {
    let stage = try Stage.announcing(to: 40, callsInFlight: 16)
    #expect(stage.underWay.map(\.row.lane) == [.reminder] + Array(repeating: .bulk, count: 7))
    let waiting = try #require(stage.lastWaiting(of: 40))
    try stage.say(waiting, "помощь")
    #expect(stage.underWay.last?.row.chat.rawValue == waiting)
    #expect(stage.underWay.last?.row.lane == .interactive)
    try stage.endCalls()
    try stage.tick()
    #expect(stage.count(of: Self.words, in: 1001...1040) == Array(repeating: 1, count: 40))
    #expect(stage.texts(waiting).contains { $0.hasPrefix("Я бот программы наставничества.") })
  }

  @Test("that wait are counted also where their person has opened the menu meanwhile")
  func menu() throws {
    let stage = try Stage.announcing(to: 40, callsInFlight: 16)
    let waiting = try #require(stage.lastWaiting(of: 40))
    try stage.say(waiting, "меню")
    try stage.endCalls()
    try stage.pass(.minutes(1))
    #expect(stage.texts(waiting).sorted() == [Self.words, "Что нужно сделать?"].sorted())
    #expect(try stage.fates["sent"] == "40" && stage.fates["queued"] == nil)
    #expect(try stage.broadcastStatus == "done")
  }

  @Test("show their progress in one message, changed at most every five seconds, and when all is still not at all")
  func progress() throws {
    let stage = try Stage.crowd(40, callsInFlight: 4)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    stage.fate = { row in row.lane == .bulk ? Stage.failure(.notSent(retryAfter: .seconds(20))) : nil }
    stage.now = stage.now + .seconds(60)
    try stage.tick()
    #expect(stage.texts(curator).last == "Объявление отправляется.\nОтправлено 0 из 40.")
    // The platform takes none: nothing moves, and nothing is said.
    var before = stage.calls.count
    for _ in 1...30 {
      stage.now = stage.now + .seconds(1)
      try stage.tick()
    }
    #expect(stage.calls.dropFirst(before).allSatisfy { $0.chat.rawValue != curator })
    stage.fate = { _ in nil }
    before = stage.calls.count
    for _ in 1...180 {
      stage.now = stage.now + .seconds(1)
      try stage.tick()
    }
    let edits = stage.calls.dropFirst(before).count { $0.chat.rawValue == curator }
    #expect((1...36).contains(edits))
    #expect(stage.calls.dropFirst(before).filter { $0.chat.rawValue == curator }.allSatisfy { $0.kind == .edit })
    #expect(stage.texts(curator).last?.hasPrefix("Объявление отправлено. Отправлено 40 из 40.") == true)
  }

  @Test("show answers in the same message, at most every ten seconds")
  func replies() throws {
    let stage = try Stage.crowd(30)
    try stage.announce()
    try stage.pass(.minutes(1))
    let before = stage.calls.count
    for chat in Int64(1001)...1030 {
      try stage.press(chat, "Приду")
      stage.now = stage.now + .seconds(1)
      try stage.tick()
    }
    try stage.pass(.minutes(1))
    let shown = stage.calls.dropFirst(before).filter { $0.chat.rawValue == curator }
    #expect(shown.count == 3)
    #expect(shown.allSatisfy { $0.kind == .edit })
    #expect(stage.texts(curator).last?.hasSuffix("Приду 30, не приду 0, молчат 0.") == true)
  }

  @Test("are kept open for answers at one person's to a bound: the oldest end")
  func bound() throws {
    let stage = try Stage.crowd(1)
    for number in 1...22 {
      try stage.announce("Объявление \(number)", theme: "Обязательное")
      try stage.pass(.minutes(1))
    }
    let open = try stage.column(
      "SELECT count(*) FROM conversation c JOIN account a ON a.id = c.account WHERE a.chat = 1001 AND c.ended_at IS NULL"
    )
    #expect(open == ["20"])
    #expect(stage.texts(1001).count == 22)
  }

  @Test("of somebody who is forgotten are counted, and his announcements lose their words")
  func forgotten() throws {
    let stage = try Stage.crowd(2)
    try stage.announce()
    try stage.pass(.minutes(1))
    try stage.press(1001, "Не присылать такие объявления")
    try stage.press(1001, "Приду")
    try stage.press(1001, "Не приду")
    try stage.say(1001, "/mydata")
    let data = stage.texts(1001).joined(separator: "\n")
    #expect(
      data.contains("Объявления вам: 1\n– 23 ноября, 12:01: доставлено. Ваш ответ: приду, не приду.") == true, "\(data)"
    )
    #expect(data.contains("Не получаете объявления на тему: События"))
    try stage.say(1001, "/forget")
    try stage.say(1001, "1")
    try stage.say(1001, "1")
    #expect(try stage.column("SELECT count(*) FROM broadcast_response") == ["0"])
    #expect(try stage.column("SELECT count(*) FROM broadcast_muted") == ["0"])
    #expect(try stage.rows("SELECT recipients, sent, no, silent FROM v_broadcasts") == [["2", "2", "1", "1"]])

    try stage.compose("Второе")
    try stage.press(curator, "Отправить сейчас")
    try stage.say(curator, "/mydata")
    #expect(stage.texts(curator).joined().contains("Объявлений вы написали: 2"))
    try stage.say(curator, "/forget")
    try stage.say(curator, "1")
    try stage.say(curator, "1")
    try stage.pass(.minutes(5))
    #expect(try stage.rows("SELECT status, text FROM v_broadcasts ORDER BY id") == [["done", ""], ["cancelled", ""]])
    #expect(!stage.texts(1002).contains("Второе"))
  }

  @Test("that wait for somebody who is forgotten, or are under way to him, come to an end too")
  func forgottenMeanwhile() throws {
    let stage = try Stage.announcing(to: 6, callsInFlight: 4)
    let underWay = try #require(stage.underWay.first { $0.row.lane == .bulk }?.row.chat.rawValue)
    let waiting = try #require(stage.lastWaiting(of: 6))
    for chat in [underWay, waiting] {
      for words in ["/forget", "1", "1"] { try stage.say(chat, words) }
    }
    try stage.endCalls()
    try stage.pass(.minutes(2))
    let copies = try stage.copies
    #expect(copies["M\(underWay - crowdChat)"] == "unknown")
    #expect(copies["M\(waiting - crowdChat)"] == "cancelled")
    #expect(try stage.fates == ["sent": "4", "unknown": "1", "cancelled": "1", "left_out": "4"])
    #expect(try stage.broadcastStatus == "done")
  }
}
