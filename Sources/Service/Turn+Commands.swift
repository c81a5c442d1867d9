import DialogEngine
import Mentoring
import Store

extension Turn {
  typealias Outcome = (name: String, results: [String: Value])

  /// Runs a domain command that a dialog asks for. Whether this person may, is decided here and now, from the store.
  ///
  /// - Parameter lane: in which it is said what the dialog says.
  func execute(
    _ call: CommandCall, _ row: inout OpenConversation, _ speaker: inout Speaker, _ lane: OutboxRow.Lane
  ) throws -> Outcome {
    switch call.command {
    case "answers.save": return (try saveAnswers(call, &row, speaker), [:])
    case "answers.change": return (try changeAnswers(call, &row, speaker), [:])
    case "survey.start": return try decideSurvey(.start, call, &row, speaker)
    case "survey.postpone": return try decideSurvey(.postpone, call, &row, speaker)
    case "survey.decline": return try decideSurvey(.decline, call, &row, speaker)
    case "survey.low_rating": return try reportLowRating(call, speaker)
    case "digest.count": return try countDigest(speaker)
    case "card.person": return try showPerson(call, speaker)
    case "card.pair": return try showPair(call, speaker)
    case "consent.give": return (try giveConsent(row, speaker), [:])
    case "join.enter": return (try enterProgramme(&speaker), [:])
    case "help.open": return try openHelp(call, speaker)
    case "help.take": return try decide(.take, call, speaker)
    case "help.decline": return try decide(.decline, call, speaker)
    case "help.postpone": return try decide(.postpone, call, speaker)
    case "help.cancel": return try decide(.cancel, call, speaker)
    case "help.close": return try decide(.close, call, speaker)
    case "help.rate": return try decide(.rate(Int(try integer("rating", call))), call, speaker)
    case "settings.language": return (try chooseLanguage(call, &speaker), [:])
    case "settings.zone": return (try chooseZone(call, &speaker), [:])
    case "settings.zone_reset": return (try resetZone(&speaker), [:])
    case "settings.quiet": return (try chooseQuietHours(call, &speaker), [:])
    case "settings.quiet_reset": return (try resetQuietHours(&speaker), [:])
    case "forget.me": return (try forget(&speaker), [:])
    case "mydata.show": return try showMyData(call, row, speaker)
    case "mydata.send": return try sendMyData(row, speaker)
    case "meeting.calendar": return (try sendCalendar(call, row, speaker, lane), [:])
    case let command where command.hasPrefix("meeting."): return try executeMeeting(call, speaker)
    case let command where command.hasPrefix("broadcast."): return try executeBroadcast(call, &speaker)
    default: throw TurnError.unknownCommand(call.command)
    }
  }

  /// A value as the curator reads it in a query.
  func written(_ value: Value, _ names: ValueFormat = .full) -> String {
    switch value {
    case .text(let text): FullName(text).printed(names, language: settings.language)
    case .int(let number): String(number)
    case .bool(let truth): truth ? "yes" : "no"
    case .instant(let milliseconds): settings.zone.iso(Timestamp(milliseconds: milliseconds))
    }
  }

  func integer(_ name: String, _ call: CommandCall) throws -> Int64 {
    guard case .int(let number) = call.arguments[name] else {
      throw TurnError.missingArgument(command: call.command, argument: name)
    }
    return number
  }

  func string(_ name: String, _ call: CommandCall) throws -> String {
    guard case .text(let text) = call.arguments[name] else {
      throw TurnError.missingArgument(command: call.command, argument: name)
    }
    return text
  }
}
