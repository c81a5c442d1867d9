import Mentoring
import SQLite
import Store
import Testing

@testable import Curation

@Suite("Queries")
struct QueryTests {
  let bank: BankFixture

  init() throws {
    bank = try BankFixture()
    try bank.importText(
      BankFixture.header + ",organisation\n" + """
        m,Котова,Анна,,mentor,,,,,yes,
        u,Абрамов,Пётр,,mentee,,,8Б,m,no,
        x,Ким,Ян,,mentor,,,,,yes,Школа № 8
        """)
  }

  func filter(school: String? = nil, from: String? = nil, to: String? = nil) throws -> QueryFilter {
    try QueryFilter(school: school, from: from, to: to, language: .ru)
  }

  func ids(_ filter: QueryFilter) throws -> [SQLValue] {
    try NamedQuery.named("people", language: .ru).run(filter, in: bank.store, language: .ru).rows.map { $0[0] }
  }

  @Test("every query of the catalogue runs with its filters, in a stable order", arguments: NamedQuery.all)
  func all(_ query: NamedQuery) throws {
    let columns = try query.columns(in: bank.store)
    #expect(columns.contains(query.dateColumn) || query.counted != nil)
    #expect(try query.run(in: bank.store, language: .ru).columns == columns)
    var whole = try filter(from: "2020-01-01", to: "2030-12-31")
    if query.organisationColumn != nil { whole.school = "Школа № 7" }
    #expect(try query.run(whole, in: bank.store, language: .ru).columns == columns)
    #expect(query.summary(in: .ru) != query.summary(in: .en))
  }

  @Test("people come by name, and by school")
  func bySchool() throws {
    #expect(try ids(QueryFilter()) == ["u", "m", "x"])
    #expect(try ids(filter(school: "Школа № 7")) == ["u", "m"])
    let error = #expect(throws: CurationError.self) { try ids(filter(school: "Школа № 9")) }
    #expect(error?.description == "нет школы «Школа № 9»; возможно, «Школа № 7»; есть: Школа № 7, Школа № 8")
  }

  @Test("a period has both its days")
  func byDate() throws {
    let audit = try NamedQuery.named("audit", language: .ru)
    func count(_ from: String?, _ to: String?) throws -> Int {
      try audit.run(filter(from: from, to: to), in: bank.store, language: .ru).rows.count
    }
    let all = try count(nil, nil)
    #expect(all > 0)
    #expect(try count("2026-11-21", "2026-11-21") == all)
    #expect(try count(nil, "2026-11-20") == 0)
    #expect(try count("2026-11-22", nil) == 0)
  }

  @Test("says what is wrong with what was asked")
  func wrong() throws {
    func told(_ body: () throws -> Void) -> String? { #expect(throws: CurationError.self) { try body() }?.description }
    #expect(
      told { _ = try NamedQuery.named("poeple", language: .ru) }
        == "нет запроса «poeple»; возможно, «people»; есть: people, pairs, help_requests, meetings, answers, survey_answers, survey_results, broadcasts, broadcast_recipients, incidents, audit"
    )
    #expect(
      told { _ = try filter(from: "01.09.2026") }
        == "--from: нет такой даты: «01.09.2026»; пишите, например, 2026-09-01")
    #expect(
      told { _ = try filter(to: "2026-02-30") } == "--to: нет такой даты: «2026-02-30»; пишите, например, 2026-09-01")
    #expect(
      told { _ = try filter(from: "2026-09-02", to: "2026-09-01") }
        == "--to (2026-09-01) раньше, чем --from (2026-09-02)")
    #expect(
      told {
        _ = try NamedQuery.named("answers", language: .ru).run(filter(school: "x"), in: bank.store, language: .ru)
      } == "запрос «answers» не отбирается по школе")
  }
}
