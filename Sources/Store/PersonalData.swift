package import Mentoring

/// Everything that the store holds about one person, and nothing about others but the polite name of those he works with.
package struct PersonalData: Sendable {
  package struct Participation: Sendable {
    package var role: Role
    package var form: String?
    /// Local dates, "2026-11-23", likewise below.
    package var since: String
    package var until: String?
  }

  /// Somebody whom the person has something to do with.
  package struct Tie: Sendable {
    package enum Kind: String, Sendable { case mentor, mentee, parent, child }
    package var kind: Kind
    package var name: PersonName
  }

  package struct Consent: Sendable {
    package var channel: String
    package var since: String
    package var until: String?
  }

  package struct Account: Sendable {
    package var platform: String
    package var since: String?
    package var isStopped: Bool
  }

  package struct Request: Sendable {
    /// A local time with its offset, likewise below.
    package var at: String
    package var topic: String
    package var urgency: String
    package var status: HelpRequest.Status
    package var rating: Int?
    package var text: String
  }

  package struct Meeting: Sendable {
    /// When it was proposed, and for when it was agreed.
    package var proposed: String
    package var starts: String?
    /// Polite names are of others.
    package var partner: PersonName
    package var format: String
    package var status: String
    /// What the person said afterwards.
    package var said: String?
  }

  /// Something that the person wrote about a meeting: a place, a reason, a letter to the curators.
  package struct Word: Sendable {
    package var at: String
    package var text: String
  }

  package struct Answer: Sendable {
    package var at: String
    package var dialog: String
    package var slot: String
    package var value: String?
    /// What stood there before it was changed, the oldest first.
    package var before: [String?] = []
  }

  /// An announcement to the person.
  package struct Announcement: Sendable {
    /// When it was on its way, or the person was left out.
    package var at: String?
    package var fate: BroadcastTally.Fate
    /// What the person answered, in order.
    package var responses: [Broadcast.Response]
  }

  package var participations: [Participation] = []
  /// As they are now.
  package var ties: [Tie] = []
  package var consents: [Consent] = []
  package var accounts: [Account] = []
  /// The own ones, the oldest first.
  package var requests: [Request] = []
  /// How many requests of others the person was asked to help with, and has taken.
  package var asked = 0
  package var taken = 0
  package var meetings: [Meeting] = []
  package var words: [Word] = []
  package var answers: [Answer] = []
  /// How often the person was to answer a survey.
  package var surveys = 0
  package var openConversations: [OpenConversation] = []
  package var announcements: [Announcement] = []
  /// Themes of announcements that the person wants none of.
  package var mutedThemes: [String] = []
  /// How many announcements the person has written.
  package var announced = 0
  /// Of what the person did.
  package var journalEntries = 0
  /// Of the bot to the person, with what they said or without.
  package var messages = 0
  /// Of the person, that wait to be handled.
  package var held = 0
  /// That could not be handled and were put aside.
  package var quarantined = 0
}
