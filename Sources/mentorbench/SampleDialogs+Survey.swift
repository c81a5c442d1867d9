import DialogEngine

extension SampleDialogs {
  /// What the daemon's speed is measured with: three updates (a command, a button, a text) and four calls (two questions, the end of the waiting
  /// sign, the thanks), for anyone. The answers are saved.
  static let survey = DialogSource(
    id: "survey",
    files: [
      "dialog.json5": """
      { format: 1, id: "survey", version: 1, who: "anyone", enter: [{ command: "survey" }],
        slots: { topic: { type: "choice", options: ["study", "social"] }, note: { type: "text", max: 300 } },
        start: "topic",
        states: {
          topic: { ask: "topic", buttons: [[{ text: "study", set: { topic: "'study'" }, go: "note" }],
                                           [{ text: "social", set: { topic: "'social'" }, go: "note" }]] },
          note: { ask: "note", answer: { into: "note" }, go: "save" },
          save: { do: "save" },
          thanks: { say: "thanks", go: "#done" },
        },
        effects: { save: { command: "answers.save", args: ["topic", "note"], on: { ok: "thanks", closed: "thanks" } } } }
      """,
      "text.ru.json5": """
      { lang: "ru", for: "survey", study: "Учёба", social: "Отношения",
        topic: "О чём вы говорили на встрече?", note: "Напишите в двух-трёх словах, **о чём** именно.", thanks: "Спасибо!" }
      """,
      "text.en.json5": """
      { lang: "en", for: "survey", study: "Study", social: "Relations",
        topic: "What was the meeting about?", note: "Please write in two or three words what **exactly**.", thanks: "Thank you!" }
      """,
    ])

  /// What the bot says in it, in turn.
  static let surveySays = ["О чём вы говорили на встрече?", "Напишите в двух-трёх словах, о чём именно.", "Спасибо!"]
}
