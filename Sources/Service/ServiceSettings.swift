import Foundation
package import Mentoring

/// What the configuration says about the service's ways.
package struct ServiceSettings: Sendable {
  /// The school's zone.
  package var zone: Zone
  /// Spoken to those whose own language is not known: "ru".
  package var language: String
  package var ladder: HelpLadder
  package var meetings: MeetingLadder
  /// Of those who have not chosen other hours.
  package var quietHours: QuietHours
  /// What one person gets in a day that he did not ask for.
  package var messageCap: MessageCap
  package var surveys: SurveySettings
  /// A pair that has held no meeting for so long, and has agreed on none, is silent.
  package var silentAfter: Duration
  package var limits: Limits
  /// How long keys of updates are kept to recognise redeliveries. Platforms deliver again for a day at most.
  package var inboxRetention: Duration
  /// How long calls that are over are kept: to look into faults, and to edit messages in place.
  package var outboxRetention: Duration
  let timeZone: TimeZone

  /// How often calls are made and people are served, as long as the operator sets nothing else. 0 is no limit.
  package struct Limits: Sendable, Equatable {
    /// Platform calls that one bot has under way at once.
    package var callsInFlight = 256
    /// Messages of one bot, a second.
    package var botPerSecond = 28.0
    /// Messages to one person, a second, and how many at once.
    package var chatPerSecond = 1.0
    package var chatBurst = 3
    /// Messages to one group, a minute.
    package var groupPerMinute = 18.0
    /// Updates of one person that are handled a second, and how many at once.
    package var personPerSecond = 1.0
    package var personBurst = 20
    /// Updates of one person that wait.
    package var heldPerPerson = 1000

    package init() {}

    package static var none: Limits {
      var limits = Limits()
      limits.callsInFlight = 0
      (limits.botPerSecond, limits.chatPerSecond, limits.groupPerMinute) = (0, 0, 0)
      (limits.personPerSecond, limits.heldPerPerson) = (0, 0)
      return limits
    }

    /// For so many calls there are connections, whatever is set.
    package static let mostCalls = 1024

    /// How many calls may be under way at once.
    package var places: Int { callsInFlight > 0 ? callsInFlight : Self.mostCalls }
  }

  package init(
    zone: Zone, limits: Limits, language: String = "ru", ladder: HelpLadder = HelpLadder(),
    meetings: MeetingLadder = MeetingLadder(), quietHours: QuietHours = .standard,
    messageCap: MessageCap = MessageCap(), surveys: SurveySettings = SurveySettings(),
    silentAfter: Duration = .seconds(30 * 86_400), inboxRetention: Duration = .seconds(72 * 3600),
    outboxRetention: Duration = .seconds(30 * 86_400)
  ) {
    self.zone = zone
    self.limits = limits
    self.language = language
    self.ladder = ladder
    self.meetings = meetings
    self.quietHours = quietHours
    self.messageCap = messageCap
    self.surveys = surveys
    self.silentAfter = silentAfter
    self.inboxRetention = inboxRetention
    self.outboxRetention = outboxRetention
    timeZone = TimeZone(identifier: zone.identifier) ?? .gmt
  }
}
