package import Mentoring
package import Messaging
import SQLite

extension Transaction {
  package func meeting(_ id: MeetingID) throws -> Meeting? {
    let found = try db.first(
      "SELECT \(Self.meetingColumns) FROM meeting WHERE id = ?1", SQLValue(id.rawValue), row: meeting)
    guard var meeting = found else { return nil }
    meeting.offers = try db.query(
      """
      SELECT date, time, zone FROM meeting_offer
      WHERE meeting = ?1 AND round = (SELECT max(round) FROM meeting_offer WHERE meeting = ?1) ORDER BY position
      """, SQLValue(id.rawValue)
    ) { try appointment($0.optionalText(0), $0.optionalText(1), $0.optionalText(2)) }.compactMap(\.self)
    return meeting
  }

  private static let meetingColumns = """
    id, mentor, mentee, proposer, format, minutes, place, status, sequence, proposed_at, date, time, zone, change_asker,
    change_date, change_time, change_zone, change_reason, mentor_said, mentee_said, mentor_absent, mentee_absent
    """

  /// Without its offers.
  private func meeting(_ row: borrowing Row) throws -> Meeting {
    let (mentor, mentee) = (PersonID(try row.int64(1)), PersonID(try row.int64(2)))
    let change = try row.optionalInt64(13).flatMap { asker in
      try appointment(row.optionalText(14), row.optionalText(15), row.optionalText(16)).map {
        Meeting.Change(asker: PersonID(asker), to: $0, reason: try row.optionalText(17))
      }
    }
    let absent = [(mentor, try row.bool(20)), (mentee, try row.bool(21))].filter(\.1).map(\.0)
    return Meeting(
      id: MeetingID(try row.int64(0)), mentor: mentor, mentee: mentee, proposer: PersonID(try row.int64(3)),
      format: Meeting.Format(rawValue: try row.text(4)) ?? .inPerson, minutes: try row.int(5),
      place: try row.optionalText(6), offers: [],
      fixed: try appointment(row.optionalText(10), row.optionalText(11), row.optionalText(12)),
      status: Meeting.Status(rawValue: try row.text(7)) ?? .cancelled, change: change,
      mentorSaid: try row.optionalText(18).flatMap(Meeting.Answer.init),
      menteeSaid: try row.optionalText(19).flatMap(Meeting.Answer.init), absent: Set(absent),
      sequence: try row.int(8), proposedAt: Timestamp(rawValue: try row.int64(9)))
  }

  private func appointment(_ date: String?, _ time: String?, _ zone: String?) throws -> Appointment? {
    guard let date = date.flatMap({ LocalDate(iso: $0) }), let time = time.flatMap({ ClockTime(iso: $0) }),
      let zone = zone.flatMap({ Zone(identifier: $0) })
    else { return nil }
    return Appointment(date, time, in: zone)
  }

  // MARK: Of a person

  /// The person's meetings that are not over, the next first; without a time, last.
  package func openMeetings(of person: PersonID) throws -> [Meeting] {
    try db.query(
      """
      SELECT id FROM meeting WHERE (mentor = ?1 OR mentee = ?1) AND status IN ('proposed', 'agreed', 'disputed')
      ORDER BY starts_at IS NULL, starts_at, id
      """, SQLValue(person.rawValue)
    ) { MeetingID(try $0.int64(0)) }.compactMap(meeting)
  }

  /// All that the person has ever had to do with.
  package func meetings(of person: PersonID) throws -> [MeetingID] {
    try db.query("SELECT id FROM meeting WHERE mentor = ?1 OR mentee = ?1 ORDER BY id", SQLValue(person.rawValue)) {
      MeetingID(try $0.int64(0))
    }
  }

  /// How many meetings of the two are not over.
  package func countOpenMeetings(mentor: PersonID, mentee: PersonID) throws -> Int {
    try db.first(
      """
      SELECT count(*) FROM meeting
      WHERE mentor = ?1 AND mentee = ?2 AND status IN ('proposed', 'agreed', 'disputed')
      """, SQLValue(mentor.rawValue), SQLValue(mentee.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  /// Agreed meetings of the person that begin before `end` and go on after `start`.
  package func agreedMeetings(
    of person: PersonID, from start: Timestamp, to end: Timestamp, but id: MeetingID? = nil
  ) throws -> [Meeting] {
    try db.query(
      """
      SELECT \(Self.meetingColumns) FROM meeting
      WHERE (mentor = ?1 OR mentee = ?1) AND status = 'agreed' AND starts_at < ?3 AND ends_at > ?2 AND id <> ?4
      ORDER BY starts_at, id
      """, SQLValue(person.rawValue), SQLValue(start.rawValue), SQLValue(end.rawValue), SQLValue(id?.rawValue ?? 0),
      row: meeting)
  }

  /// How many meetings before `id` the person has missed that began since an instant.
  package func absences(of person: PersonID, since: Timestamp, but id: MeetingID) throws -> Int {
    try db.first(
      """
      SELECT count(*) FROM meeting
      WHERE ((mentor = ?1 AND mentor_absent = 1) OR (mentee = ?1 AND mentee_absent = 1)) AND starts_at >= ?2 AND id <> ?3
      """, SQLValue(person.rawValue), SQLValue(since.rawValue), SQLValue(id.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  /// Whom the person may meet: the mentors of a mentee and the mentees of a mentor, the longest-standing pair first.
  package func partners(of person: PersonID) throws -> [(person: PersonID, role: Role)] {
    try db.query(
      """
      SELECT CASE WHEN pair.mentor = ?1 THEN pair.mentee ELSE pair.mentor END, pair.mentor = ?1 FROM pair
        JOIN participation r ON r.person = pair.mentor AND r.role = 'mentor' AND r.until_local IS NULL
        JOIN participation e ON e.person = pair.mentee AND e.role = 'mentee' AND e.until_local IS NULL
      WHERE (pair.mentor = ?1 OR pair.mentee = ?1) AND pair.until_local IS NULL ORDER BY pair.id
      """, SQLValue(person.rawValue)
    ) { (PersonID(try $0.int64(0)), try $0.bool(1) ? .mentee : .mentor) }
  }

  // MARK: Writing

  /// Writes a meeting as a decision left it, with its history.
  package func save(_ decision: MeetingDecision, at now: Timestamp) throws {
    let meeting = decision.meeting
    let id = SQLValue(meeting.id.rawValue)
    let (fixed, change) = (meeting.fixed, meeting.change)
    try db.run(
      """
      INSERT INTO meeting (id, mentor, mentee, proposer, format, minutes, place, status, sequence, proposed_at,
        proposed_local, starts_at, starts_local, ends_at, date, time, zone, change_asker, change_at, change_local,
        change_date, change_time, change_zone, change_reason, mentor_said, mentee_said, mentor_absent, mentee_absent)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, ?26, ?27, ?28)
      ON CONFLICT (id) DO UPDATE SET proposer = excluded.proposer, status = excluded.status,
        sequence = excluded.sequence, starts_at = excluded.starts_at, starts_local = excluded.starts_local,
        ends_at = excluded.ends_at, date = excluded.date, time = excluded.time, zone = excluded.zone,
        change_asker = excluded.change_asker, change_at = excluded.change_at, change_local = excluded.change_local,
        change_date = excluded.change_date, change_time = excluded.change_time, change_zone = excluded.change_zone,
        change_reason = excluded.change_reason, mentor_said = excluded.mentor_said, mentee_said = excluded.mentee_said,
        mentor_absent = excluded.mentor_absent, mentee_absent = excluded.mentee_absent
      """, id, SQLValue(meeting.mentor.rawValue), SQLValue(meeting.mentee.rawValue),
      SQLValue(meeting.proposer.rawValue), SQLValue(meeting.format.rawValue), SQLValue(meeting.minutes),
      SQLValue(meeting.place), SQLValue(meeting.status.rawValue), SQLValue(meeting.sequence),
      SQLValue(meeting.proposedAt.rawValue), SQLValue(zone.iso(meeting.proposedAt)),
      SQLValue(fixed?.start.rawValue), SQLValue(fixed.map { zone.iso($0.start) }), SQLValue(meeting.end?.rawValue),
      SQLValue(fixed?.date.description), SQLValue(fixed?.time.description), SQLValue(fixed?.zone.identifier),
      SQLValue(change?.asker.rawValue), SQLValue(change?.to.start.rawValue),
      SQLValue(change.map { zone.iso($0.to.start) }), SQLValue(change?.to.date.description),
      SQLValue(change?.to.time.description), SQLValue(change?.to.zone.identifier), SQLValue(change?.reason),
      SQLValue(meeting.mentorSaid?.rawValue), SQLValue(meeting.menteeSaid?.rawValue),
      SQLValue(meeting.absent.contains(meeting.mentor)), SQLValue(meeting.absent.contains(meeting.mentee)))
    for entry in decision.history { try add(entry, to: meeting, at: now) }
  }

  private func add(_ entry: MeetingHistory, to meeting: Meeting, at now: Timestamp) throws {
    let id = SQLValue(meeting.id.rawValue)
    try db.run(
      "INSERT INTO meeting_history VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", SQLValue(newID()), id,
      SQLValue(now.rawValue), SQLValue(zone.iso(now)), SQLValue(entry.kind.rawValue), SQLValue(entry.actor?.rawValue),
      SQLValue(entry.detail), SQLValue(entry.words), SQLValue(entry.time?.start.rawValue),
      SQLValue(entry.time.map { zone.iso($0.start) }))
    switch entry.kind {
    case .proposed, .offered:
      let round =
        try db.first("SELECT max(round) FROM meeting_offer WHERE meeting = ?1", id) { try $0.optionalInt(0) } ?? nil
      for (position, offer) in meeting.offers.enumerated() {
        try db.run(
          "INSERT INTO meeting_offer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", id, SQLValue((round ?? 0) + 1),
          SQLValue(position), SQLValue(meeting.proposer.rawValue), SQLValue(offer.start.rawValue),
          SQLValue(zone.iso(offer.start)), SQLValue(offer.date.description), SQLValue(offer.time.description),
          SQLValue(offer.zone.identifier))
      }
    case .held, .notHeld, .cancelled, .pairEnded, .expired:
      try db.run(
        "UPDATE meeting SET ended_at = ?2, ended_local = ?3 WHERE id = ?1", id, SQLValue(now.rawValue),
        SQLValue(zone.iso(now)))
    case .reminded, .agreed, .moveAsked, .moved, .kept, .confirmed, .asked, .reported, .disputed, .letter: break
    }
  }

  /// All timers whose key begins so.
  package func clearTimers(under prefix: String) throws {
    try db.run("DELETE FROM timer WHERE key >= ?1 AND key < ?2", SQLValue(prefix), SQLValue(prefix + "\u{7F}"))
  }

  /// Takes back what a conversation was to say when its person's quiet hours are over: it is no longer so.
  package func dropPutOff(_ conversation: ConversationID, bot: BotID, chat: ChatID, at now: Timestamp) throws {
    try db.run(
      """
      DELETE FROM outbox WHERE bot = ?1 AND chat = ?3 AND state = 'pending' AND conversation = ?4 AND attempt = 0
        AND not_before > created_at AND not_before > ?2
      """, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(chat.rawValue), SQLValue(conversation.rawValue))
  }
}
