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

  /// How often calls are made and people are served. A rate of 0 is no limit.
  package struct Limits: Sendable, Equatable {
    /// Platform calls that one bot has under way at once.
    package var callsInFlight: Int
    /// Messages of one bot, a second.
    package var botPerSecond: Double
    /// Messages to one person, a second, and how many at once.
    package var chatPerSecond: Double
    package var chatBurst: Int
    /// Messages to one group, a minute.
    package var groupPerMinute: Double
    /// Updates of one person that are handled a second, and how many at once.
    package var personPerSecond: Double
    package var personBurst: Int

    package init(
      callsInFlight: Int = 256, botPerSecond: Double = 0, chatPerSecond: Double = 0, chatBurst: Int = 3,
      groupPerMinute: Double = 0, personPerSecond: Double = 0, personBurst: Int = 20
    ) {
      self.callsInFlight = callsInFlight
      self.botPerSecond = botPerSecond
      self.chatPerSecond = chatPerSecond
      self.chatBurst = chatBurst
      self.groupPerMinute = groupPerMinute
      self.personPerSecond = personPerSecond
      self.personBurst = personBurst
    }
  }

  package init(
    zone: Zone, language: String = "ru", ladder: HelpLadder = HelpLadder(),
    meetings: MeetingLadder = MeetingLadder(), quietHours: QuietHours = .standard,
    messageCap: MessageCap = MessageCap(), surveys: SurveySettings = SurveySettings(),
    silentAfter: Duration = .seconds(30 * 86_400), limits: Limits = Limits(),
    inboxRetention: Duration = .seconds(72 * 3600),
    outboxRetention: Duration = .seconds(30 * 86_400)
  ) {
    self.zone = zone
    self.language = language
    self.ladder = ladder
    self.meetings = meetings
    self.quietHours = quietHours
    self.messageCap = messageCap
    self.surveys = surveys
    self.silentAfter = silentAfter
    self.limits = limits
    self.inboxRetention = inboxRetention
    self.outboxRetention = outboxRetention
    timeZone = TimeZone(identifier: zone.identifier) ?? .gmt
  }
}
