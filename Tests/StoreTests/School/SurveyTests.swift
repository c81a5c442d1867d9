import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Surveys in the store")
struct SurveyTests {
  let school: School
  let member: Account

  init() throws {
    school = try School()
    member = try school.join(try school.add("u1", .mentee), chat: 5)
  }

  static let rating = Question(slot: "rating", kind: "rating", scale: 1...10, options: (1...10).map(String.init))
  static let good = Question(slot: "good", kind: "multi", options: ["plan", "p_an", "talk"])
  static let note = Question(slot: "note", kind: "text")

  func source(_ conversation: Int64, survey: SurveyID? = nil, version: Int = 1) -> AnswerSource {
    AnswerSource(
      account: member, dialog: "poll", version: version, conversation: ConversationID(conversation), survey: survey)
  }

  func save(_ conversation: Int64, _ values: (String?, String?, String?), version: Int = 1) throws {
    let answers = [
      GivenAnswer(Self.rating, values.0), GivenAnswer(Self.good, values.1), GivenAnswer(Self.note, values.2),
    ]
    let isSaved = try school.store.transaction {
      try $0.saveAnswers(answers, from: source(conversation, version: version), at: .monday)
    }
    #expect(isSaved)
  }

  func invitation(_ id: Int64, _ state: SurveyInvitation.State = .asked, at: Timestamp = .monday) throws
    -> SurveyInvitation
  {
    let invitation = SurveyInvitation(
      id: SurveyID(id), person: try #require(member.person), dialog: "poll", state: state, at: at)
    try school.store.transaction {
      try $0.add(invitation, organisation: school.organisation, at: at)
    }
    return invitation
  }

  @Test("an invitation is read as it was written, also by the conversation about it")
  func invitationRow() throws {
    var invitation = try invitation(900)
    try school.store.transaction { tx in
      #expect(try tx.surveyInvitation(SurveyID(900)) == invitation)
      invitation.state = .answered
      (invitation.postponedAt, invitation.answeredAt) = (.monday + .seconds(1), .monday + .seconds(2))
      try tx.save(invitation, at: .monday)
      #expect(try tx.surveyInvitation(of: ConversationID(70)) == nil)
      try tx.bind(SurveyID(900), to: ConversationID(70))
      #expect(try tx.surveyInvitation(of: ConversationID(70)) == invitation)
      #expect(try tx.surveyInvitation(SurveyID(901)) == nil)
    }
  }

  @Test("somebody was asked last when he was really asked")
  func lastAsked() throws {
    let person = try #require(member.person)
    #expect(try school.store.read { try $0.lastAsked(person) } == nil)
    _ = try invitation(900, .skipped, at: .monday + .seconds(9))
    _ = try invitation(901, .unreachable, at: .monday + .seconds(8))
    #expect(try school.store.read { try $0.lastAsked(person) } == nil)
    _ = try invitation(902, .declined, at: .monday + .seconds(5))
    _ = try invitation(903, .answered, at: .monday + .seconds(2))
    #expect(try school.store.read { try $0.lastAsked(person) } == .monday + .seconds(5))
  }

  @Test("a rating is reported to the curators once, and again when it is another")
  func reported() throws {
    _ = try invitation(900)
    let told = try school.store.transaction { tx in try [3, 3, 2].map { try tx.report($0, in: SurveyID(900)) } }
    #expect(told == [true, false, true])
  }

  @Test("a changed answer counts as it is now; each value that it had is kept, in order")
  func changed() throws {
    try save(70, ("9", "plan", nil))
    for (rating, note) in [("3", "раз"), ("4", nil)] {
      try school.store.transaction {
        try $0.changeAnswers(
          [GivenAnswer(Self.rating, rating), GivenAnswer(Self.good, "plan"), GivenAnswer(Self.note, note)],
          from: source(70), at: .monday + .seconds(60))
      }
    }
    #expect(
      try school.rows(
        "SELECT question, value, first_value, changes, changed_at FROM v_survey_answers ORDER BY question") == [
          ["good", "plan", nil, 0, nil], ["note", nil, nil, 2, "2026-11-23T10:01:00+03:00"],
          ["rating", "4", "9", 2, "2026-11-23T10:01:00+03:00"],
        ])
    #expect(
      try school.rows("SELECT value FROM answer_change ORDER BY id") == [["9"], [nil], ["3"], ["раз"]])
    let results = try school.rows("SELECT DISTINCT mean, answered FROM v_survey_results WHERE question = 'rating'")
    #expect(results == [[4.0, 1]])
  }

  @Test("a question that comes only with the change is answered then")
  func added() throws {
    try school.store.transaction {
      #expect(try $0.saveAnswers([GivenAnswer(Self.rating, "5")], from: source(70), at: .monday))
      try $0.changeAnswers([GivenAnswer(Self.note, "ещё")], from: source(70), at: .monday)
      #expect(try $0.answersGiven(in: ConversationID(70)) == .monday)
      #expect(try $0.answersGiven(in: ConversationID(71)) == nil)
    }
    #expect(try school.rows("SELECT slot, value FROM v_answers ORDER BY slot") == [["note", "ещё"], ["rating", "5"]])
  }

  @Test("results count each value, what was asked, what was answered, the mean, and who is satisfied")
  func results() throws {
    for id in 901...906 { _ = try invitation(Int64(id)) }
    _ = try invitation(907, .skipped)
    try save(70, ("10", "plan,talk", "да"))
    try save(71, ("7", "plan", nil))
    try save(72, ("6", nil, nil))
    try save(73, (nil, "p_an", nil), version: 2)
    let columns = "question, kind, asked, answered, mean, satisfied_from, satisfied, satisfied_percent, value, count"
    let rows = try school.rows("SELECT \(columns) FROM v_survey_results ORDER BY question, position")
    #expect(
      Array(rows.prefix(4)) == [
        ["good", "multi", 6, 3, nil, nil, nil, nil, "plan", 2], ["good", "multi", 6, 3, nil, nil, nil, nil, "p_an", 1],
        ["good", "multi", 6, 3, nil, nil, nil, nil, "talk", 1],
        ["note", "text", 6, 1, nil, nil, nil, nil, nil, nil],
      ])
    let ratings = rows.dropFirst(4)
    #expect(ratings.map { $0[8] } == (1...10).map { .text(String($0)) })
    #expect(ratings.map { $0[9] } == [0, 0, 0, 0, 0, 1, 1, 0, 0, 1])
    #expect(ratings.allSatisfy { Array($0[2...7]) == [6, 3, 7.67, 7, 2, 66.7] })
  }

  @Test("other scales are counted apart, with a threshold of their own")
  func scales() throws {
    try save(70, ("10", nil, nil))
    let five = Question(slot: "rating", kind: "rating", scale: 1...5, options: (1...5).map(String.init))
    let wide = Question(slot: "points", kind: "rating", scale: 0...1000)
    let isSaved = try school.store.transaction {
      try $0.saveAnswers(
        [GivenAnswer(five, "4"), GivenAnswer(wide, "812")], from: source(71, version: 2), at: .monday)
    }
    #expect(isSaved)
    #expect(
      try school.rows(
        """
        SELECT DISTINCT question, answered, mean, satisfied_from, satisfied FROM v_survey_results WHERE kind = 'rating'
        ORDER BY question, satisfied_from
        """) == [["points", 1, nil, 700, nil], ["rating", 1, 4.0, 4, 1], ["rating", 1, 10.0, 7, 1]])
  }

  @Test("a survey that nobody has answered yet shows how many were asked; one without invitations, how many it met")
  func unanswered() throws {
    _ = try invitation(901)
    #expect(
      try school.rows("SELECT organisation, survey, question, asked, answered, mean FROM v_survey_results") == [
        ["Школа № 7", "poll", nil, 1, 0, nil]
      ])
    let stranger = try school.store.transaction {
      try $0.addAccount(bot: school.bot.id, chat: ChatID(99), language: nil, at: .monday)
    }
    let lunch = AnswerSource(account: stranger, dialog: "lunch", version: 1, conversation: ConversationID(70))
    let isSaved = try school.store.transaction {
      try $0.saveAnswers([GivenAnswer(Self.note, nil)], from: lunch, at: .monday)
    }
    #expect(isSaved)
    #expect(
      try school.rows("SELECT organisation, question, asked, answered FROM v_survey_results WHERE survey = 'lunch'")
        == [
          [nil, "note", 1, 0]
        ])
  }

  @Test("answers of before they knew their kind are counted, and no more")
  func old() throws {
    try save(70, ("5", nil, nil))
    try school.store.connection.execute(
      "DELETE FROM question_option; DELETE FROM question; UPDATE answer SET tally = ''")
    #expect(
      try school.rows("SELECT question, kind, answered, mean, value FROM v_survey_results WHERE question = 'rating'")
        == [
          ["rating", nil, 1, nil, nil]
        ])
  }
}
