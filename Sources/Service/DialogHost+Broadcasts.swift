import DialogEngine
import Mentoring

/// What the service offers to dialogs about announcements.
enum BroadcastTables {
  /// Lists and counts that come as one text.
  static let listLength = 3500
  private static let broadcast = ValueType.ref
  private static let theme = ValueType.label
  private static let word = ValueType.text(max: 200)
  private static let words = ValueType.text(max: 600)
  private static let list = ValueType.text(max: listLength)
  private static let answers = ValueType.choice(Broadcast.Answers.allCases.map(\.rawValue))
  private static let response = ValueType.choice(Broadcast.Response.allCases.map(\.rawValue))

  private static let audience: [String: CommandSignature.Argument] = [
    "whom": .init(.choice(Audience.Whom.allCases.map(\.rawValue))), "form": .init(word, optional: true),
    "position": .init(word, optional: true),
    "pairing": .init(.choice(Audience.Pairing.allCases.map(\.rawValue) + ["any"]), optional: true),
    "theme": .init(theme, optional: true), "obligatory": .init(.yesNo, optional: true),
  ]
  private static let letter: [String: CommandSignature.Argument] = [
    "text": .init(.text(max: BroadcastText.limit)), "answers": .init(answers), "theme": .init(theme),
    "obligatory": .init(.yesNo),
  ]
  private static let onBroadcast = ["broadcast": CommandSignature.Argument(broadcast)]
  private static let pages: [String: ValueType] = ["text": list, "page": .int(), "pages": .int()]

  static let commands: [String: CommandSignature] = [
    // How many it would reach now, in words and as a number; and in words whom it is narrowed to. Empty words narrow nothing.
    "broadcast.count": CommandSignature(
      arguments: audience, outcomes: ["ok", "forbidden"],
      results: ["summary": words, "filter": words, "reached": .int()],
      brings: ["ok": ["summary", "filter", "reached"]]),
    // Who that is, and who is left out: a page of the list.
    "broadcast.people": CommandSignature(
      arguments: audience.merging(["page": .init(.int(), optional: true)]) { $1 }, outcomes: ["ok", "forbidden"],
      results: pages, brings: ["ok": ["text", "page", "pages"]]),
    // Shows whoever asks the copy as others will get it.
    "broadcast.sample": CommandSignature(arguments: letter, outcomes: ["ok", "forbidden"]),
    // Without `at`: in a minute. `good`: when the quiet hours end that the time falls into.
    "broadcast.send": CommandSignature(
      arguments: audience.merging(letter) { $1 }.merging([
        "at": .init(.datetime(), optional: true), "sure": .init(.yesNo, optional: true),
      ]) { $1 },
      outcomes: ["ok", "nobody", "too_many", "busy", "past", "far", "quiet", "unsure", "forbidden"],
      results: ["broadcast": broadcast, "good": .datetime(), "reached": .int(), "limit": .int()],
      brings: [
        "ok": ["broadcast"], "quiet": ["good"], "unsure": ["reached"], "too_many": ["reached", "limit"],
        "busy": ["limit"],
      ]),
    "broadcast.cancel": CommandSignature(
      arguments: onBroadcast, outcomes: ["ok", "closed", "forbidden"], results: ["progress": words],
      brings: ["ok": ["progress"]]),
    // Of those who have not answered. `reached`: how many these are.
    "broadcast.remind": CommandSignature(
      arguments: onBroadcast.merging(["sure": .init(.yesNo, optional: true)]) { $1 },
      outcomes: ["ok", "nobody", "closed", "enough", "unsure", "forbidden"], results: ["reached": .int()],
      brings: ["ok": ["reached"], "unsure": ["reached"]]),
    // How far it is. `replies` where something was asked.
    "broadcast.refresh": CommandSignature(
      arguments: onBroadcast, outcomes: ["ok", "forbidden"],
      results: ["progress": words, "replies": words, "silent": .int()], brings: ["ok": ["progress", "silent"]]),
    // Who answered what: a page of the list.
    "broadcast.replies": CommandSignature(
      arguments: onBroadcast.merging(["page": .init(.int(), optional: true)]) { $1 }, outcomes: ["ok", "forbidden"],
      results: pages, brings: ["ok": ["text", "page", "pages"]]),
    // By whoever got a copy. A sample belongs to no announcement.
    "broadcast.respond": CommandSignature(
      arguments: ["broadcast": .init(broadcast, optional: true), "response": .init(response)],
      outcomes: ["ok", "sample", "cancelled", "forbidden"]),
    "broadcast.mute": CommandSignature(
      arguments: ["broadcast": .init(broadcast, optional: true), "theme": .init(theme)],
      outcomes: ["ok", "sample", "forbidden"]),
    "broadcast.unmute": CommandSignature(arguments: ["theme": .init(theme)], outcomes: ["ok", "forbidden"]),
  ]

  private static let copy: [String: ValueType] = [
    "broadcast": broadcast, "text": .text(max: BroadcastText.limit), "answers": answers, "theme": theme,
    "may_mute": .yesNo,
  ]

  static let events: [String: [String: ValueType]] = [
    // To everybody on the list. A reminder comes to those who have not answered.
    "broadcast.copy": copy,
    "broadcast.reminder": copy.merging(["excerpt": .text(max: 100)]) { $1 },
    // To the author.
    "broadcast.planned": [
      "broadcast": broadcast, "answers": answers, "summary": words, "send_at": .instant, "soon": .yesNo,
    ],
    "broadcast.going": ["broadcast": broadcast, "progress": words],
    "broadcast.progress": ["broadcast": broadcast, "progress": words],
    "broadcast.done": ["broadcast": broadcast, "progress": words, "replies": words, "silent": .int()],
    "broadcast.replies": ["broadcast": broadcast, "progress": words, "replies": words, "silent": .int()],
    "broadcast.cancelled": ["broadcast": broadcast, "progress": words],
    // There was nobody any more when its time had come.
    "broadcast.nobody": ["broadcast": broadcast],
  ]

  static let optionalArguments: [String: Set<String>] = [
    "broadcast.copy": ["broadcast"], "broadcast.done": ["replies"],
  ]

  static let queries: [String: QuerySignature] = [
    "broadcast_forms": QuerySignature(
      arguments: ["whom": .init(.choice(Audience.Whom.allCases.map(\.rawValue)))], key: word,
      columns: ["name": .text(max: 64)]),
    "broadcast_positions": QuerySignature(
      arguments: ["whom": .init(.choice(Audience.Whom.allCases.map(\.rawValue)))], key: word,
      columns: ["name": .text(max: 64)]),
    // What this person gets no announcements of; the key is the theme.
    "muted_themes": QuerySignature(key: theme, columns: ["name": .text(max: 64)]),
  ]

  /// What the service's own sentences speak of, by their keys.
  static let baseTexts: [String: BaseText] = {
    let count: [String: ValueType] = ["count": .int()]
    var texts: [String: BaseText] = [
      "theme": BaseText(arguments: ["theme": theme]),
      "broadcast.reach": BaseText(arguments: ["reached": .int(), "total": .int()]),
      "broadcast.left_out": BaseText(arguments: ["list": .text(max: 300)]),
      "broadcast.progress": BaseText(arguments: ["settled": .int(), "meant": .int()]),
      "broadcast.sent": BaseText(arguments: count),
      "broadcast.failed": BaseText(arguments: ["list": .text(max: 300)]),
      "broadcast.unknown": BaseText(arguments: count),
      "broadcast.recalled": BaseText(arguments: count),
      "broadcast.replies.rsvp": BaseText(arguments: ["yes": .int(), "no": .int(), "silent": .int()]),
      "broadcast.replies.ack": BaseText(arguments: ["ack": .int(), "silent": .int()]),
      "broadcast.line": BaseText(arguments: ["name": .personName, "position": .text(max: 200)]),
    ]
    for obstacle in Obstacle.allCases { texts["broadcast.\(obstacle.rawValue)"] = BaseText(arguments: count) }
    for failure in BroadcastTally.Failure.allCases {
      texts["broadcast.\(failure.rawValue)"] = BaseText(arguments: count)
    }
    for section in ReplySection.allCases { texts["broadcast.list.\(section.rawValue)"] = BaseText(arguments: count) }
    return texts
  }()
}
