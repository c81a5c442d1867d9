import Mentoring
import SQLite
import Testing

@testable import Store

@Suite("The view of pairs")
struct PairViewTests {
  let school: School
  let mentor: PersonID
  let mentee: PersonID

  init() throws {
    school = try School()
    mentor = try school.add("n1", .mentor)
    mentee = try school.add("u1", .mentee)
    try school.pair(mentor: mentor, mentee: mentee)
  }

  func meet(_ id: Int64, _ status: String, on day: String) throws {
    try school.store.connection.execute(
      """
      INSERT INTO meeting (id, mentor, mentee, proposer, format, minutes, status, sequence, proposed_at, proposed_local,
        starts_at, starts_local, ends_at, date, time, zone, mentor_absent, mentee_absent)
      VALUES (\(id), \(mentor), \(mentee), \(mentee), 'online', 45, '\(status)', 0, 1, '', \(id), '\(day)T15:00:00+03:00',
        2, '\(day)', '15:00', 'Europe/Moscow', 0, 0)
      """)
  }

  func rows(_ columns: String, today: String) throws -> [[SQLValue]] {
    try school.rows("SELECT \(columns) FROM (\(Views.pairs(today: "'\(today)'"))) AS v ORDER BY since, mentor")
  }

  @Test("says who they are, since when, and that nothing was yet")
  func new() throws {
    #expect(
      try rows(
        "organisation, mentor, mentor_last_name, mentee, form, since, until, held, last_held_at, next_at, last_rating",
        today: "2026-11-23") == [
          ["Школа № 7", "n1", "Котова", "u1", nil, "2026-11-23", nil, 0, nil, nil, nil]
        ])
  }

  @Test(
    "counts the days without a meeting over months, years and leap days",
    arguments: [
      ("2026-11-23", 0), ("2026-11-24", 1), ("2026-12-23", 30), ("2027-01-01", 39), ("2027-03-01", 98),
      ("2028-02-29", 463), ("2028-03-01", 464), ("2100-03-01", 26_761),
    ])
  func silence(_ today: String, _ days: Int64) throws {
    #expect(try rows("silent_days", today: today) == [[.integer(days)]])
  }

  @Test("counts from the last meeting that was held; whoever has agreed on one is not silent")
  func meetings() throws {
    try meet(900, "held", on: "2026-11-25")
    try meet(901, "held", on: "2026-12-01")
    try meet(902, "cancelled", on: "2026-12-05")
    let columns = "held, last_held_at, next_at, silent_days"
    #expect(try rows(columns, today: "2026-12-11") == [[2, "2026-12-01T15:00:00+03:00", nil, 10]])
    try meet(903, "agreed", on: "2026-12-20")
    #expect(
      try rows(columns, today: "2026-12-11") == [
        [2, "2026-12-01T15:00:00+03:00", "2026-12-20T15:00:00+03:00", nil]
      ])
  }

  @Test("has the last rating with its scale")
  func rating() throws {
    try meet(900, "held", on: "2026-11-25")
    let account = try school.join(mentee, chat: 5)
    let scale = Question(slot: "rating", kind: "rating", scale: 1...10, options: (1...10).map(String.init))
    for (number, rating) in [(1, "4"), (2, nil), (3, "9")] {
      let invitation = SurveyInvitation(
        id: SurveyID(Int64(950 + number)), person: number == 2 ? mentor : mentee,
        meeting: number < 3 ? MeetingID(900) : nil, dialog: "poll", state: .answered, at: .monday)
      _ = try school.store.transaction { tx in
        try tx.add(invitation, organisation: school.organisation, at: .monday)
        return try tx.saveAnswers(
          [GivenAnswer(scale, rating), GivenAnswer(Question(slot: "note", kind: "text"), "да")],
          from: AnswerSource(
            account: account, dialog: "poll", version: 1, conversation: ConversationID(Int64(70 + number)),
            survey: invitation.id), at: .monday + .seconds(number))
      }
    }
    #expect(try rows("last_rating, rating_scale", today: "2026-11-26") == [[4, 10]])
  }

  @Test("keeps a pair that has ended, and counts no days for it")
  func ended() throws {
    try school.store.connection.execute("UPDATE pair SET until_local = '2026-12-01'")
    #expect(try rows("until, silent_days", today: "2026-12-24") == [["2026-12-01", nil]])
  }

  @Test("the view takes today from the clock of the database")
  func today() throws {
    // A second opinion on how long the 23rd of November, 2026, is ago.
    let days = try school.rows("SELECT silent_days - (julianday(CURRENT_DATE) - julianday('2026-11-23')) FROM v_pairs")
    #expect(days == [[0.0]])
  }
}
