import Mentoring
import Store
import TestSupport
import Testing

@testable import Service

extension Stage {
  func person(_ externalID: String) throws -> PersonID {
    PersonID(Int64(try column("SELECT id FROM person WHERE external_id = '\(externalID)'")[0]) ?? 0)
  }

  /// A meeting of 45 minutes as the store has it, one hour ago unless said otherwise.
  @discardableResult
  func addMeeting(
    of mentee: String = "U1", with mentor: String = "N1", _ status: Meeting.Status = .held, at start: Timestamp? = nil
  ) throws -> Meeting {
    let start = start ?? now - .hours(1)
    let zone = try #require(Zone(identifier: "Europe/Moscow"))
    let id = try store.transaction { try $0.newID() }
    let local = zone.local(start).split(separator: "T")
    try execute(
      """
      INSERT INTO meeting (id, mentor, mentee, proposer, format, minutes, status, sequence, proposed_at, proposed_local,
        starts_at, starts_local, ends_at, date, time, zone, mentor_absent, mentee_absent)
      VALUES (\(id), \(try person(mentor)), \(try person(mentee)), \(try person(mentee)), 'in_person', 45,
        '\(status.rawValue)', 0, \(start.rawValue), '\(zone.iso(start))', \(start.rawValue), '\(zone.iso(start))',
        \(start.rawValue + 2_700_000), '\(local[0])', '\(local[1])', 'Europe/Moscow', 0, 0)
      """)
    return try #require(try store.read { try $0.meeting(MeetingID(id)) })
  }

  /// What follows when a meeting was held, some minutes after its end.
  func afterMeeting(_ meeting: Meeting) throws {
    _ = try conductor.transaction(bot, now) { turn in
      let failure = try turn.attempt { try turn.meetingWasHeld(meeting) }
      #expect(failure == nil)
    }
    try tick()
  }

  /// The mentee is asked about a meeting of an hour ago.
  func invite(_ mentee: String = "U1") throws { try afterMeeting(addMeeting(of: mentee)) }
}
