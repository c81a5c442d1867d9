import Testing

@testable import Curation

/// A broken file under the plain header, and what a person is told, without the file's name.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var told: [String]

  init(_ name: String, _ text: String, _ told: String...) {
    self.name = name
    self.text = text
    self.told = told
  }

  init(_ name: String, lines: String, _ told: String...) {
    self.name = name
    self.text = BankFixture.header + "\n" + lines
    self.told = told
  }

  var testDescription: String { name }

  static let all = [
    BrokenFile("empty file", "", " файл пуст; в первой строке должны стоять названия столбцов"),
    BrokenFile(
      "missing columns", "external_id,last_name,first_name,patronymic,role,form,birth_date,position\n",
      "1:1: нет столбца «mentor_external_id»; добавьте его, хотя бы пустой",
      "1:1: нет столбца «consent»; добавьте его, хотя бы пустой"),
    BrokenFile(
      "unknown column", BankFixture.header + ",organization,телефон\n",
      "1:102: неизвестный столбец «organization»; возможно, «organisation»",
      "1:115: неизвестный столбец; допустимы: external_id, last_name, first_name, patronymic, role, form, "
        + "birth_date, position, mentor_external_id, consent, consent_date, language, organisation, parent_external_id"),
    BrokenFile(
      "repeated column", BankFixture.header + ",role\n", "1:102: столбец «role» уже есть; оставьте один"),
    BrokenFile(
      "cells without a column", lines: "a,Котова,Анна,,mentee,,,\nb,Котов,Пётр,,mentee,,,,,yes,лишнее",
      "2:1: ячеек 8, а столбцов 10; проверьте разделители и кавычки",
      "3:1: ячеек 11, а столбцов 10; проверьте разделители и кавычки"),
    BrokenFile(
      "empty cells", lines: ",\u{A0},,,,,,,,yes",
      "2:1: «external_id» не может быть пустым", "2:2: «last_name» не может быть пустым",
      "2:4: «first_name» не может быть пустым", "2:6: «role» не может быть пустым"),
    BrokenFile(
      "unknown role", lines: "a,Котова,Анна,,mentor1,,,,,yes\nb,Котова,Анна,,учитель,,,,,yes",
      "2:16: неизвестная роль «mentor1»; возможно, «mentor»",
      "3:16: неизвестная роль; допустимы: mentee, mentor, curator, head, council, coordinator, parent, "
        + "psychologist"),
    BrokenFile(
      "dates",
      lines: """
        a,Котова,Анна,,mentee,,2012-02-30,,,yes
        b,Котова,Анна,,mentee,,31/05/2012,,,yes
        c,Котова,Анна,,mentee,,2026-11-22,,,yes
        d,Котова,Анна,,mentee,,31.12.1899,,,yes
        """,
      "2:24: нет такой даты: «2012-02-30»; пишите 2012-05-31 или 31.05.2012",
      "3:24: нет такой даты: «31/05/2012»; пишите 2012-05-31 или 31.05.2012",
      "4:24: дата «2026-11-22» ещё не наступила", "5:24: дата «31.12.1899» раньше 1900 года"),
    BrokenFile(
      "abuse 28: a name in the wrong column, which is not repeated",
      BankFixture.header + ",language\na,Анна,Петровна,,Котова,,Котова,,,Котова,Котова\n",
      "2:18: неизвестная роль; допустимы: mentee, mentor, curator, head, council, coordinator, parent, psychologist",
      "2:26: здесь должна быть дата; пишите 2012-05-31 или 31.05.2012",
      "2:35: здесь не «да» и не «нет»; пишите yes (да), no (нет) или оставьте пустым",
      "2:42: неизвестный язык; допустимы: ru, en"),
    BrokenFile(
      "the same id twice",
      lines: "a,Котова,Анна,,mentee,,,,,yes\nb,Котов,Пётр,,mentee,,,,,yes\n a ,Котова,Анна,,mentor,,,,,yes",
      "4:1: external_id «a» уже есть в строке 2; у каждого человека он свой"),
    BrokenFile(
      "mentors",
      lines: """
        m01,Котова,Анна,,mentor,,,,,yes
        k01,Котова,Анна,,curator,,,,,yes
        a,Котов,Пётр,,mentee,,,,m1,yes
        b,Котов,Пётр,,mentee,,,,k01,yes
        c,Котов,Пётр,,mentee,,,,c,yes
        d,Котов,Пётр,,curator,,,,m01,yes
        """,
      "4:25: человека с external_id «m1» нет ни в файле, ни в базе; возможно, «m01»",
      "5:25: «k01» — не наставник: его роль curator, а нужна mentor",
      "6:25: «mentor_external_id» указывает на самого человека",
      "7:26: наставник назначается только наставляемому (mentee), а здесь роль curator; уберите mentor_external_id"),
    BrokenFile(
      "parents",
      BankFixture.header + ",parent_external_id\n" + """
        p,Котова,Анна,,parent,,,,,yes,
        q,Котова,Ольга,,mentor,,,,,yes,
        a,Котов,Пётр,,mentee,,,,p,yes,p
        b,Котов,Олег,,mentee,,,,q,yes,q
        c,Котов,Иван,,mentee,,,,,yes,b
        d,Котов,Илья,,mentee,,,,,yes,z
        e,Котов,Ян,,mentee,,,,,yes,e
        """,
      "4:25: правило R2-12: родитель не может быть наставником для своего ребёнка («p»); выберите другого наставника",
      "5:25: правило R2-12: родитель не может быть наставником для своего ребёнка («q»); выберите другого наставника",
      "6:30: «b» — наставляемый (mentee) и не может быть указан родителем",
      "7:30: человека с external_id «z» нет ни в файле, ни в базе",
      "8:28: «parent_external_id» указывает на самого человека"),
    BrokenFile(
      "consent",
      BankFixture.header + ",consent_date\n" + """
        a,Котова,Анна,,mentee,,,,,maybe,
        b,Котова,Анна,,mentee,,,,,,2026-09-01
        c,Котова,Анна,,mentee,,,,,yes,2026-12-01
        """,
      "2:27: здесь не «да» и не «нет»; пишите yes (да), no (нет) или оставьте пустым",
      "3:28: дата согласия есть, а согласия нет; поставьте consent = yes или уберите дату",
      "4:31: дата «2026-12-01» ещё не наступила"),
    BrokenFile(
      "language", BankFixture.header + ",language\na,Котова,Анна,,mentee,,,,,yes,русский\n",
      "2:31: неизвестный язык; допустимы: ru, en"),
    BrokenFile(
      "hidden characters", lines: "a,Кот\u{202E}ова,Анна\u{200B},,mentee,,,\"8\nБ\",,yes",
      "2:3: недопустимый невидимый знак U+202E; введите текст заново",
      "2:11: недопустимый невидимый знак U+200B; введите текст заново",
      "2:27: недопустимый невидимый знак U+000A; введите текст заново"),
    BrokenFile(
      "too long",
      lines: "\(String(repeating: "7", count: 65)),К,А,,mentee,\(String(repeating: "ж", count: 101)),,,,yes",
      "2:1: «external_id» длиннее 64 знаков", "2:79: «form» длиннее 100 знаков"),
    BrokenFile(
      "form and content together", lines: "a,\"Котова\"x,Анна,,mentee,,,,,yes\nb,Ко\"т,Анна,,mentee,,,,zz,да?",
      "2:11: после закрывающей кавычки стоит текст; кавычку внутри ячейки удвойте",
      "3:5: кавычка внутри ячейки; возьмите всю ячейку в кавычки, а эту удвойте: \"ООО \"\"Ромашка\"\"\"",
      "3:24: человека с external_id «zz» нет ни в файле, ни в базе",
      "3:27: здесь не «да» и не «нет»; пишите yes (да), no (нет) или оставьте пустым"),
  ]
}

@Suite("Faults of a people file")
struct PeopleFaultTests {
  @Test("says everything that is wrong, by line and column, and imports nothing", arguments: BrokenFile.all)
  func tells(_ broken: BrokenFile) throws {
    let bank = try BankFixture()
    let before = try bank.everything()
    let expected = broken.told.map { "people.csv:" + $0 }
    #expect(try bank.problems(broken.text) == expected)
    #expect(try bank.everything() == before)
  }

  @Test("says the same in English", arguments: BrokenFile.all)
  func tellsInEnglish(_ broken: BrokenFile) throws {
    func place(_ problem: String) -> String { problem.split(separator: " ").first.map(String.init) ?? "" }
    let bank = try BankFixture()
    let english = try bank.problems(broken.text, .en)
    #expect(english.map(place) == broken.told.map { place("people.csv:" + $0) })
    #expect(!english.contains { $0.contains("«") })
  }

  @Test("names the line of a byte that is not UTF-8")
  func encoding() throws {
    let bank = try BankFixture()
    let bytes = Array((BankFixture.header + "\na,").utf8) + [0xCA, 0xEE, 0xF2]
    let problems = #expect(throws: (any Error).self) {
      try importPeople(
        bytes, file: "people.csv", into: bank.store, organisation: "Школа № 7", language: .ru, now: bank.now)
    }
    #expect(
      problems.map { "\($0)" }
        == "people.csv:2:3: файл не в кодировке UTF-8 (скорее всего, Windows-1251); сохраните его как «CSV UTF-8»")
  }

  @Test("lists a thousand problems and counts the rest")
  func veryMany() throws {
    let lines = (0..<1500).map { "p\($0),К,А,,nobody,,,,,yes" }.joined(separator: "\n")
    let problems = try BankFixture().problems(BankFixture.header + "\n" + lines)
    #expect(problems.count == 1001)
    #expect(problems.last == "people.csv: и ещё ошибок: 500")
  }

  @Test("checks against the people of the store as well")
  func storePeople() throws {
    let bank = try BankFixture()
    let parents = BankFixture.header + ",parent_external_id\n"
    try bank.importText(
      parents + "m,Котова,Анна,,mentor,,,,,yes,\nk,Котова,Яна,,curator,,,,,yes,\na,Котов,Пётр,,mentee,,,,,yes,m\n")
    // The store's family blocks the pair though this file does not name the parent.
    #expect(
      try bank.problems(BankFixture.header + "\na,Котов,Пётр,,mentee,,,,m,yes\nb,Котов,Олег,,mentee,,,,k,yes\n") == [
        "people.csv:2:25: правило R2-12: родитель не может быть наставником для своего ребёнка («m»); "
          + "выберите другого наставника",
        "people.csv:3:25: «k» — не наставник: его роль curator, а нужна mentor",
      ])
    // A mentor of the store who is none in this file.
    #expect(
      try bank.problems(BankFixture.header + "\nm,Котова,Анна,,head,,,,,yes\nb,Котов,Олег,,mentee,,,,m,yes\n") == [
        "people.csv:3:25: «m» — не наставник: его роль head, а нужна mentor"
      ])
  }
}
