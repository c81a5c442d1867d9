import Crypto
package import DialogEngine
package import JSON5
import Mentoring

/// What the service offers to dialogs: its commands with their outcomes, its events with their arguments, what may be asked about a person.
/// The same tables serve the daemon, `check` and the tests.
package func dialogHost(language: String = "ru") -> HostTables {
  let request = ValueType.ref
  let roles = ValueType.choice(Role.allCases.map(\.rawValue))
  let urgency = ValueType.choice(HelpRequest.Urgency.allCases.map(\.rawValue))
  let reason = ValueType.choice(HelpNews.Reason.allCases.map(\.rawValue))
  let onRequest = ["request": CommandSignature.Argument(request)]
  let card: [String: ValueType] = [
    "request": request, "mentee": .personName, "topic": .label, "urgency": urgency, "text": .text(), "due": .instant,
  ]
  let helper: [String: ValueType] = ["request": request, "helper": .personName, "helper_role": roles, "due": .instant]
  let languages = [language] + ["ru", "en"].filter { $0 != language }
  let zones = ValueType.choice(RussianZone.allCases.map(\.rawValue))
  return HostTables(
    commands: [
      "answers.save": CommandSignature(takesSlots: true, outcomes: ["ok", "closed"]),
      "consent.give": CommandSignature(outcomes: ["ok", "forbidden"]),
      "join.enter": CommandSignature(outcomes: ["ok", "forbidden"]),
      "help.open": CommandSignature(
        arguments: ["topic": .init(.label), "urgency": .init(urgency), "text": .init(.text())],
        outcomes: ["ok", "nobody", "too_many", "forbidden"], results: ["request": request],
        brings: ["ok": ["request"], "nobody": ["request"]]),
      "help.take": CommandSignature(
        arguments: onRequest, outcomes: ["ok", "taken", "closed", "forbidden"], results: ["helper": .personName],
        brings: ["ok": ["helper"], "taken": ["helper"]]),
      "help.decline": CommandSignature(arguments: onRequest, outcomes: ["ok", "taken", "closed", "forbidden"]),
      "help.postpone": CommandSignature(arguments: onRequest, outcomes: ["ok", "taken", "closed", "forbidden"]),
      "help.cancel": CommandSignature(arguments: onRequest, outcomes: ["ok", "closed", "forbidden"]),
      "help.close": CommandSignature(arguments: onRequest, outcomes: ["ok", "closed", "forbidden"]),
      "help.rate": CommandSignature(
        arguments: ["request": .init(request), "rating": .init(.rating())], outcomes: ["ok", "closed", "forbidden"]),
      "settings.language": CommandSignature(
        arguments: ["language": .init(.choice(languages))], outcomes: ["ok", "forbidden"]),
      "settings.zone": CommandSignature(arguments: ["zone": .init(zones)], outcomes: ["ok", "forbidden"]),
      // The school's from now on.
      "settings.zone_reset": CommandSignature(outcomes: ["ok", "forbidden"]),
      // Two equal times: no quiet hours.
      "settings.quiet": CommandSignature(
        arguments: ["from": .init(.time()), "to": .init(.time())], outcomes: ["ok", "forbidden"]),
      "settings.quiet_reset": CommandSignature(outcomes: ["ok", "forbidden"]),
      // Whoever gives it is a stranger when it has ended.
      "forget.me": CommandSignature(outcomes: ["ok"]),
      // One part of what the store holds about the person, the first when none is named; `more` when others follow.
      "mydata.show": CommandSignature(
        arguments: ["part": .init(.int(), optional: true)], outcomes: ["more", "end"],
        results: ["text": .text(max: Turn.myDataPart + 100), "next": .int()],
        brings: ["more": ["text", "next"], "end": ["text", "next"]]),
      // All of it as a file.
      "mydata.send": CommandSignature(outcomes: ["ok"]),
    ].merging(MeetingTables.commands) { $1 }.merging(SurveyHost.commands) { $1 }
      .merging(CuratorHost.commands) { $1 }.merging(BroadcastTables.commands) { $1 },
    events: [
      // A code was redeemed.
      "join.begun": ["needs_consent": .yesNo],
      "menu.opened": [:],
      // To the mentee. Without a helper there was nobody to pass the request to.
      "help.opened": helper,
      "help.moved": helper.merging(["reason": reason]) { $1 },
      "help.nobody_else": ["request": request],
      "help.postponed": helper,
      "help.taken": helper,
      "help.closed": ["request": request],
      // To those who are asked.
      "help.offered": card,
      "help.half_time": ["request": request, "minutes": .int(), "due": .instant],
      "help.passed_on": ["request": request],
      "help.escalated": card.merging(["reason": reason, "mentor": .personName]) { $1 },
      "help.still_waiting": ["request": request],
      "help.taken_by_other": ["request": request, "helper": .personName],
      "help.cancelled": ["request": request],
      "help.closed_by_mentee": ["request": request],
    ].merging(MeetingTables.events) { $1 }.merging(SurveyHost.events) { $1 }.merging(BroadcastTables.events) { $1 },
    // Nobody to ask: neither helper nor deadline. A curator has no deadline.
    optionalArguments: [
      "help.opened": ["helper", "helper_role", "due"], "help.moved": ["due"], "help.postponed": ["due"],
      "help.taken": ["due"], "help.escalated": ["due", "mentor"],
    ].merging(MeetingTables.optionalArguments) { $1 }.merging(SurveyHost.optionalArguments) { $1 }
      .merging(BroadcastTables.optionalArguments) { $1 },
    queries: [
      // What this person may begin; the key is the dialog's id.
      "menu": QuerySignature(key: .label, columns: ["label": .text(max: 64)]),
      "zones": QuerySignature(key: zones, columns: ["name": .text(max: 64), "time": .time()]),
    ].merging(MeetingTables.queries) { $1 }.merging(CuratorHost.queries) { $1 }
      .merging(BroadcastTables.queries) { $1 },
    interrupts: Set(Interrupt.allCases.map(\.rawValue)), firmInterrupts: Interrupt.firm,
    facts: [
      "role": roles, "me.name": .personName, "me.organisation": .text(max: 200),
      // What holds, chosen or not; the hours are empty where there are none.
      "me.language": .choice(languages), "me.zone": .label,
      "me.quiet": .text(max: 100), "me.quiet_from": .time(), "me.quiet_to": .time(),
    ],
    roles: Set(Role.allCases.map(\.rawValue)),
    texts: builtInTexts,
    // What Telegram takes: a notice on a button, and what a command does.
    baseTexts: Dictionary(
      uniqueKeysWithValues: [("stale", BaseText(limit: 200))]
        + Interrupt.shown.map { ("command.\($0.rawValue)", BaseText(limit: 256)) }
    ).merging(myDataTexts) { $1 }.merging(MeetingTables.texts) { $1 }.merging(CuratorHost.texts) { $1 }
      .merging(BroadcastTables.baseTexts) { $1 },
    languages: languages,
    digest: { hex(sha256($0)) })
}

/// Loads a folder of dialogs, with the built-in ones that it does not replace.
///
/// - Parameter history: what the store has kept of dialogs that they are to follow.
/// - Throws: `Problems`, everything that is wrong, by file and line.
package func loadLibrary(
  folder: String, host: HostTables, history: [StoredDefinition] = []
) throws(Problems) -> DialogLibrary {
  try DialogLibrary(folder: folder, builtIn: builtInDialogs, host: host, history: history)
}
