import Messaging
import Store
import TestSupport
import Testing

@Suite("Surveys and cards, and what people may ask about themselves")
struct SurveyPrivacyTests {
  private static func answered() throws -> Stage {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.invite("U1")
    try stage.press(mentee, "Начать")
    try stage.say(mentee, "9")
    try stage.press(mentee, "Готово")
    try stage.say(mentee, "Было скучновато")
    try stage.press(mentee, "Изменить")
    try stage.say(mentee, "3")
    try stage.press(mentee, "Готово")
    try stage.say(mentee, "Было скучно, честно")
    return stage
  }

  @Test("my data are the answers with what they were before, and how often I was asked")
  func myData() throws {
    let stage = try Self.answered()
    let told = try stage.news(mentee) { try stage.say(mentee, "/mydata") }.joined(separator: "\n")
    for line in [
      "– 23 ноября, 12:00, диалог poll, good: без ответа",
      "– 23 ноября, 12:00, диалог poll, note: Было скучно, честно (раньше: Было скучновато)",
      "– 23 ноября, 12:00, диалог poll, rating: 3 (раньше: 9)", "Опросов о встречах, на которые вас звали: 1",
    ] { #expect(told.contains(line), "\(line)") }
  }

  private static func forget(_ stage: Stage, _ chat: Int64 = mentee) throws {
    try stage.say(chat, "/forget")
    try stage.press(chat, "Удалить мои данные")
    try stage.press(chat, "Да, удалить навсегда")
  }

  /// Where words lie in the store: table by table.
  private static func traces(_ stage: Stage, _ words: [String]) throws -> [String] {
    try stage.everything().flatMap { table, rows in
      rows.filter { row in words.contains { row.contains($0) } }.map { "\(table): \($0.prefix(200))" }
    }.sorted()
  }

  @Test("forgetting erases words, of now and of before, and leaves numbers to count")
  func forget() throws {
    let stage = try Self.answered()
    try stage.pass(.hours(7 * 24))
    try stage.invite("U1")
    try stage.press(mentee, "Позже")
    try Self.forget(stage)
    #expect(try Self.traces(stage, ["скучн", "Тимофей", "Образцов Т"]) == [])
    #expect(try stage.answers == [["good", "", ""], ["note", "", ""], ["rating", "3", "9"]])
    #expect(try stage.column("SELECT DISTINCT mean FROM v_survey_results WHERE kind = 'rating'") == ["3.0"])
    #expect(try stage.invitations == ["answered", "expired"])
    #expect(try stage.column("SELECT count(*) FROM timer WHERE kind = 'survey'") == ["0"])
    // The curator's card names nobody any more.
    try stage.press(curator, "Открыть карточку пары")
    #expect(stage.texts(curator).contains("Такой пары в вашей школе сейчас нет."))
    #expect(stage.last(curator)?.text.hasPrefix("Низкая оценка: участник, который удалил свои данные") == true)
  }

  @Test("forgetting reaches the cards that curators have open, and those that were left open")
  func cards() throws {
    let stage = try Stage.school("U1", "N1", "K1", "D1")
    try stage.ask()
    try stage.say(curator, "/find")
    try stage.say(curator, "тимофей")
    #expect(stage.last(curator)?.text.contains("Класс или должность: 9Б") == true)
    try stage.say(head, "/find")
    try stage.say(head, "андрей")
    #expect(stage.last(head)?.text.contains("Наставляемые: Образцов Т., Образцов Г.") == true)
    try stage.pass(.hours(2))
    try stage.say(head, "/digest")
    try stage.press(head, "Открытые вопросы: 1")
    try Self.forget(stage)
    #expect(try Self.traces(stage, ["Тимофей", "Образцов Т", "9Б"]) == [])
    try stage.say(head, "/digest")
    #expect(stage.last(head)?.labels == ["участник, который удалил свои данные, Учёба, 2 часа назад", "Назад"])
  }
}
