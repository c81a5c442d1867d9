import Mentoring
import Service

extension Configuration {
  /// What it says about the service's ways.
  var serviceSettings: ServiceSettings {
    ServiceSettings(
      zone: zone, limits: limits, language: language.rawValue,
      ladder: HelpLadder(
        urgent: help.urgent, today: help.today, laterWorkingDays: help.laterWorkingDays, askAgain: help.snooze),
      meetings: meetings, quietHours: quietHours, messageCap: messageCap, surveys: surveys, silentAfter: silentAfter,
      inboxRetention: inboxRetention, outboxRetention: outboxRetention)
  }
}
