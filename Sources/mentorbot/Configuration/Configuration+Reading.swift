import Foundation
import JSON5
import Mentoring
import Service
import Store

extension Configuration {
  init(_ file: ObjectReader) {
    let days = { (count: Int) in Duration.seconds(count * 86_400) }
    timeZone = file.timeZone("timeZone") ?? .gmt
    store =
      file.read("store", StoreLocation.expected, showsValue: false) { $0.string.flatMap { try? StoreLocation($0) } }
      ?? store
    dialogs = file.read("dialogs", "a folder", convert: \.filledString) ?? dialogs
    language = file.choice("language") ?? language
    organisation =
      file.read("organisation", "a name of 1 to 200 characters") { node in
        node.filledString.flatMap { $0.count <= 200 ? $0 : nil }
      } ?? organisation
    bots = file.objects("bots", required: true) { Bot($0) } ?? []
    _ = file.object("limits") { given in
      limits = ServiceSettings.Limits(given)
      messageCap = MessageCap(given)
    }
    help = file.object("help") { Help($0) } ?? help
    meetings = file.object("meetings") { MeetingLadder($0) } ?? meetings
    quietHours = file.object("quietHours") { $0.quietHours(or: quietHours) } ?? quietHours
    surveys = file.object("surveys") { SurveySettings($0) } ?? surveys
    silentAfter = file.object("pairs") { $0.duration("silentAfter", in: days(1)...days(365)) } ?? silentAfter
    invitesValidFor =
      file.object("invites") { $0.duration("validFor", in: .seconds(3600)...days(365)) } ?? invitesValidFor
    _ = file.object("retention") { retention in
      inboxRetention = retention.duration("inbox", in: .seconds(3600)...days(365)) ?? inboxRetention
      outboxRetention = retention.duration("outbox", in: days(1)...days(365)) ?? outboxRetention
    }
    metrics = file.object("metrics") { metrics in
      metrics.read("file", "a file", required: true, convert: \.filledString).map { path in
        Metrics(file: path, every: metrics.duration("every", in: .seconds(1) ... .seconds(3600)) ?? .seconds(15))
      }
    }
    reportRepeated(file)
  }

  /// Two bots of one name would share their rows, two with one token would end each other's polls.
  private func reportRepeated(_ file: ObjectReader) {
    for (index, bot) in bots.enumerated() {
      if bots[..<index].contains(where: { $0.name == bot.name }) {
        file.report("bots", "two bots have the name \(quoted(bot.name))")
      }
      if bots[..<index].contains(where: { $0.token == bot.token }) {
        file.report("bots", "the bot \(quoted(bot.name)) has the token of another one")
      }
    }
  }
}

extension ServiceSettings.Limits {
  fileprivate init(_ limits: ObjectReader) {
    self.init()
    botPerSecond = limits.number("botPerSecond", in: 0...1000) ?? botPerSecond
    chatPerSecond = limits.number("chatPerSecond", in: 0...1000) ?? chatPerSecond
    chatBurst = limits.integer("chatBurst", in: 1...1000) ?? chatBurst
    groupPerMinute = limits.number("groupPerMinute", in: 0...10_000) ?? groupPerMinute
    personPerSecond = limits.number("personPerSecond", in: 0...1000) ?? personPerSecond
    personBurst = limits.integer("personBurst", in: 1...10_000) ?? personBurst
    heldPerPerson = limits.integer("heldPerPerson", in: 0...100_000) ?? heldPerPerson
    callsInFlight = limits.integer("callsInFlight", in: 0...Self.mostCalls) ?? callsInFlight
  }
}

extension MessageCap {
  fileprivate init(_ limits: ObjectReader) {
    self.init()
    counted = limits.integer("unaskedPerDay", in: 0...100) ?? counted
    all = limits.integer("toPersonPerDay", in: 0...1000) ?? all
  }
}

extension Configuration.Help {
  init(_ help: ObjectReader) {
    let range = Duration.seconds(60) ... .seconds(7 * 86_400)
    urgent = help.duration("urgent", in: range) ?? urgent
    today = help.duration("today", in: range) ?? today
    laterWorkingDays = help.object("later") { $0.integer("workingDays", in: 1...30) } ?? laterWorkingDays
    snooze = help.duration("snooze", in: range) ?? snooze
  }
}

extension MeetingLadder {
  fileprivate init(_ meetings: ObjectReader) {
    self.init()
    let (minute, week) = (Duration.seconds(60), Duration.seconds(7 * 86_400))
    dayBefore = meetings.duration("dayBefore", in: minute...week) ?? dayBefore
    hourBefore = meetings.duration("hourBefore", in: minute...week) ?? hourBefore
    if hourBefore >= dayBefore {
      meetings.report("hourBefore", "must be less than dayBefore: it is the second reminder")
    }
    question = meetings.duration("question", in: .zero...week) ?? question
    silence = meetings.duration("silence", in: minute...week * 4) ?? silence
    offerReminder = meetings.duration("offerReminder", in: minute...week * 4) ?? offerReminder
    unanswered = meetings.duration("unanswered", in: minute...week * 4) ?? unanswered
    survey = meetings.duration("survey", in: .zero...week) ?? survey
    askCuratorAgain = meetings.duration("askCuratorAgain", in: .seconds(3600)...week) ?? askCuratorAgain
    absences = meetings.duration("absences", in: .seconds(86_400)...week * 52) ?? absences
  }
}

extension SurveySettings {
  fileprivate init(_ surveys: ObjectReader) {
    let days = { (count: Int) in Duration.seconds(count * 86_400) }
    self.init()
    asksMentor = surveys.bool("askMentor") ?? asksMentor
    pause = surveys.duration("pause", in: .zero...days(365)) ?? pause
    again = surveys.clockTime("again") ?? again
    changeable = surveys.duration("changeable", in: .zero...days(30)) ?? changeable
  }
}

extension Node {
  /// A text with something in it.
  var filledString: String? {
    guard let text = string, !text.allSatisfy(\.isWhitespace) else { return nil }
    return text
  }
}

extension ObjectReader {
  /// One time that is left out stays as it is in `hours`.
  fileprivate func quietHours(or hours: QuietHours) -> QuietHours {
    QuietHours(from: clockTime("from") ?? hours.from, to: clockTime("to") ?? hours.to)
  }

  fileprivate func clockTime(_ key: String) -> ClockTime? {
    read(key, "a time from \"00:00\" to \"23:59\"", showsValue: true) { $0.string.flatMap { ClockTime(iso: $0) } }
  }

  fileprivate func timeZone(_ key: String) -> TimeZone? {
    guard let name = string(key) else { return TimeZone(identifier: "Europe/Moscow") }
    if name.contains("/") || name == "UTC", let zone = TimeZone(identifier: name) { return zone }
    let hint = nearest(name, in: TimeZone.knownTimeZoneIdentifiers).map { "did you mean \(quoted($0))?" }
    report(key, "\(quoted(name)) is no time zone of the IANA list; \(hint ?? "for example \"Europe/Moscow\"")")
    return nil
  }
}
