import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@Suite("Who wants what is not his")
struct AbusedRightsTests {
  @Test(
    "abuse 9: a command of somebody else's role is answered as one that does not exist; the journal has it",
    arguments: ["/digest", "/broadcast", "/find", "/curator", "/export", "/find U1", "Рассылка", "Сводка"])
  func hiddenCommand(_ command: String) throws {
    let stage = try Stage.school("U1", "K1")
    let unknown = try stage.news(mentee) { try stage.say(mentee, "/nothing") }
    let before = try stage.everything()
    let answer = try stage.news(mentee) { try stage.say(mentee, command) }
    #expect(answer == unknown)
    let exists = ["/digest", "/broadcast", "/find"].contains(command.prefix { $0 != " " })
    let refused = try stage.rows("SELECT actor, door FROM v_audit WHERE action = 'command.refused'")
    #expect(refused == (exists ? [["U1", "chat"]] : []))
    let changed = try stage.everything().filter { before[$0.key] != $0.value }.keys
    #expect(Set(changed).isSubset(of: ["bot", "conversation", "counter", "inbox", "journal", "outbox"]))
  }

  @Test("abuse 10: a curator who is none any more cannot send what was composed already")
  func revokedMidDialog() throws {
    let stage = try Stage.school("U1", "K1")
    try stage.compose()
    try stage.execute("UPDATE participation SET until_local = '2026-11-23' WHERE role = 'curator'")
    try stage.press(curator, "Отправить сейчас")
    #expect(stage.last(curator)?.text.hasPrefix("Сейчас это вам недоступно.") == true)
    #expect(try stage.column("SELECT count(*) FROM broadcast") == ["0"])
  }

  // MARK: Another pair's

  private static let other: Int64 = 7

  /// Beside the usual pair, which has a meeting and a request with words in them, another mentee with a mentor.
  private static func twoPairs() throws -> Stage {
    let stage = try Stage.withMeeting(place: "Тайное место")
    try stage.ask("Не срочно", "Тайный вопрос")
    try stage.importPeople(
      people + """

        N2,Другов,Олег,Олегович,mentor,,1980-01-01,учитель,,yes
        U4,Другова,Яна,,mentee,учитель-ученик,2010-01-01,9Б,N2,yes
        """)
    try stage.join("U4", chat: other)
    try stage.join("N2", chat: other + 1)
    return stage
  }

  /// What is told only to the first pair.
  private static let secrets = ["Тимофей", "Андрей", "Тайн", "25 ноября"]

  @Test("abuse 11: whoever names another pair's rows by their numbers, anywhere, sees and changes nothing of theirs")
  func numbers() throws {
    let stage = try Self.twoPairs()
    let tables = ["meeting", "meeting_offer", "help_request", "pair", "person"]
    let before = try stage.everything().filter { tables.contains($0.key) }
    let numbers = try tables.filter { $0 != "meeting_offer" }.flatMap { try stage.column("SELECT id FROM \($0)") }
    for place in ["", "/meetings", "/meeting", "/sos", "/settings"] {
      for number in numbers + ["Тимофей", "Андрей Викторович"] {
        if !place.isEmpty { try stage.say(Self.other, place) }
        for text in [number, "/start \(number)", "/meetings \(number)", "/open_\(number)"] {
          try stage.say(Self.other, text)
        }
        try stage.say(Self.other, "/cancel")
      }
    }
    for shown in (stage.chats[mentee] ?? []) + (stage.chats[mentor] ?? []) {
      for button in shown.buttons { try stage.pressData(Self.other, button.data) }
    }
    let told = stage.texts(Self.other) + (stage.chats[Self.other] ?? []).flatMap(\.labels)
    for secret in Self.secrets { #expect(!told.contains { $0.contains(secret) }, "\(secret)") }
    #expect(try stage.everything().filter { tables.contains($0.key) } == before)
  }

  /// As if somebody had found a way to put another number into a conversation of his own: the command layer asks whose row it is.
  @Test("abuse 11: even a conversation that holds another pair's number opens and changes nothing of theirs")
  func tampered() throws {
    let stage = try Self.twoPairs()
    try stage.say(Self.other, "/meeting")
    try stage.press(Self.other, "Онлайн")
    try stage.press(Self.other, "45 минут")
    try stage.press(Self.other, "Пропустить")
    try stage.say(Self.other, "26 ноября в 12:00")
    try stage.press(Self.other, "Достаточно")
    try stage.press(Self.other, "Отправить")
    let ids = try stage.column("SELECT id FROM meeting ORDER BY id")
    #expect(ids.count == 2)
    try stage.execute(
      """
      UPDATE conversation SET state = replace(state, '\(ids[1])', '\(ids[0])')
      WHERE account = (SELECT id FROM account WHERE chat = \(Self.other))
      """)
    let before = try stage.everything().filter { $0.key == "meeting" }
    let told = try stage.news(Self.other) {
      try stage.press(Self.other, "Отменить предложение")
      try stage.say(Self.other, "/meetings")
    }
    #expect(try stage.everything().filter { $0.key == "meeting" } == before)
    for secret in Self.secrets { #expect(!told.contains { $0.contains(secret) }, "\(secret)") }
    #expect(
      try stage.rows("SELECT actor, detail FROM v_audit WHERE action = 'command.refused'") == [
        ["U4", "meeting.cancel"]
      ])
  }

  @Test("abuse 11: what the store holds about somebody is told to him, whatever number he asks for")
  func myData() throws {
    let stage = try Self.twoPairs()
    let before = stage.texts(Self.other).count
    for text in ["/mydata", "/mydata U1", "/mydata \(try stage.column("SELECT id FROM person")[0])"] {
      try stage.say(Self.other, text)
    }
    let told = stage.texts(Self.other).dropFirst(before)
    #expect(told.contains { $0.contains("Яна") })
    for secret in Self.secrets { #expect(!told.contains { $0.contains(secret) }, "\(secret)") }
  }
}
