import Foundation
import JSON5
import Mentoring
import SQLite
import Store
import Testing

@testable import Curation

@Suite("Importing people")
struct ImportPeopleTests {
  var bank: BankFixture

  init() throws { bank = try BankFixture() }

  func pairs() throws -> [[SQLValue]] {
    try bank.rows(
      """
      SELECT e.external_id, r.external_id, since_local, until_local
      FROM pair JOIN person e ON e.id = mentee JOIN person r ON r.id = mentor ORDER BY pair.id
      """)
  }

  func consents() throws -> [[SQLValue]] {
    try bank.rows(
      """
      SELECT external_id, channel, given_local, withdrawn_local
      FROM consent c JOIN person p ON p.id = c.person ORDER BY c.id
      """)
  }

  @Test("keeps everything that a line says")
  func keeps() throws {
    let report = try bank.importText(
      """
      external_id;last_name;first_name;patronymic;role;form;birth_date;position;mentor_external_id;consent;consent_date;language;organisation
      u1;Котов;Пётр;Ильич;Mentee;учитель — ученик;31.05.2012;8Б;m1;да;01.09.2026;EN;
       m1 ;"Ёлкина";Анна;;mentor;;1980-01-02;учитель химии;;no;;;Завод «Искра»
      """)
    #expect(report.added == ["u1", "m1"])
    #expect(
      try bank.rows(
        """
        SELECT external_id, organisation, last_name, first_name, patronymic, role, form, birth_date, position, language,
          mentor_external_id, consent_since FROM v_people ORDER BY external_id
        """) == [
          [
            "m1", "Завод «Искра»", "Ёлкина", "Анна", nil, "mentor", nil, "1980-01-02", "учитель химии", nil, nil, nil,
          ],
          [
            "u1", "Школа № 7", "Котов", "Пётр", "Ильич", "mentee", "учитель — ученик", "2012-05-31", "8Б", "en", "m1",
            "2026-09-01",
          ],
        ])
    #expect(try consents() == [["u1", "paper", "2026-09-01", nil]])
    #expect(try pairs() == [["u1", "m1", "2026-11-21", nil]])
  }

  @Test("imports the sample school, and changes nothing the second time")
  func sampleSchool() throws {
    let sample = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/sample-school.csv")
    let text = String(decoding: try Data(contentsOf: sample), as: UTF8.self)
    let first = try bank.importText(text)
    #expect(first.added.count == 12)
    #expect(first.pairsOpened == 5)
    #expect(first.consentsRecorded == 10)
    let before = try bank.everything()
    let again = try bank.importText(text)
    #expect(again.isUnchanged)
    #expect(again.unchanged == first.added)
    #expect(try bank.everything() == before)
    #expect(
      again.text(in: .ru) == """
        Добавлено: 0, изменено: 0, без изменений: 12
        Пары: открыто 0, завершено 0
        Согласия на бумаге: внесено 0, отозвано 0
        """)
  }

  @Test("reads the same from a file with a byte order mark, semicolons and CRLF")
  func spreadsheetForm() throws {
    let text = BankFixture.header + "\nm,Котова,Анна,,mentor,,,,,yes\nu,Котов,Пётр,,mentee,,,8Б,m,yes\n"
    try bank.importText(text)
    let before = try bank.everything()
    let excel = "\u{FEFF}" + text.replacing(",", with: ";").replacing("\n", with: ";;\r\n") + ";;;;;;;;;;;\r\n"
    #expect(try bank.importText(excel).unchanged == ["m", "u"])
    #expect(try bank.everything() == before)
  }

  @Test("changes only what differs and leaves absent people alone")
  func changes() throws {
    try bank.importLines("a,Котова,Анна,,mentee,,,8Б,,yes", "b,Котов,Пётр,,mentee,,,8Б,,yes", "c,Ким,Ян,,head,,,,,yes")
    let report = try bank.importLines("b,Котов,Пётр,,mentee,,,8Б,,yes", "a,Котова,Анна,Ильинична,mentee,,,9Б,,yes")
    #expect(report.changed == ["a"])
    #expect(report.unchanged == ["b"])
    #expect(
      try bank.rows("SELECT external_id, patronymic, position FROM v_people ORDER BY external_id") == [
        ["a", "Ильинична", "9Б"], ["b", nil, "8Б"], ["c", nil, nil],
      ])
  }

  @Test("a changed mentor ends the old pair today and opens a new one")
  mutating func newMentor() throws {
    let mentors = ["m,Котова,Анна,,mentor,,,,,yes", "n,Ким,Ян,,mentor,,,,,yes"]
    try bank.importLines(mentors[0], mentors[1], "u,Котов,Пётр,,mentee,,,,m,yes")
    bank.now = bank.now + .seconds(10 * 86_400)
    let moved = try bank.importLines("u,Котов,Пётр,,mentee,,,,n,yes")
    #expect(moved.changed == ["u"])
    #expect(moved.pairsOpened == 1 && moved.pairsEnded == 1)
    #expect(try pairs() == [["u", "m", "2026-11-21", "2026-12-01"], ["u", "n", "2026-12-01", nil]])
    let alone = try bank.importLines("u,Котов,Пётр,,mentee,,,,,yes")
    #expect(alone.pairsOpened == 0 && alone.pairsEnded == 1)
    #expect(try pairs().map { $0[3] } == ["2026-12-01", "2026-12-01"])
  }

  @Test("a changed role ends the participation and its pairs")
  func newRole() throws {
    try bank.importLines("m,Котова,Анна,,mentor,форма,,,,yes", "u,Котов,Пётр,,mentee,,,,m,yes")
    let report = try bank.importLines("m,Котова,Анна,,curator,,,,,yes")
    #expect(report.changed == ["m"])
    #expect(report.pairsEnded == 1)
    #expect(
      try bank.rows(
        """
        SELECT role, form, since_local, until_local FROM participation r JOIN person p ON p.id = r.person
        WHERE external_id = 'm' ORDER BY r.id
        """) == [["mentor", "форма", "2026-11-21", "2026-11-21"], ["curator", nil, "2026-11-21", nil]])
    #expect(try pairs() == [["u", "m", "2026-11-21", "2026-11-21"]])
  }

  @Test("a consent on paper is noted once, withdrawn by “no”, and noted anew")
  func consent() throws {
    let yes = "u,Котов,Пётр,,mentee,,,,,yes"
    let no = "u,Котов,Пётр,,mentee,,,,,"
    #expect(try bank.importLines(no).consentsRecorded == 0)
    #expect(try bank.importLines(yes).consentsRecorded == 1)
    #expect(try bank.importLines(yes).isUnchanged)
    #expect(try bank.importLines(no).consentsWithdrawn == 1)
    #expect(try bank.importLines(no).isUnchanged)
    #expect(try bank.importLines(yes).consentsRecorded == 1)
    #expect(
      try consents() == [
        ["u", "paper", "2026-11-21", "2026-11-21T12:00:00+03:00"], ["u", "paper", "2026-11-21", nil],
      ])
  }

  @Test("a consent given in the bot is not touched by the file")
  func chatConsent() throws {
    let no = "u,Ким,Ян,,mentee,,2000-01-01,,,no"
    try bank.importLines(no)
    try bank.store.transaction { tx in
      let person = try #require(try tx.people(externalID: "u").first)
      try tx.addConsent(of: person.id, channel: "chat", textVersion: "1", at: bank.now)
    }
    #expect(try bank.importLines(no).isUnchanged)
    #expect(try bank.importLines("u,Ким,Ян,,mentee,,2000-01-01,,,yes").isUnchanged)
    #expect(try consents().map { $0[3] } == [nil])
  }

  @Test("the parent named last counts, and none named changes nothing")
  func parents() throws {
    let header = BankFixture.header + ",parent_external_id\n"
    func families() throws -> [[SQLValue]] {
      try bank.rows(
        "SELECT c.external_id, p.external_id FROM family JOIN person c ON c.id = child JOIN person p ON p.id = parent")
    }
    let parents = "p,Котова,Анна,,parent,,,,,yes,\nq,Котова,Яна,,parent,,,,,yes,\n"
    try bank.importText(header + "u,Котов,Пётр,,mentee,,,,,yes,p\n" + parents)
    #expect(try families() == [["u", "p"]])
    #expect(try bank.importText(header + "u,Котов,Пётр,,mentee,,,,,yes,q\n").changed == ["u"])
    #expect(try families() == [["u", "q"]])
    #expect(try bank.importText(header + "u,Котов,Пётр,,mentee,,,,,yes,\n").isUnchanged)
    #expect(try families() == [["u", "q"]])
  }

  @Test("the same id in two organisations is two people; a mentor may come from elsewhere")
  func organisations() throws {
    let header = BankFixture.header + ",organisation\n"
    try bank.importText(
      header + """
        1,Котова,Анна,,mentor,,,,,yes,Школа № 8
        1,Котов,Пётр,,mentee,,,,x,yes,
        x,Ким,Ян,,mentor,,,,,yes,Завод
        2,Котов,Олег,,mentee,,,,1,yes,Школа № 8
        """)
    #expect(
      try bank.rows(
        "SELECT external_id, organisation, mentor_external_id FROM v_people WHERE role = 'mentee' ORDER BY external_id")
        == [["1", "Школа № 7", "x"], ["2", "Школа № 8", "1"]])
    #expect(
      try bank.problems(header + "3,Котов,Ян,,mentee,,,,1,yes,Завод") == [
        "people.csv:2:23: external_id «1» есть в нескольких организациях; укажите того, кто один"
      ])
  }

  @Test("notes in the journal who was added and changed, by id only")
  func journal() throws {
    try bank.importLines("m,Котова,Анна,,mentor,,,,,yes", "u,Котов,Пётр,,mentee,,,,m,no")
    let entries = try bank.rows("SELECT action, door FROM journal ORDER BY id")
    #expect(
      entries == [
        ["person.added", "command"], ["participation.started", "command"], ["consent.recorded", "command"],
        ["person.added", "command"], ["participation.started", "command"], ["pair.opened", "command"],
      ])
    let text = try bank.rows("SELECT subject, detail FROM journal").description
    #expect(!text.contains("Кот") && !text.contains("Анна"))
  }

  @Test("a name that would be a command elsewhere is only a name")
  func inertNames() throws {
    let name = "=cmd|'/C calc'!A0'; DROP TABLE person; --"
    try bank.importLines("u,\"\(name)\",<b>Пётр</b>,,mentee,,,,,yes")
    #expect(try bank.rows("SELECT last_name, first_name FROM v_people") == [[.text(name), "<b>Пётр</b>"]])
  }
}
