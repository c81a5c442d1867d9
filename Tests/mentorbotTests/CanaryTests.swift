import Emulator
import Foundation
import Glibc
import Mentoring
import Simulation
import TestSupport
import Testing

/// A whole run of the built program, in which every name, text, number and secret holds a word that occurs nowhere else; then that word is looked
/// for in everything that the program says to anybody but those whom it concerns.
@Suite("Personal data and secrets", .timeLimit(.minutes(5)))
struct CanaryTests {
  /// In each name and text that people, files and commands bring in.
  static let word = "Qzxkanar"
  private static let phone = "79995550177"
  private static let secrets = [word, phone, School.secret, "proxy-pass-0w0"]

  private static let people = """
    external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
    K1,\(word)ова,\(word)ия,\(word)овна,curator,,1984-02-11,\(word)директор,,yes
    N1,\(word)ов,\(word)ей,\(word)ович,mentor,,1986-03-19,\(word)учитель,,yes
    U1,\(word)ин,\(word)фей,,mentee,учитель-ученик,2010-11-02,9\(word),N1,yes
    U2,\(word)ин,\(word)леб,,mentee,учитель-ученик,2010-11-02,9\(word),N1,yes

    """

  /// A Monday morning in Moscow: 2026-11-23 09:00.
  private static let start = Timestamp(seconds: 1_795_413_600)

  /// Everything that was said where it does not belong, by who said it.
  private struct Heard {
    var places: [(name: String, text: String)] = []

    mutating func add(_ name: String, _ text: String) { places.append((name, text)) }

    /// The places in which one of these words is, whatever its case.
    func finds(_ words: [String]) -> [String] {
      places.flatMap { place in
        let text = place.text.lowercased()
        return words.filter { text.contains($0.lowercased()) }.map { word in
          let line = place.text.split(separator: "\n").first { $0.lowercased().contains(word.lowercased()) }
          return "\(place.name): \(word): \(line ?? "")"
        }
      }
    }
  }

  @Test(
    "abuse 1, 28: of a whole day with faults and wrong commands none is in a log, an error, an incident, the list of processes or a file beside the store",
    arguments: ["text", "json"])
  func wholeRun(_ format: String) async throws {
    let school = try School(people: Self.people, dialogs: School.dialogs, start: Self.start)
    let file = "config/mentorbot.json5"
    let configuration = try String(contentsOf: school.folder.appending(path: file), encoding: .utf8)
    try school.write(
      configuration.replacing("bots:", with: #"metrics: { file: "figures.prom", every: "PT1S" }, bots:"#), to: file)
    var heard = Heard()
    let codes = try await invite(school)
    let daemon = try school.daemon("--log", format, "--log-level", "debug")
    try await live(school, daemon, &heard)
    try await commands(school, &heard)
    daemon.signal(SIGTERM)
    let said = try await daemon.end()
    #expect(said.exit == 0)
    heard.add("what the daemon prints", said.output)
    heard.add("the daemon's log", said.complaint)
    #expect(said.complaint.contains("batch committed"))
    // The word is there: people have read it, and whoever is asked for names tells them.
    #expect(school.emulator.chat(of: School.phone(of: "N1")).messages.contains { $0.text.contains(Self.word) })

    for (table, columns) in [
      ("incident", "kind, subject, detail"), ("journal", "door, action, subject, detail"),
      ("quarantine", "kind, key, error"), ("outbox", "state, error"), ("bot", "name, holder"),
    ] {
      let rows = try school.rows("SELECT \(columns) FROM \(table)")
      #expect(!rows.isEmpty)
      heard.add("the table \(table)", rows.joined(separator: "\n"))
    }
    #expect(FileManager.default.fileExists(atPath: school.folder.path + "/figures.prom"))
    // Whatever file the program writes beside these is for others than the store's owner.
    let own: Set = ["people.csv", "wrong.csv", "text.txt", "token", "proxy.json5", "copy.db"]
    for file in try FileManager.default.subpathsOfDirectory(atPath: school.folder.path) {
      let name = URL(filePath: file).lastPathComponent
      guard !own.contains(name), !name.hasPrefix("mentorbot.db") else { continue }
      heard.add("the name of a file", file)
      guard let data = FileManager.default.contents(atPath: school.folder.path + "/" + file) else { continue }
      heard.add("the file \(file)", String(decoding: data, as: UTF8.self))
    }
    #expect(heard.finds(Self.secrets + codes) == [])
    #expect(try school.rows("SELECT kind FROM incident ORDER BY id").contains("update.quarantined"))
  }

  /// Everybody sends the code that he was given, under a name of his own.
  ///
  /// - Returns: the codes.
  private func invite(_ school: School) async throws -> [String] {
    try await school.join("U1", "N1", "K1")
    for id in ["U1", "N1", "K1"] {
      school.emulator.addPerson(.init(id: School.phone(of: id), firstName: Self.word, lastName: Self.word))
    }
    return ["U1", "N1", "K1"].compactMap { id in
      school.emulator.chat(of: School.phone(of: id)).messages.first { !$0.isFromBot }?.text
    }
  }

  // MARK: What people do

  private func live(_ school: School, _ daemon: Program, _ heard: inout Heard) async throws {
    for id in ["U1", "N1", "K1"] { try await school.see("Вы подключены", as: id) }
    try await help(school)
    try await strangeThings(school)
    try await meeting(school)
    try await announce(school)
    try await mishaps(school)
    // While it runs: what everybody on the machine can see of it.
    for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
      let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
      heard.add("the list of processes", String(decoding: line, as: UTF8.self))
    }
    let environment = FileManager.default.contents(atPath: "/proc/\(daemon.id)/environ") ?? Data()
    heard.add("the daemon's environment", String(decoding: environment, as: UTF8.self))
    daemon.signal(SIGHUP)
    try await daemon.line("dialogs reloaded")
    try school.say("/mydata", as: "U1")
    try await school.press("Файлом", as: "U1")
    try await school.see("В файле всё", as: "U1")
    try school.say("/forget", as: "U1")
    try await school.press("Удалить мои данные", as: "U1", on: "Удалить ваши данные?")
    try await school.press("Да, удалить навсегда", as: "U1")
    try await school.see("ваши данные удалены", as: "U1")
    try await school.settle()
  }

  private func help(_ school: School) async throws {
    try await school.press("Нужна помощь", as: "U1")
    try await school.press("Учёба", as: "U1")
    try await school.press("Срочно, сегодня", as: "U1")
    try await school.see("Напишите одним-двумя предложениями", as: "U1")
    try school.say("Вопрос \(Self.word)", as: "U1")
    try await school.press("Беру", as: "N1", on: "Вопрос \(Self.word)")
    try await school.press("Вопрос решён", as: "U1", on: "Вам помогут")
    try await school.press("5", as: "U1")
    try await school.see("Спасибо за оценку!", as: "U1")
  }

  /// What is no text, comes from elsewhere, or cannot be.
  private func strangeThings(_ school: School) async throws {
    let phone = School.phone(of: "U1")
    let sender = #""from":{"id":\#(phone),"is_bot":false,"first_name":"\#(Self.word)","username":"\#(Self.word)"}"#
    func deliver(_ content: String, as kind: String = "message", in chat: String? = nil) throws {
      let chat = chat ?? #"{"id":\#(phone),"type":"private","first_name":"\#(Self.word)"}"#
      try school.emulator.deliver(
        rawUpdate: #"{"\#(kind)":{"message_id":9000,"date":1795413600,"chat":\#(chat),\#(sender),\#(content)}}"#)
    }
    try deliver(#""contact":{"phone_number":"\#(Self.phone)","first_name":"\#(Self.word)","user_id":\#(phone)}"#)
    try deliver(
      #""document":{"file_id":"\#(Self.word)","file_unique_id":"u","file_name":"\#(Self.word).pdf","file_size":9}"#)
    try deliver(#""text":"\#(Self.word)","forward_origin":{"type":"hidden_user","sender_user_name":"\#(Self.word)"}"#)
    try deliver(#""text":"\#(Self.word)""#, as: "edited_message")
    try deliver(#""text":"\#(Self.word)""#, as: "channel_post")
    try deliver(#""text":"\#(Self.word)""#, in: #"{"id":-5,"type":"group","title":"\#(Self.word)"}"#)
    try school.emulator.deliver(rawUpdate: #"{"\#(Self.word)":{"text":"\#(Self.word)"}}"#)
    try school.say("/\(Self.word)", as: "U1")
    try school.say("/start \(Self.word)", as: "U1")
    try school.say("AAAA-BBBB-CCCC-DDDD", as: "U1")
    try school.say("помощь", as: "U1")
    try await school.see("Я бот программы", as: "U1")
    try await school.settle()
  }

  private func meeting(_ school: School) async throws {
    try await school.press("Назначить встречу", as: "U1")
    try await school.press("Онлайн", as: "U1")
    try await school.press("45 минут", as: "U1")
    try await school.see("Где созваниваетесь?", as: "U1")
    try school.say("У \(Self.word)", as: "U1")
    try await school.see("В какой день?", as: "U1")
    try school.say("завтра в 16", as: "U1")
    try await school.press("Достаточно", as: "U1")
    try await school.press("Отправить", as: "U1")
    try await school.press("вторник, 24 ноября, 16:00", as: "N1")
    try await school.see("Встреча", as: "U1")
    // A quarter of an hour after it was to begin; then after its end.
    school.clock?.move(to: Self.start + .seconds(31 * 3600 + 15 * 60))
    for id in ["U1", "N1"] {
      try await school.press("Да", as: id)
      try await school.see("Спасибо, записал", as: id)
    }
    school.clock?.move(by: .seconds(45 * 60))
    try await school.press("Начать", as: "U1")
    try await school.press("1", as: "U1", on: "Вопрос 1 из 3")
    try await school.press("Готово", as: "U1", on: "Вопрос 2 из 3")
    try await school.see("Вопрос 3 из 3", as: "U1")
    try school.say("Заметка \(Self.word)", as: "U1")
    try await school.see("Ответы сохранены", as: "U1")
  }

  private func announce(_ school: School) async throws {
    try school.say("Рассылка", as: "K1")
    try await school.press("Все", as: "K1", on: "Кому отправить объявление?")
    try await school.press("Дальше", as: "K1")
    try await school.see("Напишите текст объявления", as: "K1")
    try school.say("Объявление \(Self.word)", as: "K1")
    try await school.press("Без кнопок", as: "K1")
    try await school.press("События", as: "K1")
    try await school.press("Отправить сейчас", as: "K1")
    try await school.settle()
    school.clock?.move(by: .seconds(61))
    try await school.see("Объявление \(Self.word)", as: "U1")
    try school.say("/find", as: "K1")
    try await school.see("Напишите фамилию или имя", as: "K1")
    try school.say(Self.word, as: "K1")
    try await school.see("Кто из них?", as: "K1")
    try await school.settle()
  }

  /// Sends that fail, and updates that cannot be handled.
  private func mishaps(_ school: School) async throws {
    for description in [
      "Bad Request: message text is empty", "Bad Request: can't parse entities: byte offset 12",
      "Forbidden: user is deactivated",
    ] {
      let code = description.hasPrefix("Bad") ? 400 : 403
      school.emulator.fail("sendMessage", with: [.refuse(code: code, description: description)])
      try school.say("меню", as: "N1")
      try await school.settle()
    }
    school.emulator.fail("sendMessage", with: [.html(status: 502), .loseAnswer, .garbleAnswer])
    try school.say("помощь", as: "N1")
    try await school.settle()

    try school.say("/sos", as: "U1")
    try await school.press("Учёба", as: "U1", on: "С чем нужна помощь?")
    try await school.press("Не срочно", as: "U1")
    try await school.see("Напишите одним-двумя предложениями", as: "U1")
    try school.change(
      """
      CREATE TRIGGER broken BEFORE INSERT ON help_request BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END
      """)
    try school.say("Второй \(Self.word)", as: "U1")
    let apology = try await school.see("Что-то сломалось", as: "U1")
    try school.change("DROP TRIGGER broken")
    try school.change(#"UPDATE conversation SET state = '{"\#(Self.word)' WHERE ended_at IS NULL AND dialog = 'help'"#)
    try school.say("Третий \(Self.word)", as: "U1")
    try await school.see("Что-то сломалось", as: "U1", after: apology.id)
    try await school.settle()
  }

  // MARK: What the operator types

  /// Commands that succeed and that fail. Those that are asked for names may print them, but no command complains of them.
  private func commands(_ school: School, _ heard: inout Heard) async throws {
    try school.write("Объявление \(Self.word)", to: "text.txt")
    try school.write(
      """
      external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
      \(Self.word),\(Self.word),\(Self.word),\(Self.word),\(Self.word),,\(Self.word),,,\(Self.word)
      a,b
      "x,\(Self.word)

      """.replacing("\n\(Self.word),", with: "\nU9,"), to: "wrong.csv")
    try school.write(Self.people.split(separator: "\n").dropFirst().joined(separator: "\n"), to: "headless/wrong.csv")
    try school.write("\(School.token) \(School.secret)", to: "wrong/token")
    let bot = #"name: "a", platform: "telegram""#
    try school.write(
      """
      { timeZone: "Europe/Moscow", bots: [
        { \(bot), token: { file: "\(School.token)" }, proxy: "htp://u:proxy-pass-0w0@host:1" },
        { \(bot), token: "\(School.token)", apiBase: "https://u:proxy-pass-0w0@host" } ] }
      """, to: "proxy.json5")
    try school.write(
      #"{ timeZone: "Europe/Moscow", bots: [{ \#(bot), token: { file: "wrong/token" } }] }"#, to: "token.json5")
    for (exit, isAboutPeople, arguments) in [
      (0, true, "query people"), (0, true, "query help_requests --format json"), (0, false, "query incidents"),
      (0, false, "query audit"), (1, false, "query peple"), (1, false, "query people --from yesterday"),
      (0, true, "people list"), (1, false, "people import wrong.csv"), (1, false, "people import headless/wrong.csv"),
      (0, false, "people import people.csv"), (1, false, "people invite nobody"),
      (1, false, "broadcast text.txt --to all --as nobody --yes"),
      (1, true, "broadcast text.txt --to all --as N1 --yes"),
      (0, true, "broadcast text.txt --to all --as K1 --yes"), (2, true, "broadcast text.txt --to all --as K1"),
      (0, false, "check"), (0, false, "status"), (1, false, "status --check"), (1, false, "check --config proxy.json5"),
      (1, false, "run --config proxy.json5"),
      (1, false, "run --config token.json5"), (0, false, "dialogs trace"), (0, false, "store check"),
      (0, false, "backup copy.db"),
    ] as [(Int32, Bool, String)] {
      let said = try await school.program(arguments.split(separator: " ").map(String.init)).end()
      #expect(said.exit == exit, "\(arguments): \(said.complaint)")
      heard.add("the complaint of mentorbot \(arguments)", said.complaint)
      if !isAboutPeople { heard.add("the output of mentorbot \(arguments)", said.output) }
    }
  }
}
