import Emulator
import Foundation
import Simulation
import Testing

@Suite("The commands of the built program", .timeLimit(.minutes(2)))
struct CommandsTests {
  @Test("people are imported, listed and invited; importing again changes nothing")
  func people() async throws {
    let school = try School()
    let sample = School.repository.appending(path: "config/sample-school.csv").path
    let first = try await school.run("people", "import", sample)
    #expect(first.exit == 0)
    #expect(first.output.hasPrefix("Добавлено: 12, изменено: 0, без изменений: 0\nПары: открыто 5, завершено 0\n"))
    let before = try await school.run("people", "list", "--format", "csv")
    let second = try await school.run("people", "import", sample)
    #expect(second.output.hasPrefix("Добавлено: 0, изменено: 0, без изменений: 12\nПары: открыто 0, завершено 0\n"))
    #expect(try await school.run("people", "list", "--format", "csv") == before)
    #expect(before.output.split(whereSeparator: \.isNewline).count == 1 + 12)

    let invited = try await school.run("people", "invite", "U-01", "N-01", "--format", "json")
    #expect(invited.exit == 0)
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(invited.output.utf8)) as? [[String: Any]], "\(invited.output)")
    #expect(rows.map { $0["external_id"] as? String } == ["U-01", "N-01"])
    for row in rows {
      #expect(Set(row.keys) == ["external_id", "code", "link"])
      #expect((row["code"] as? String)?.wholeMatch(of: /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/) != nil)
      #expect(row["link"] is NSNull, "the bot's name is not known before the daemon has asked for it")
    }
    #expect(
      try await school.run("people", "invite", "X-99").complaint == "mentorbot: нет человека с external_id «X-99»\n")
  }

  @Test("somebody who was forgotten is named by line and comes back only on purpose")
  func readmit() async throws {
    let school = try School()
    #expect(try await school.run("people", "import", "people.csv").exit == 0)
    try school.change("UPDATE person SET first_name = '', last_name = '', forgotten_at = 1 WHERE external_id = 'U1'")
    let again = try await school.run("people", "import", "people.csv")
    #expect(again.exit == 0)
    #expect(again.output.contains("Строка 4: U1 удалил(а) свои данные, строка пропущена."))
    #expect(
      try await school.run("people", "import", "people.csv", "--readmit", "U1").output.hasPrefix(
        "Добавлено: 0, изменено: 1,"))
    #expect(
      try await school.run("people", "import", "people.csv", "--readmit", "U1,U7").complaint
        == "mentorbot: --readmit: в файле нет строки о человеке, который удалил свои данные: U1, U7\n")
  }

  @Test("a code has a link once the daemon knows the bot's name, and the link's payload lets the person join")
  func link() async throws {
    let school = try School()
    let daemon = try await school.pollingDaemon()
    try await daemon.line("bot identified")
    #expect(try await school.run("people", "import", "people.csv").exit == 0)
    let invited = try await school.run("people", "invite", "U1", "--format", "csv")
    let link = try #require(
      invited.output.firstMatch(of: /https:\/\/t\.me\/sample_mentor_bot\?start=([A-Za-z0-9_-]{1,64})"/))
    school.emulator.addPerson(.init(id: School.phone(of: "U1"), firstName: "Тимофей"))
    try school.say("/start \(link.1)", as: "U1")
    try await school.see("Здравствуйте, Тимофей! Вы подключены.", as: "U1")
    try await school.stop(daemon)
  }

  @Test("queries are listed and print what was asked for in each form")
  func queries() async throws {
    let school = try School()
    #expect(try await school.run("people", "import", "people.csv").exit == 0)
    let list = try await school.run("query", "--list", "--format", "csv")
    let names = list.output.split(whereSeparator: \.isNewline).dropFirst().compactMap {
      $0.split(separator: "\"").first
    }
    #expect(
      names == [
        "people", "pairs", "help_requests", "meetings", "answers", "survey_answers", "survey_results", "broadcasts",
        "broadcast_recipients", "incidents", "audit",
      ])

    let people = try await school.run("query", "people", "--format", "csv")
    #expect(
      people.output.hasPrefix(
        """
        \u{FEFF}"external_id","organisation","last_name","first_name","patronymic","role","form","birth_date","position",\
        "language","mentor_external_id","consent_since","joined_at","status"
        """))
    #expect(
      people.output.contains(
        #""U1","Школа № 7","Образцов1","Тимофей","","mentee","учитель-ученик","2010-11-02","9Б","","N1","#))
    #expect(try await school.run("query", "help_requests", "--format", "json").output == "[]\n")
    #expect(
      try await school.run("query", "answers", "--format", "csv").output
        == "\u{FEFF}\"bot\",\"person\",\"dialog\",\"version\",\"conversation\",\"slot\",\"value\",\"at\"\r\n")
    for name in names {
      #expect(try await school.run("query", String(name), "--store", "sqlite:var/mentorbot.db").exit == 0, "\(name)")
    }
  }

  @Test("check says that all is in order, also before there is a store")
  func check() async throws {
    let school = try School()
    let dialogs = try FileManager.default.contentsOfDirectory(atPath: School.dialogs).filter { $0 != "_common" }.count
    let verdict = "configuration, \(dialogs) dialogs and store are in order\n"
    #expect(try await school.run("check").output == verdict)
    #expect(try await school.run("people", "import", "people.csv").exit == 0)
    #expect(try await school.run("check").output == verdict)
  }

  @Test("the demo with --db shows the same phones again, at no earlier hour", .timeLimit(.minutes(2)))
  func demoAgain() async throws {
    let school = try School()
    let first = try Demo(in: school.folder, database: "demo.db")
    var state = try await first.state { $0.phones.allSatisfy { !$0.messages.isEmpty } && $0.answers == 12 }
    #expect(state.phones.map(\.phone) == ["mentee", "mentor", "curator", "mentee2", "mentor2", "head"])
    try await first.move(seconds: 86_400)
    try await first.press("Нужна помощь", on: "mentee")
    state = try await first.state { $0.phones[0].messages.last?.text == "С чем нужна помощь?" }
    try await first.stop()

    let second = try Demo(in: school.folder, database: "demo.db")
    let again = try await second.state { _ in true }
    #expect(again.phones == state.phones)
    #expect(again.clock >= state.clock)
    // And the conversation goes on.
    try await second.press("Учёба", on: "mentee")
    _ = try await second.state { $0.phones[0].messages.last?.text.contains("Когда нужен ответ?") == true }
    try await second.stop()
  }
}
