import DialogEngine
import Testing

@Suite("A file as an answer")
struct FileAnswerTests {
  private func asked(_ rule: String = "") throws -> Player {
    var player = try Player(
      ##"slots: { x: { type: "file"\##(rule) } }, start: "a", states: { a: { ask: "a", answer: { into: "x" }, go: "b" }, b: { say: "b", go: "#done" } },"##,
      #"a: "Файл?", b: "Спасибо за «{x}»!""#)
    _ = try player.start()
    return player
  }

  @Test("is kept by the platform's name for it, and shown by its own")
  func takes() throws {
    var player = try asked()
    let file = FileReference(kind: .document, id: "BQAC", name: "отчёт за март.pdf", sizeBytes: 20_000)
    #expect(try player.send(.attachment(file)).first == "say: Спасибо за «отчёт за март.pdf»!")
    #expect(player.conversation.current.slots["x"] == .text("document BQAC отчёт за март.pdf"))
    var nameless = try asked()
    #expect(try nameless.send(.attachment(FileReference(kind: .photo, id: "AgAC"))).first == "say: Спасибо за «фото»!")
  }

  @Test(
    "abuse 22: whose name would be a path or a disguise is only shown, without what cannot be seen",
    arguments: [
      ("../../etc/passwd", "../../etc/passwd"), ("CON", "CON"), ("a\0b\n.pdf", "ab.pdf"),
      ("отчёт\u{202E}fdp.exe", "отчётfdp.exe"),
      (String(repeating: "x", count: 4096), String(repeating: "x", count: 128)),
    ])
  func oddName(_ name: String, _ shown: String) throws {
    var player = try asked()
    let file = FileReference(kind: .document, id: "BQAC", name: name)
    #expect(try player.send(.attachment(file)).first == "say: Спасибо за «\(shown)»!")
    #expect(player.conversation.current.slots["x"] == .text("document BQAC \(shown)"))
  }

  @Test(
    "is refused when it is none, of another kind or too large",
    arguments: [
      (nil as FileReference?, "Здесь нужен файл: скрепка → «Файл» или «Фото»."),
      (FileReference(kind: .voice, id: "A"), "Здесь нужен файл: скрепка → «Файл» или «Фото»."),
      (
        FileReference(kind: .photo, id: "A", sizeBytes: 5_000_001),
        "Файл слишком большой: помещается 5 МБ. Пришлите другой."
      ),
    ])
  func refuses(_ file: FileReference?, _ said: String) throws {
    var player = try asked(#", kinds: ["photo", "document"], max_mb: 5"#)
    #expect(try player.send(.attachment(file)).first == "ask 1: \(said)")
    #expect(try player.send(.text("вот")).first == "ask 1: Здесь нужен файл: скрепка → «Файл» или «Фото».")
    #expect(
      try player.send(.attachment(FileReference(kind: .photo, id: "A", sizeBytes: 5_000_000))).last == "over: done")
  }
}
