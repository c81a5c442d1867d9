import Mentoring
import SQLite
import Store
import Testing

@testable import Curation

@Suite("Importing people who were forgotten")
struct ForgottenPeopleTests {
  let bank: BankFixture
  private static let file = """
    \(BankFixture.header)
    m1,Ёлкина,Анна,,mentor,,,учитель химии,,yes
    u1,Котов,Пётр,Ильич,mentee,,2012-05-31,8Б,m1,yes
    u2,Котова,Ольга,,mentee,,,8Б,m1,yes
    """

  init() throws {
    bank = try BankFixture()
    try bank.importText(Self.file)
  }

  @Test("passes over their lines and says which, and changes nothing of them")
  func passedOver() throws {
    try bank.forget("u1")
    let before = try bank.everything()
    let report = try bank.importText(Self.file)
    #expect(report.unchanged == ["m1", "u2"])
    #expect(report.forgotten == [.init(number: 3, externalID: "u1")])
    #expect(try bank.everything() == before)
    #expect(
      report.text(in: .ru).split(separator: "\n").last
        == "Строка 3: u1 удалил(а) свои данные, строка пропущена. Если человек сам решил вернуться, добавьте к команде --readmit u1"
    )
    #expect(
      report.text(in: .en).split(separator: "\n").last
        == "Line 3: u1 has had the own data deleted, the line is passed over. If the person wants to come back, add --readmit u1 to the command"
    )
  }

  @Test("opens no pair with a mentor who is gone, and says so")
  func mentorGone() throws {
    try bank.forget("m1")
    let report = try bank.importText(Self.file)
    #expect(report.pairsOpened == 0)
    #expect(
      report.forgotten == [
        .init(number: 2, externalID: "m1"), .init(number: 3, externalID: "m1", isMentor: true),
        .init(number: 4, externalID: "m1", isMentor: true),
      ])
    #expect(
      report.text(in: .ru).split(separator: "\n").last
        == "Строка 4: наставник m1 удалил(а) свои данные, пара не открыта")
    #expect(
      report.text(in: .en).split(separator: "\n").last
        == "Line 4: the mentor m1 has had the own data deleted, the pair is not opened")
    #expect(try bank.rows("SELECT id FROM pair WHERE until_local IS NULL") == [])
  }

  @Test("brings back whom it is told to, with a consent of his own and in the journal")
  func readmitted() throws {
    try bank.forget("u1")
    let report = try bank.importText(Self.file, returning: ["u1"])
    #expect(report.changed == ["u1"])
    #expect(report.forgotten == [])
    #expect(report.consentsRecorded == 1 && report.pairsOpened == 1)
    #expect(
      try bank.rows("SELECT last_name, role, status FROM v_people WHERE external_id = 'u1'") == [
        ["Котов", "mentee", "imported"]
      ])
    #expect(try bank.rows("SELECT count(*) FROM v_audit WHERE action = 'person.readmitted'") == [[1]])
    #expect(try bank.importText(Self.file).isUnchanged)
  }

  @Test("refuses to bring back whom the file or the store does not know as forgotten", arguments: [Language.ru, .en])
  func nobodyToReadmit(_ language: Language) throws {
    try bank.forget("u1")
    let before = try bank.everything()
    let error = #expect(throws: CurationError.self) {
      try bank.importText(Self.file, language, returning: ["u1", "u2", "u9"])
    }
    #expect(
      error?.description
        == (language == .ru
          ? "--readmit: в файле нет строки о человеке, который удалил свои данные: u2, u9"
          : "--readmit: no line of the file is about somebody who has had the own data deleted: u2, u9"))
    #expect(try bank.everything() == before)
  }

  @Test("gives no code to somebody who is gone", arguments: [Language.ru, .en])
  func invite(_ language: Language) throws {
    try bank.forget("u1")
    let error = #expect(throws: CurationError.self) {
      try invitePeople(
        ["u1"], in: bank.store, validFor: .seconds(60), language: language, now: bank.now,
        entropy: { [UInt8](repeating: 1, count: $0) }, link: { _ in nil })
    }
    #expect(
      error?.description
        == (language == .ru
          ? "«u1» удалил(а) свои данные; вернуть можно только импортом с --readmit u1"
          : "“u1” has had the own data deleted; only an import with --readmit u1 brings somebody back"))
  }
}
