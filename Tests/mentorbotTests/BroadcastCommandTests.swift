import Foundation
import Simulation
import TestSupport
import Testing

@Suite("mentorbot broadcast", .timeLimit(.minutes(2)))
struct BroadcastCommandTests {
  private func school() async throws -> School {
    let school = try School(pairs: 2)
    #expect(try await school.run("people", "import", "people.csv").exit == 0)
    // As if the two mentees had joined.
    try school.change(
      """
      INSERT INTO bot (id, name, platform, epoch) VALUES (900, 'school7', 'telegram', 0);
      INSERT INTO account (id, bot, chat, person, created_at, joined_at, joined_local)
      SELECT p.id + 1000, 900, p.id, p.id, 0, 0, '2026-11-01T00:00:00+03:00' FROM person p WHERE p.external_id LIKE 'U%';
      """)
    try school.write("Сбор в пятницу\r\n", to: "text.txt")
    return school
  }

  @Test("shows whom it reaches, asks, and writes it down for the daemon; lists, shows and calls back")
  func whole() async throws {
    let school = try await school()
    let dry = try await school.run("broadcast", "text.txt", "--to", "all", "--as", "K1", "--dry-run", "--format", "csv")
    #expect(dry.exit == 0)
    #expect(dry.complaint == "Получат 2 из 4. Не получат: not_joined 2.\n")
    #expect(
      dry.output.split(whereSeparator: \.isNewline).dropFirst().map(String.init) == [
        #""U1","Образцов1","Тимофей","","9Б","""#, #""U2","Образцов2","Тимофей","","9Б","""#,
        #""N1","Примеров1","Андрей","Викторович","учитель физики","not_joined""#,
        #""N2","Примеров2","Андрей","Викторович","учитель физики","not_joined""#,
      ])
    #expect(try school.rows("SELECT count(*) FROM broadcast") == ["0"])

    let unasked = try await school.run("broadcast", "text.txt", "--to", "mentees", "--as", "K1")
    #expect(unasked.exit == 2)
    #expect(unasked.complaint.contains("--yes is missing: nobody is here to ask"))

    let sent = try await school.run(
      "broadcast", "text.txt", "--to", "mentees", "--form", "учитель-ученик", "--position", "9Б", "--status", "paired",
      "--answers", "ack", "--topic", "study", "--as", "K1", "--yes")
    #expect(sent.exit == 0, "\(sent.complaint)")
    #expect(sent.complaint.contains("Его отправит работающая служба (mentorbot run)"))
    #expect(
      try school.rows(
        "SELECT author, whom, form, position, pairing, theme, obligatory, answers, status, text FROM v_broadcasts")
        == ["K1|mentees|учитель-ученик|9Б|paired|study|0|ack|scheduled|Сбор в пятницу"])
    #expect(try school.rows("SELECT count(*) FROM timer WHERE kind = 'broadcast'") == ["1"])
    #expect(
      try school.rows("SELECT actor, door, action FROM v_audit WHERE action LIKE 'broadcast%'") == [
        "K1|command|broadcast.planned"
      ])

    let id = try school.rows("SELECT id FROM broadcast")[0]
    let list = try await school.run("broadcast", "--list", "--format", "csv")
    #expect(list.output.contains("Сбор в пятницу"))
    #expect(try await school.run("broadcast", "--show", id).exit == 0)
    let called = try await school.run("broadcast", "--cancel", id, "--as", "K1")
    #expect(called.output == "Объявление \(id) отменено. Отправлено 0 из 0.\n")
    #expect(try school.rows("SELECT status, cancelled_by FROM v_broadcasts") == ["cancelled|K1"])
    let again = try await school.run("broadcast", "--cancel", id, "--as", "K1")
    #expect(again.exit == 1)
    #expect(again.complaint == "mentorbot: объявление \(id) уже отправлено или отменено\n")
    let none = try await school.run("broadcast", "--cancel", "999999", "--as", "K1")
    #expect(none.complaint == "mentorbot: в этой школе нет объявления 999999\n")
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    var exit: Int32
    var complaint: String
    var testDescription: String { name }
  }

  static let bad = [
    Bad(name: "nothing to do", arguments: [], exit: 2, complaint: "one of FILE, --list, --show, --cancel is needed"),
    Bad(
      name: "no audience", arguments: ["text.txt", "--as", "K1", "--yes"], exit: 2,
      complaint: "--to is missing: mentees, mentors or all"),
    Bad(
      name: "an unknown audience", arguments: ["text.txt", "--to", "mentee", "--as", "K1"], exit: 2,
      complaint: "did you mean `mentees`?"),
    Bad(
      name: "no author", arguments: ["text.txt", "--to", "all", "--yes"], exit: 2,
      complaint: "--as is missing: who announces?"),
    Bad(
      name: "an author who may not", arguments: ["text.txt", "--to", "all", "--as", "N1", "--yes"], exit: 1,
      complaint: "mentorbot: «N1» не куратор и не директор: объявления отправляют только они\n"),
    Bad(
      name: "an unknown author", arguments: ["text.txt", "--to", "all", "--as", "K2", "--yes"], exit: 1,
      complaint: "mentorbot: нет человека с external_id «K2»; возможно, «K1»\n"),
    Bad(
      name: "nobody", arguments: ["text.txt", "--to", "mentors", "--as", "K1", "--yes"], exit: 1,
      complaint: "mentorbot: сейчас объявление никто не получит\n"),
    Bad(
      name: "no file", arguments: ["no.txt", "--to", "all", "--as", "K1", "--yes"], exit: 1,
      complaint: "no.txt: the file cannot be read"),
    Bad(
      name: "an empty text", arguments: ["empty.txt", "--to", "all", "--as", "K1", "--yes"], exit: 1,
      complaint: "mentorbot: текст пуст\n"),
    Bad(
      name: "no text", arguments: ["bytes.txt", "--to", "all", "--as", "K1", "--yes"], exit: 1,
      complaint: "mentorbot: это не текст в UTF-8\n"),
    Bad(
      name: "a long text", arguments: ["long.txt", "--to", "all", "--as", "K1", "--yes"], exit: 1,
      complaint: "mentorbot: текст длиннее на 12 знаков: их 4108, а помещается 4096\n"),
    Bad(
      name: "a time that is none", arguments: ["text.txt", "--to", "all", "--as", "K1", "--at", "2026-02-31T10:00"],
      exit: 1,
      complaint: "mentorbot: --at: нет такого времени: «2026-02-31T10:00»; пишите, например, 2026-12-01T10:00\n"),
    Bad(
      name: "a time that is over",
      arguments: ["text.txt", "--to", "mentees", "--as", "K1", "--at", "2020-02-01T10:00", "--yes"], exit: 1,
      complaint: "mentorbot: --at: это время уже прошло\n"),
    Bad(
      name: "a time too far",
      arguments: ["text.txt", "--to", "mentees", "--as", "K1", "--at", "2099-02-01T10:00", "--yes"], exit: 1,
      complaint: "mentorbot: --at: самое большее на год вперёд\n"),
    Bad(
      name: "a topic that is no word", arguments: ["text.txt", "--to", "all", "--as", "K1", "--topic", "a b", "--yes"],
      exit: 2, complaint: "--topic: a word of up to 32 letters"),
    Bad(
      name: "a school that he is not of",
      arguments: ["text.txt", "--to", "all", "--as", "K1", "--school", "Лицей", "--yes"], exit: 1,
      complaint: "mentorbot: нет человека с external_id «K1»"),
  ]

  @Test("says what is wrong and how to mend it; nothing is written")
  func wrong() async throws {
    let school = try await school()
    try school.write(" \n", to: "empty.txt")
    try school.write(String(repeating: "ж", count: 4108), to: "long.txt")
    try Data([0x41, 0xFF, 0xFE]).write(to: school.folder.appending(path: "bytes.txt"))
    for bad in Self.bad {
      let said = try await Program(["broadcast"] + bad.arguments, in: school.folder).ended()
      #expect(said.exit == bad.exit, "\(bad.name): \(said.complaint)")
      #expect(said.complaint.contains(bad.complaint), "\(bad.name): \(said.complaint)")
    }
    #expect(try school.rows("SELECT count(*) FROM broadcast") == ["0"])
  }
}
