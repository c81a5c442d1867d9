/// A trip that anybody plans: where, for how long, and why. From version 2 on it asks when instead of for how long.
package enum Trip {
  package static func files(_ version: Int, upgrade: String = "{}") -> [String: String] {
    let structure =
      version == 1
      ? ##"""
      slots: { place: { type: "text", max: 60 }, days: { type: "int" }, why: { type: "text", optional: true } },
      start: "place", states: {
        place: { ask: "place", answer: { into: "place" }, go: "days" },
        days: { ask: "days", answer: { into: "days" }, buttons: [[{ text: "week", set: { days: "7" }, go: "why" }]], go: "why" },
        why: { ask: "why", answer: { into: "why" }, buttons: [[{ text: "skip", go: "save" }]], go: "save" },
        save: { do: "save" },
      },
      effects: { save: { command: "answers.save", args: ["place", "days", "why"], on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } },
      """##
      : ##"""
      slots: { goal: { type: "text", max: 60 }, day: { type: "date" }, why: { type: "text", optional: true } },
      start: "goal", states: {
        goal: { ask: "place", answer: { into: "goal" }, go: "day" },
        day: { ask: "day", answer: { into: "day" }, buttons: [[{ text: "tomorrow", set: { day: "today+1d" }, go: "why" }]], go: "why" },
        why: { ask: "why", answer: { into: "why" }, buttons: [[{ text: "skip", go: "save" }]], go: "save" },
        save: { do: "save" },
      },
      effects: { save: { command: "answers.save", args: ["goal", "day", "why"], on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } },
      """##
    let name = version == 1 ? "place" : "goal"
    return [
      "trip/dialog.json5": """
      { format: 1, id: "trip", version: \(version), who: "anyone", enter: [{ command: "trip" }],
        upgrade: \(upgrade),
        idle: { after: "P30D", then: "#expire" },
        \(structure) }
      """,
      "trip/text.ru.json5": """
      { lang: "ru", for: "trip", place: "Куда едем?", days: "На сколько дней?", week: "На неделю", day: "Когда?", tomorrow: "Завтра",
        why: "Зачем в {\(name)}?", skip: "Не скажу", thanks: "Спасибо!", moved: "Вопросы изменились.", over: "Поездки больше не планируем." }
      """,
    ]
  }

  /// From version 1, at every place of it.
  package static let map =
    ##"{ states: { place: "goal", days: "day" }, slots: { rename: { place: "goal" }, drop: ["days"] } }"##

  /// A later version with what becomes of the people of version 1.
  package static func next(_ policy: String, version: Int = 2) -> [String: String] {
    files(version, upgrade: "{ \"1\": \(policy), otherwise: \"map\" }")
  }
}
