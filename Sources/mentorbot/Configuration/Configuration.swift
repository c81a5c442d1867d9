import Foundation
import JSON5
import Mentoring
import Service
import Store

/// What `config/mentorbot.json5` says, with the defaults for what it leaves out. Holds no token, only where it is.
struct Configuration: Sendable {
  enum Language: String, CaseIterable, Sendable {
    case ru, en
  }

  var store = StoreLocation.sqlite(path: "var/mentorbot.db")
  /// The folder of dialogs.
  var dialogs = "Dialogs"
  var language = Language.ru
  var timeZone: TimeZone
  /// The school's name.
  var organisation = "Школа"
  /// May be empty: queries need none.
  var bots: [Bot] = []
  var limits = ServiceSettings.Limits()
  var messageCap = MessageCap()
  var help = Help()
  var meetings = MeetingLadder()
  /// When the bot does not write first to those who have not chosen other hours.
  var quietHours = QuietHours.standard
  var surveys = SurveySettings()
  /// A pair without a meeting for so long is silent.
  var silentAfter = Duration.seconds(30 * 86_400)
  /// How long an invite code is valid.
  var invitesValidFor = Duration.seconds(30 * 86_400)
  /// How long the keys of updates are kept, by which redeliveries are known.
  var inboxRetention = Duration.seconds(3 * 86_400)
  /// How long calls to the messenger that are over are kept, without what they said.
  var outboxRetention = Duration.seconds(30 * 86_400)

  /// Where figures for Prometheus are written; nil: nowhere.
  var metrics: Metrics?

  /// A text file for the node exporter's textfile collector.
  struct Metrics: Equatable, Sendable {
    var file: String
    var every = Duration.seconds(15)
  }

  /// By when a help request is answered, by its urgency.
  struct Help: Equatable, Sendable {
    var urgent = Duration.seconds(1800)
    var today = Duration.seconds(4 * 3600)
    var laterWorkingDays = 1
    /// How long «Ответить позже» rests.
    var snooze = Duration.seconds(3600)
  }

  /// - Throws: everything that is wrong with the file, by line and column.
  static func read(_ path: String) throws(Problems) -> Configuration {
    let file: TextFile
    do {
      file = try readTextFile(path, limitBytes: JSON5Limits.fileBytes)
    } catch {
      throw Problems([error])
    }
    return try parse(file.text, file: path)
  }

  static func parse(_ text: String, file: String) throws(Problems) -> Configuration {
    let problems = ProblemList(file: file)
    let parsed = parseJSON5(text, file: file)
    problems.add(parsed.problems)
    let configuration = parsed.root.flatMap { readObject($0, problems, body: Configuration.init) }
    try problems.check()
    guard let configuration else { preconditionFailure("a configuration without problems was not read") }
    return configuration
  }
}
