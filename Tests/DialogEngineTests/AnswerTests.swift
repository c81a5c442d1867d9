import DialogEngine
import Testing

@Suite("Typed answers")
struct AnswerTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var type: String
    var text: String
    /// What the slot holds then; nil when the answer is refused.
    var value: Value?
    var retry = ""

    var testDescription: String { "\(type) ← \(text)" }
  }

  private static let notOnScale = "Нужна оценка: число от 1 до 5. [101 1, 102 2, 103 3, 104 4, 105 5]"

  static let samples = [
    Sample(type: #""text", max: 5"#, text: "  Ёж\u{202E} \n", value: .text("Ёж")),
    Sample(type: #""text", max: 9"#, text: "a\u{7}\u{85}\u{2066}b\tc\u{7F}\nd\0", value: .text("ab\tc\nd")),
    Sample(type: #""text", max: 5"#, text: "12345", value: .text("12345")),
    Sample(
      type: #""text", max: 5"#, text: "123456",
      retry: "Текст длиннее на 1 знак: помещается 5. Напишите короче."),
    Sample(type: #""text", max: 5"#, text: " \u{0} \u{7}", retry: "Напишите ответ словами."),
    Sample(type: #""text", max: 5"#, text: "**a**", value: .text("**a**")),
    Sample(type: #""int""#, text: " -12 ", value: .int(-12)),
    Sample(type: #""int""#, text: "5.", value: .int(5)),
    Sample(type: #""int""#, text: "5.5", retry: "Нужно целое число."),
    Sample(type: #""int""#, text: "99999999999999999999", retry: "Нужно целое число."),
    Sample(type: #""int", min: 1, max: 120"#, text: "0", retry: "Нужно целое число от 1 до 120."),
    Sample(type: #""int", min: 1, max: 120"#, text: "120", value: .int(120)),
    Sample(type: #""rating""#, text: "5", value: .int(5)),
    Sample(type: #""rating""#, text: "6", retry: notOnScale),
    Sample(type: #""rating""#, text: "пять", value: .int(5)),
    Sample(type: #""rating""#, text: "Пятёрка!", value: .int(5)),
    Sample(type: #""rating""#, text: "шесть", retry: notOnScale),
    Sample(type: #""int""#, text: "десять", value: .int(10)),
    Sample(type: #""yes_no""#, text: "Да!", value: .bool(true)),
    Sample(type: #""yes_no""#, text: "неа", value: .bool(false)),
    Sample(type: #""yes_no""#, text: "может быть", retry: "Ответьте «да» или «нет»."),
    Sample(type: #""choice", options: ["study", "work"]"#, text: "УЧЕБА", value: .text("study")),
    Sample(type: #""choice", options: ["study", "work"]"#, text: "work", value: .text("work")),
    Sample(type: #""choice", options: ["study", "work"]"#, text: "2", value: .text("work")),
    Sample(type: #""choice", options: ["study", "work"]"#, text: "3", retry: "Выберите один из вариантов."),
  ]

  @Test("fit their type or are asked for again", arguments: samples)
  func reads(_ sample: Sample) throws {
    var player = try Player(
      """
      slots: { x: { type: \(sample.type) } }, start: "a",
      states: { a: { ask: "a", answer: { into: "x" }, go: "#done" } }
      """, #"a: "Что?", "x.study": "Учёба""#)
    _ = try player.start()
    #expect(player.understand(sample.text) == .answer)
    let told = try player.send(.text(sample.text))
    #expect(player.conversation.current.slots["x"] == sample.value)
    #expect(told.first == (sample.value == nil ? "ask 1: \(sample.retry)" : "sleep"))
  }

  @Test("an author's own retry text may name the bounds, whatever was wrong")
  func ownRetry() throws {
    var player = try Player(
      """
      slots: { t: { type: "text", max: 9 }, n: { type: "int", min: 1 } }, start: "t",
      states: { t: { ask: "a", answer: { into: "t", retry: "t" }, go: "n" },
                n: { ask: "a", answer: { into: "n", retry: "n" }, go: "#done" } }
      """, #"a: "Что?", t: "До {max} знаков", n: "От {min}""#)
    _ = try player.start()
    #expect(try player.send(.text(" ")).first == "ask 1: До 9 знаков")
    #expect(try player.send(.text("длиннее девяти")).first == "ask 1: До 9 знаков")
    _ = try player.send(.text("ладно"))
    #expect(try player.send(.text("0")).first == "ask 2: От 1")
    let unbounded = source(
      #"slots: { n: { type: "int" } }, start: "n", states: { n: { ask: "n", answer: { into: "n", retry: "n" }, go: "n" } }"#,
      #"n: "До {max}""#)
    #expect(
      problems(unbounded) == [
        "dialog.json5:2:54: no way out of `n`: give it a button, an answer, an `idle` or an `on`",
        "text.ru.json5:2:8: in `d`: unknown value `max`; valid here: me.age, me.name, n, role",
      ])
  }

  @Test("a number answers a rating even where buttons could be meant")
  func ratingByNumber() throws {
    var player = try Player(
      """
      slots: { x: { type: "rating" } }, start: "a",
      states: { a: { ask: "a", answer: { into: "x" }, go: "#done",
                     buttons: [ [ { text: "skip", go: "#cancel" }, { text: "three", set: { x: 3 }, go: "#done" } ] ] } }
      """, #"a: "Оценка?", skip: "Без оценки", three: "3""#)
    _ = try player.start()
    #expect(player.understand("1") == .answer)
    #expect(player.understand("без оценки") == .button(1))
    #expect(try player.send(.text("1")) == ["sleep", "over: done"])
    #expect(player.conversation.current.slots["x"] == .int(1))
  }

  @Test(
    "texts are compared by letters and digits",
    arguments: [
      ("Ещё нет!", "еще нет"), ("  A - b ", "a b"), ("1\u{FE0F}\u{20E3}", "1"), (" 👍 ", "👍"), ("", ""), ("...", "..."),
      ("Ёлка-ЁЖ", "елка еж"), ("È\u{301} ÇA", "è ça"), ("e\u{301}t\u{E9}", "eté"),
      ("İ ẞ Ǆ", "i ß ǆ"),
      ("^a`b", "ab"), ("٣ – ½", "٣"), ("ʼ’'", "ʼ"),
    ])
  func normalizes(_ text: String, _ expected: String) {
    #expect(normalized(text) == expected)
  }

  @Test("letters that are not looked up are what Unicode says of them")
  func lettersByHeart() {
    let wrong = (0..<0x600).compactMap { Unicode.Scalar($0 as UInt32) }.filter { scalar in
      let letters = scalar.properties.lowercaseMapping.unicodeScalars.filter {
        $0.properties.isAlphabetic || $0.properties.numericType == .decimal
      }
      var expected = String(String.UnicodeScalarView(letters)).replacing("ё", with: "е")
      if letters.isEmpty { expected = scalar.properties.isDiacritic ? "" : " " }
      return normalized("x\(scalar)y") != "x\(expected)y"
    }
    #expect(wrong == [])
  }
}
