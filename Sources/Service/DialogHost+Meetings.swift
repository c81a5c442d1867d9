import DialogEngine
import Mentoring

/// What the service offers to dialogs of meetings.
enum MeetingTables {
  private static let meeting = ValueType.ref
  private static let stage = ValueType.choice(MeetingStage.allCases.map(\.rawValue))
  private static let format = ValueType.choice(Meeting.Format.allCases.map(\.rawValue))
  private static let answer = ValueType.choice(Meeting.Answer.allCases.map(\.rawValue))
  private static let side = ValueType.choice([Role.mentor.rawValue, Role.mentee.rawValue])
  private static let length = ValueType.duration(15...480)
  /// Nothing, or what the other side's clock shows where it is another.
  private static let there = ValueType.text(max: 64)
  static let place = ValueType.text(max: 200)
  static let words = ValueType.text(max: 600)

  private static let onMeeting = ["meeting": CommandSignature.Argument(meeting)]
  private static let times: [String: CommandSignature.Argument] = [
    "first": .init(.datetime()), "second": .init(.datetime(), optional: true),
    "third": .init(.datetime(), optional: true),
  ]

  /// What changes on the card of whoever acts.
  private static let results: [String: ValueType] = [
    "stage": stage, "at": .instant, "there": there, "new_at": .instant, "new_there": there,
  ]

  /// - Parameter timed: the outcomes after which the meeting surely has a time.
  private static func onCard(
    _ arguments: [String: CommandSignature.Argument] = [:], outcomes: [String], timed: Set<String> = []
  ) -> CommandSignature {
    let shown = Set(["ok", "changed", "past"]).intersection(outcomes)
    let brings = shown.map { outcome -> (String, Set<String>) in
      (outcome, timed.contains(outcome) ? ["stage", "there", "new_there", "at"] : ["stage", "there", "new_there"])
    }
    return CommandSignature(
      arguments: onMeeting.merging(arguments) { $1 }, outcomes: outcomes, results: results,
      brings: Dictionary(uniqueKeysWithValues: brings))
  }

  static let commands: [String: CommandSignature] = [
    // Looks at a time that somebody has named; another meeting then is no obstacle.
    "meeting.time": CommandSignature(
      arguments: [
        "at": .init(.datetime(), optional: true), "day": .init(.date(), optional: true),
        "clock": .init(.time(), optional: true), "partner": .init(.ref, optional: true),
        "length": .init(length, optional: true), "meeting": .init(meeting, optional: true),
      ],
      outcomes: ["ok", "busy", "partner_busy", "past"],
      results: ["at": .datetime(), "with": .personName, "busy_at": .instant],
      brings: ["ok": ["at"], "busy": ["at", "with", "busy_at"], "partner_busy": ["at"]]),
    // The times in words.
    "meeting.list": CommandSignature(
      arguments: times.merging([
        "partner": .init(.ref, optional: true), "meeting": .init(meeting, optional: true),
      ]) { $1 }, outcomes: ["ok"],
      results: ["list": .text(max: 400)], brings: ["ok": ["list"]]),
    "meeting.propose": CommandSignature(
      arguments: times.merging([
        "partner": .init(.ref), "format": .init(format), "length": .init(length),
        "place": .init(place, optional: true),
      ]) { $1 }, outcomes: ["ok", "past", "away", "too_many", "forbidden"]),
    // Other times for a proposal; for a meeting that is over, a new one like it.
    "meeting.offer": onCard(times, outcomes: ["ok", "sent", "changed", "past", "away", "too_many", "forbidden"]),
    "meeting.choose": onCard(
      ["offer": .init(.int())], outcomes: ["ok", "changed", "past", "forbidden"], timed: ["ok"]),
    "meeting.move": onCard(
      ["at": .init(.datetime()), "reason": .init(words, optional: true)],
      outcomes: ["ok", "changed", "past", "forbidden"], timed: ["ok", "past"]),
    "meeting.accept": onCard(outcomes: ["ok", "changed", "past", "forbidden"], timed: ["ok", "past"]),
    "meeting.keep": onCard(outcomes: ["ok", "changed", "forbidden"], timed: ["ok"]),
    "meeting.cancel": onCard(["reason": .init(words, optional: true)], outcomes: ["ok", "changed", "forbidden"]),
    "meeting.confirm": onCard(outcomes: ["ok", "changed", "forbidden"], timed: ["ok"]),
    "meeting.report": onCard(["answer": .init(answer)], outcomes: ["ok", "changed", "forbidden"], timed: ["ok"]),
    "meeting.decide": CommandSignature(
      arguments: onMeeting.merging(["held": .init(.yesNo)]) { $1 }, outcomes: ["ok", "changed", "forbidden"]),
    "meeting.tell_curator": CommandSignature(
      arguments: onMeeting.merging(["words": .init(words)]) { $1 }, outcomes: ["ok", "nobody", "forbidden"]),
    // Shows the card of a meeting again.
    "meeting.open": CommandSignature(arguments: onMeeting, outcomes: ["ok", "forbidden"]),
    "meeting.calendar": CommandSignature(arguments: onMeeting, outcomes: ["ok", "forbidden"]),
  ]

  static let events: [String: [String: ValueType]] = [
    // To one of the two: how the meeting stands.
    "meeting.card": [
      "meeting": meeting, "partner": .personName, "partner_role": side, "format": format, "length": length,
      "place": place, "reason": words,
    ].merging(results) { $1 },
    // To curators.
    "meeting.disputed": [
      "meeting": meeting, "mentor": .personName, "mentee": .personName, "at": .instant, "mentor_said": answer,
      "mentee_said": answer,
    ],
    "meeting.settled": ["meeting": meeting],
    "meeting.absences": [
      "meeting": meeting, "who": .personName, "who_role": side, "partner": .personName, "at": .instant, "count": .int(),
      "days": .int(),
    ],
    "meeting.letter": [
      "meeting": meeting, "who": .personName, "who_role": side, "partner": .personName, "words": words,
    ],
  ]

  static let optionalArguments: [String: Set<String>] = [
    "meeting.card": ["place", "at", "new_at", "reason"]
  ]

  static let queries: [String: QuerySignature] = [
    // Whom the person may meet.
    "partners": QuerySignature(
      key: .ref, columns: ["name": .personName, "side": side, "reachable": .yesNo]),
    // The next 60 days; `label` is a date, with a dot where the person or the other side has a meeting.
    "meeting_days": QuerySignature(
      arguments: ["partner": .init(.ref, optional: true), "meeting": .init(meeting, optional: true)],
      key: .date(),
      columns: [
        "weekday": .choice(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), "label": .text(max: 12),
      ]),
    "meeting_times": QuerySignature(
      arguments: [
        "day": .init(.date()), "partner": .init(.ref, optional: true), "meeting": .init(meeting, optional: true),
      ],
      key: .datetime(), columns: ["label": .text(max: 12)]),
    // The times that are offered, as long as they lie ahead.
    "meeting_offers": QuerySignature(
      arguments: ["meeting": .init(meeting)], key: .int(), columns: ["time": .instant]),
    // The person's meetings that are not over.
    "meetings": QuerySignature(
      key: meeting,
      columns: [
        "name": .personName, "time": .instant, "state": .choice(["proposed", "agreed", "disputed"]),
      ]),
  ]

  static let texts: [String: BaseText] = [
    "meeting.title": BaseText(arguments: ["partner": .personName]),
    "meeting.file": BaseText(), "meeting.file_cancelled": BaseText(),
    "meeting.line": BaseText(arguments: ["at": .instant, "there": there]),
    "meeting.there.time": BaseText(arguments: ["at": .datetime()]),
    "meeting.there.day": BaseText(arguments: ["at": .datetime()]),
  ]
}
