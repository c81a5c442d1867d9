import TestSupport
import Testing

/// The definition of a running dialog is changed again and again while people are in the middle of it.
@Suite("Dialogs swapped under people")
struct SwapTests {
  /// The question of each version that stands where the other has another one.
  private static func files(_ version: Int) -> [String: String] {
    let isOdd = version % 2 == 1
    let (slot, old) = isOdd ? ("place", "goal") : ("goal", "place")
    let map = ##"{ states: { \##(old): "\##(slot)" }, slots: { rename: { \##(old): "\##(slot)" } } }"##
    return [
      "trip/dialog.json5": ##"""
      { format: 1, id: "trip", version: \##(version), who: "anyone", enter: [{ command: "trip" }],
        upgrade: { \##(version > 1 ? "\"\(version - 1)\": \(map), " : "")otherwise: "drain" },
        slots: { \##(slot): { type: "text", max: 60 }, why: { type: "text" } },
        start: "\##(slot)", states: {
          \##(slot): { ask: "place", answer: { into: "\##(slot)" }, go: "why" },
          why: { ask: "why", answer: { into: "why" }, go: "save" },
          save: { do: "save" } },
        effects: { save: { command: "answers.save", args: ["\##(slot)", "why"], on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } } }
      """##,
      "trip/text.ru.json5": """
      { lang: "ru", for: "trip", place: "Куда едем?", why: "Зачем в {\(slot)}?", thanks: "Спасибо!" }
      """,
    ]
  }

  @Test("a hundred times up and down: everybody comes to the end, and every answer is kept once")
  func swaps() throws {
    let folder = try DialogFolder(Self.files(1))
    let stage = try Stage(dialogs: folder.path)
    var finished = 0
    for version in 2...101 {
      // Of three people one is asked where to, one why, and one has just come to the end.
      let chat = Int64(version)
      try stage.say(chat, "/trip")
      if version > 2 { try stage.say(chat - 1, "Музей") }
      if version > 3 {
        try stage.say(chat - 2, "Так")
        #expect(stage.last(chat - 2)?.text == "Спасибо!")
        finished += 1
      }
      try folder.write(Self.files(version))
      try stage.reload(dialogs: folder.path)
    }
    #expect(finished == 98)
    #expect(try stage.column("SELECT count(*) FROM answer WHERE value IN ('Музей', 'Так')") == ["196"])
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE ended_at IS NULL AND dialog = 'trip'") == ["2"])
    #expect(try stage.incidents == [])
  }
}
