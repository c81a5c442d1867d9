import Foundation

/// A folder that goes away with this value.
final class ScratchFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var stores: String { "\(path)/.stores" }

  /// Writes files, by path below the folder.
  func write(_ files: [String: String]) throws {
    for (name, content) in files {
      let file = URL(filePath: "\(path)/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
  }
}

/// A survey with a note, for anyone.
let lunch = [
  "lunch/dialog.json5": """
  { format: 1, id: "lunch", version: 1, who: "anyone",
    enter: [{ command: "lunch" }, { menu: "menu" }],
    slots: { rating: { type: "rating" }, note: { type: "text", optional: true } },
    start: "rate",
    states: {
      rate: { ask: "rate", answer: { into: "rating" }, go: "note" },
      note: { ask: "note", answer: { into: "note" }, buttons: [[{ text: "skip", go: "save" }, { text: "back", back: true }]],
              go: "save", idle: { after: "PT1H", say: "still_there", again: "PT1H", then: "#expire" } },
      save: { do: "save" },
    },
    effects: { save: { command: "answers.save", args: ["rating", "note"],
                       on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } } }
  """,
  "lunch/text.ru.json5": """
  { lang: "ru", for: "lunch", menu: "Оценить обед", rate: "Как обед, от 1 до 5?", note: ["Что было **не так**?", "Оценка: {rating}."],
    skip: "Пропустить", back: "Назад", thanks: "Спасибо!", still_there: "Вы ещё тут?" }
  """,
]
