import DialogEngine
import TestSupport
import Testing

@Suite("Numbers, durations and addresses in people's words")
struct HumanValueTests {
  static let decimals =
    HumanAnswer.table(
      #""decimal""#,
      """
      3,5 = 3.5
      3.50 = 3.5
      -0,25 = -0.25
      3 = 3
      3,0 = 3
      1 000,5 = 1000.5
      полтора = 1.5
      пять = 5
      0.000001 = 0.000001
      0.0000001 ? Нужно число, можно с дробью. Например: 3,5
      1e5 ? Нужно число, можно с дробью. Например: 3,5
      ,5 ? Нужно число, можно с дробью. Например: 3,5
      1.2.3 ? Нужно число, можно с дробью. Например: 3,5
      """)
    + HumanAnswer.table(
      #""decimal", min: 0.5, max: 10"#,
      """
      0,5 = 0.5
      10 = 10
      0,49 ? Нужно число от 0,5 до 10, можно с дробью.
      10,01 ? Нужно число от 0,5 до 10, можно с дробью.
      """)
    + HumanAnswer.table(
      #""decimal", min: 0.5, max: 10"#, language: "en",
      "eleven ? A number from 0.5 to 10 is needed; it may have a fraction.")

  static let durations =
    HumanAnswer.table(
      #""duration""#,
      """
      45 минут = 45
      час = 60
      полчаса = 30
      полтора часа = 90
      1,5 часа = 90
      1 ч 30 мин = 90
      2 часа и 15 минут = 135
      1:30 = 90
      два дня = 2880
      2 дня = 2880
      неделя = 10080
      четверть часа = 15
      half an hour = 30
      90 ? Это можно понять по-разному. Что вы имели в виду? [1 час 30 минут] [3 дня 18 часов]
      2 ? Это можно понять по-разному. Что вы имели в виду? [2 минуты] [2 часа]
      месяц ? Не понял, сколько времени. Напишите, например: «45 минут» или «полтора часа».
      долго ? Не понял, сколько времени. Напишите, например: «45 минут» или «полтора часа».
      """)
    + HumanAnswer.table(
      #""duration", min: "PT15M", max: "PT2H""#,
      """
      90 = 90
      2 = 120
      5 минут ? Подойдёт время не меньше чем 15 минут и не больше чем 2 часа.
      3 часа ? Подойдёт время не меньше чем 15 минут и не больше чем 2 часа.
      """)
    + HumanAnswer.table(
      #""duration", min: "PT1M", max: "PT1H""#, language: "en",
      "2 hours ? It can be 1 minute at the least and 1 hour at the most.")

  static let addresses =
    HumanAnswer.table(
      #""phone""#,
      """
      +7 916 123-45-67 = +79161234567
      8 (916) 123-45-67 = +79161234567
      79161234567 = +79161234567
      9161234567 = +79161234567
      +375 29 123 45 67 = +375291234567
      12345 ? Это не похоже на номер телефона. Напишите, например: +7 916 123-45-67
      8 916 123-45-6 ? Это не похоже на номер телефона. Напишите, например: +7 916 123-45-67
      +1 ? Это не похоже на номер телефона. Напишите, например: +7 916 123-45-67
      8 916 КОТ ? Это не похоже на номер телефона. Напишите, например: +7 916 123-45-67
      """)
    + HumanAnswer.table(
      #""email""#,
      """
      anna@school7.ru = anna@school7.ru
      \u{20}Anna.Petrova+a@Mail.RU  = Anna.Petrova+a@mail.ru
      почта@школа.рф = почта@школа.рф
      anna@school7 ? Это не похоже на адрес почты. Напишите, например: anna@example.ru
      anna@@school7.ru ? Это не похоже на адрес почты. Напишите, например: anna@example.ru
      anna petrova@mail.ru ? Это не похоже на адрес почты. Напишите, например: anna@example.ru
      .anna@mail.ru ? Это не похоже на адрес почты. Напишите, например: anna@example.ru
      anna@-mail.ru ? Это не похоже на адрес почты. Напишите, например: anna@example.ru
      anna@10.0.0.1 ? Это не похоже на адрес почты. Напишите, например: anna@example.ru
      """)
    + HumanAnswer.table(
      #""contact""#, "+7 916 123-45-67 ? Пришлите свой контакт: скрепка → «Контакт» → вы сами.")

  static let yesNo = HumanAnswer.table(
    #""yes_no""#,
    """
    да, конечно = true
    ну да! = true
    Ладно = true
    + = true
    👍 = true
    нет, спасибо = false
    не хочу = false
    👎 = false
    yes please = true
    nope = false
    может быть ? Ответьте «да» или «нет».
    """)

  @Test("numbers", arguments: decimals)
  func decimal(_ sample: HumanAnswer) throws { try check(sample) }

  @Test("durations, in minutes", arguments: durations)
  func duration(_ sample: HumanAnswer) throws { try check(sample) }

  @Test("phones, addresses and contacts", arguments: addresses)
  func address(_ sample: HumanAnswer) throws { try check(sample) }

  @Test("yes and no", arguments: yesNo)
  func yesOrNo(_ sample: HumanAnswer) throws { try check(sample) }

  private func check(_ sample: HumanAnswer) throws {
    #expect(try HumanAnswer.answer(sample.type, [sample.text], language: sample.language) == sample.expected)
  }

  @Test("a shared contact is taken where a number is due, somebody else's only where any will do")
  func contacts() throws {
    let own = DialogEvent.contact(phone: "79161234567", isOwn: true)
    let foreign = DialogEvent.contact(phone: "375291234567", isOwn: false)
    var contact = try HumanAnswer.asked(#""contact""#)
    #expect(
      try contact.send(foreign).first
        == "ask 1: Это чужой контакт, а нужен ваш: скрепка → «Контакт» → вы сами.")
    #expect(try contact.send(.attachment()).first == "ask 1: Пришлите свой контакт: скрепка → «Контакт» → вы сами.")
    #expect(try contact.send(own) == ["sleep", "over: done"])
    #expect(contact.conversation.current.slots["x"] == .text("+79161234567"))
    var phone = try HumanAnswer.asked(#""phone""#)
    #expect(
      try phone.send(.contact(phone: "12", isOwn: true)).first
        == "ask 1: Это не похоже на номер телефона. Напишите, например: +7 916 123-45-67")
    _ = try phone.send(foreign)
    #expect(phone.conversation.current.slots["x"] == .text("+375291234567"))
    var text = try HumanAnswer.asked(#""text""#)
    #expect(try text.send(own).first == "ask 1: Пока понимаю только текст.")
  }

  @Test("an author's own retry text stands for what was not understood, and not for what cannot be")
  func ownRetry() throws {
    var player = try Player(
      """
      slots: { d: { type: "date" }, n: { type: "decimal", max: 2.5 } }, start: "d",
      states: { d: { ask: "a", answer: { into: "d", retry: "when" }, go: "n" },
                n: { ask: "a", answer: { into: "n", retry: "much", max_tries: 2, then: "#cancel" }, go: "#done" } }
      """, #"a: "?", when: "Когда же?", much: "Не больше {max}""#)
    _ = try player.start()
    #expect(try player.send(.text("эээ")).first == "ask 1: Когда же?")
    #expect(try player.send(.text("31 июня")).first == "ask 1: 31 июня нет в календаре. Назовите другой день.")
    _ = try player.send(.text("завтра"))
    #expect(try player.send(.text("3")).first == "ask 2: Не больше 2,5")
    #expect(try player.send(.text("3")) == ["sleep", "over: cancel"])
  }

  @Test("any words at all end in a value of the type or in a question", arguments: 1...8 as ClosedRange<UInt64>)
  func anyWords(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let words = [
      "в", "через", "назад", "без", "пол", "полтора", "четверть", "третьего", "час", "минут", "дня", "неделю", "месяц",
      "лет",
      "пятницу", "следующую", "выходные", "февраля", "числа", "утра", "ночи", "два", "0", "5", "31", "99", "9999",
      "25.11",
      "29.02", "31.12.9999", "00.00", "24:00", "23:59", "1-1-1", "2026-13-01", "half", "past", "to", "in", "ago",
      "tonight",
      "👍", "ё", "99999",
    ]
    for type in ["date", "time", "datetime", "duration", "decimal", "int"] {
      let asked = try HumanAnswer.asked("\"\(type)\"")
      for _ in 0..<60 {
        var player = asked
        let text = (0...Int.random(in: 0...5, using: &random)).compactMap { _ in words.randomElement(using: &random) }
        let told = try player.send(.text(text.joined(separator: " ")))
        guard let value = player.conversation.current.slots["x"] else {
          #expect(told.first?.hasPrefix("ask ") == true)
          continue
        }
        #expect(player.definition.slots["x"]?.type.holds(value) == true)
      }
    }
  }
}
