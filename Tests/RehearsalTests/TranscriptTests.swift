import DialogEngine
import JSON5
import Mentoring
import Rehearsal
import Store
import Testing

@Suite("Transcripts")
struct TranscriptTests {
  private static let header = "as a stranger, ru, now 2026-03-02T10:00+03:00\n"

  private func play(_ lines: String, header: String = header) throws -> Performance {
    let folder = try ScratchFolder()
    try folder.write(lunch)
    return try readTranscript(header + lines, file: "t.txt")
      .perform(Rehearsal.Repertoire(folder: folder.path), storesIn: folder.stores)
  }

  @Test("go through when all is as written")
  func goThrough() throws {
    let run = try play(
      """
      # A stranger rates the lunch.
      > /lunch
      < Как обед, от 1 до 5?
      = [1] [2] [3] [4] [5]
      > 4
      < Что было не так?
      | Оценка: 4.
      = [Пропустить] [Назад]
      +PT1H
      < Вы ещё тут?
      [Пропустить]
      < Спас…
      <
      ! answers.save ok
      """)
    #expect(run.failure == nil)
    #expect(
      run.happenings.last == .shown(part: 0, Shown(text: "Спасибо!", rows: []))
        || run.happenings.last == .command("answers.save", outcome: "ok"))
    #expect(run.happenings.count == 5)
  }

  @Test(
    "fail at the line that is not as written",
    arguments: [
      ("> /lunch\n< Как ужин?", "t.txt:3:1: expected: Как ужин?, but the bot said to stranger: Как обед, от 1 до 5?"),
      ("> /lunch\n< …обед…\n< Что?", "t.txt:4:1: expected: Что?, but the bot said nothing more to stranger"),
      ("> /lunch\n<", "t.txt:3:1: to stranger the bot also said: Как обед, от 1 до 5?"),
      (
        "> /lunch\n> 4\n< Что…\n= [Пропустить]",
        "t.txt:5:1: expected the buttons: [Пропустить], but there are: [Пропустить] [Назад]"
      ),
      ("> /lunch\n[Дальше]", "t.txt:3:1: stranger has no button [Дальше]"),
      ("> /lunch\n! answers.save", "t.txt:3:1: expected the command answers.save, given were: none"),
      (
        "> /lunch\n> 4\n[Пропустить]\n! answers.save closed",
        "t.txt:5:1: expected the command answers.save closed, given were: answers.save ok"
      ),
      (
        "> /lunch\n> 4\n[Пропустить]\n! answers.save\n! answers.save",
        "t.txt:6:1: expected the command answers.save, given were: none"
      ),
      // One message too many is found at the next act, and at the end.
      (
        "> привет\n< Что нужно сделать?\n> /lunch\n> 4\n< Что…\n+PT1H\n<\n",
        "t.txt:8:1: to stranger the bot also said: Вы ещё тут?"
      ),
    ])
  func fail(_ lines: String, _ message: String) throws {
    #expect(try play(lines).failure?.description == message)
  }

  @Test("tell what somebody else hears")
  func cast() throws {
    let run = try play(
      """
      with a mentor: oleg

      oleg> /lunch
      oleg< Как обед, от 1 до 5?
      <
      > /lunch
      oleg<
      < …обед…
      """)
    #expect(run.failure == nil)
  }

  @Test(
    "that cannot be read are refused line by line",
    arguments: [
      ("", "t.txt:1:1: the transcript is empty; it begins with `as a mentee, ru, now 2026-03-02T10:00+03:00`"),
      ("> hi", "t.txt:1:1: a transcript begins with `as a mentee, ru, now 2026-03-02T10:00+03:00`, found > hi"),
      (
        "as a mentee, ru, now 2026-02-30T10:00Z",
        "t.txt:1:22: expected a moment such as 2026-03-02T10:00+03:00, found 2026-02-30T10:00Z"
      ),
      (header + "+31M", "t.txt:2:1: expected how much time passes, such as +PT31M or +P1D, found +31M"),
      (header + "anna> hi", "t.txt:2:1: unknown person `anna`; valid here: stranger"),
      (
        header + "hi",
        "t.txt:2:1: expected one of > text, [button], < text, = [button], +PT30M, ! command, NAME gets a consent, found hi"
      ),
      (header + "[Да", "t.txt:2:1: a button stands in brackets: [Да]"),
      (header + "= [Да]", "t.txt:2:1: buttons stand below the message (<) that has them"),
      (header + "| more", "t.txt:2:1: | goes on with a text (> or <) on the line above"),
      (header + "with a stranger", "t.txt:2:1: two are called stranger: write `with a stranger: ANOTHER_NAME`"),
      (header + "> hi\nwith a mentor", "t.txt:3:1: everybody who takes part stands at the top"),
      (header + "!", "t.txt:2:1: expected a command and perhaps its outcome: ! help.open ok"),
      (header + "with a mentee of thirteen", "t.txt:2:18: expected an age behind `of`: a mentee of 13"),
      (header + "with a mentee of", "t.txt:2:15: expected an age behind `of`: a mentee of 13"),
      (
        header + "with a mentee who has code: anna",
        "t.txt:2:15: expected `of AGE` or `who has a code` or `who has a code but no consent`, found who has code"
      ),
      (header + "with a stranger of 40: x", "t.txt:2:8: the school does not know a stranger: name a role"),
      (header + "with a mentor: Олег", "t.txt:2:16: a name is of a-z, 0-9 and _, found Олег"),
      (header + "> /start {code}", "t.txt:2:10: stranger has no code: the school does not know a stranger"),
      (header + "> {code of anna}", "t.txt:2:3: unknown person `anna`; valid here: stranger"),
      (header + "stranger gets a consent", "t.txt:2:1: the school does not know a stranger"),
      (header + "anna gets a consent", "t.txt:2:1: unknown person `anna`; valid here: stranger"),
    ])
  func refused(_ text: String, _ message: String) {
    #expect(throws: Problems.self) { try readTranscript(text, file: "t.txt") }
    do { _ = try readTranscript(text, file: "t.txt") } catch { #expect(error.description == message) }
  }

  @Test("show somebody joining: a code, a consent that is missing and comes on paper")
  func joining() throws {
    let run = try play(
      """
      with a mentee of 13 who has a code but no consent: anna
      with a mentor of 40 who has a code but no consent: oleg
      with a curator who has a code: maria

      anna> {code}
      anna< Код верный…
      anna gets a consent
      anna> /start {code}
      anna< Здравствуйте, Тимофей!…
      anna< Что нужно сделать?
      anna= [Оценить обед] […

      oleg> {code of anna}
      oleg< Этот код уже использован.…
      oleg> {code}
      oleg< Согласие на обработку данных…
      oleg= [Согласен(на)] [Не согласен(на)]
      oleg[Согласен(на)]
      ! consent.give ok
      oleg< Здравствуйте, Андрей Викторович!…
      oleg< Что нужно сделать?

      maria> {kode} {code}
      > AAAA-AAAA-AAAA-AAAA
      maria> {code}
      maria< Здравствуйте, Мария Ивановна!…
      maria< Что нужно сделать?
      """)
    #expect(run.failure?.description == nil)
  }

  @Test("name the nearest role")
  func nearestRole() {
    do {
      _ = try readTranscript("as a mentr, ru, now 2026-03-02T10:00+03:00", file: "t.txt")
      Issue.record("read")
    } catch {
      #expect(error.description.hasPrefix("t.txt:1:6: unknown role `mentr`; did you mean `mentor`? "))
    }
  }

  @Test(
    "match with … for anything",
    arguments: [
      ("abc", "abc", true), ("abc", "ab", false), ("abc", "…", true), ("", "…", true), ("abc", "a…", true),
      ("abc", "…c", true), ("abc", "a…c", true), ("abc", "…b…", true), ("abc", "…d…", false), ("ab", "ab…b", false),
      ("a\nb ", "a \nb", true), ("aXbXc", "a…b…c", true), ("abab", "…ab", true), ("a", "a…a", false),
    ])
  func match(_ text: String, _ pattern: String, _ expected: Bool) {
    #expect(matches(text, pattern) == expected)
  }

  @Test("that are recorded read back as they were, and go as written")
  func recorded() throws {
    let start = Timestamp(seconds: 1_772_434_800)
    let parts = [
      Part(name: "anna", role: .mentee, language: "ru"), Part(name: "mentor", role: .mentor, language: "en"),
      Part(name: "u", role: .mentee, language: "ru", age: 13, standing: .invitedWithoutConsent),
      Part(name: "curator", role: .curator, language: "ru", standing: .invited),
    ]
    let run = try play("> /lunch\n> 4\n[Пропустить]", header: "as a mentee, ru, now 2026-03-02T10:00+03:00\n")
    var steps: [Transcript.Step] = [.init(line: 0, action: .says(part: 0, "/lunch"))]
    steps += Transcript.steps(of: Array(run.happenings.prefix(1)))
    steps.append(.init(line: 0, action: .passes(.seconds(90))))
    steps.append(.init(line: 0, action: .consents(part: 2)))
    steps.append(.init(line: 0, action: .says(part: 0, "4")))
    steps += Transcript.steps(of: Array(run.happenings.dropFirst().prefix(1)))
    steps.append(.init(line: 0, action: .presses(part: 0, "Пропустить")))
    steps += Transcript.steps(of: Array(run.happenings.dropFirst(2)))
    let zone = try #require(Zone(identifier: "Europe/Moscow"))
    let text = Transcript(file: "t.txt", parts: parts, start: start, steps: steps).written(in: zone)
    #expect(
      text == """
        as a mentee: anna, ru, now 2026-03-02T10:00:00+03:00
        with a mentor, en
        with a mentee of 13 who has a code but no consent: u
        with a curator who has a code

        > /lunch
        < Как обед, от 1 до 5?
        = [1] [2] [3] [4] [5]

        +PT1M30S

        u gets a consent

        > 4
        < Что было не так?
        | Оценка: 4.
        = [Пропустить] [Назад]

        [Пропустить]
        ! answers.save ok
        < Спасибо!

        """)
    let folder = try ScratchFolder()
    try folder.write(lunch)
    let read = try readTranscript(text, file: "t.txt")
    #expect(read.parts == parts && read.start == start && read.steps.map(\.action) == steps.map(\.action))
    let again = try read.perform(Rehearsal.Repertoire(folder: folder.path), storesIn: folder.stores)
    #expect(again.failure == nil)
  }

  @Test(
    "are tried with a service that dies after each commit: its calls are lost, or made and not known to be",
    arguments: [(Trial.diesBeforeCalls, 0), (.diesAfterCalls, 4)])
  func deaths(_ trial: Trial, _ repeated: Int) throws {
    let folder = try ScratchFolder()
    try folder.write(lunch)
    let text = Self.header + "> /lunch\n< Как…\n> 4\n< Что…\n[Пропустить]\n< Спасибо!\n"
    let run = try readTranscript(text, file: "t.txt").perform(
      Rehearsal.Repertoire(folder: folder.path), trial, in: .sqlite(path: "\(folder.stores)/t.db"))
    #expect(run.failure?.description == nil)
    // It dies after each update, after the end of each call (three messages and the answer to the button), and after each update again.
    #expect(run.repeatedCalls == repeated)
    #expect(run.deaths == 10)
  }

  @Test("show when the service itself fails")
  func failure() throws {
    let folder = try ScratchFolder()
    // Eleven messages in one go are more than a dialog may say.
    let states = (1...11).map { "s\($0): { say: \"hi\", go: \"\($0 == 11 ? "#done" : "s\($0 + 1)")\" }" }
    try folder.write([
      "chatty/dialog.json5": """
      { format: 1, id: "chatty", version: 1, who: "anyone", enter: [{ command: "chat" }], slots: {}, start: "s1",
        states: { \(states.joined(separator: ", ")) } }
      """,
      "chatty/text.ru.json5": "{ lang: \"ru\", for: \"chatty\", hi: \"Привет\" }",
    ])
    let run = try readTranscript(
      Self.header + """
        > /chat
        < (a person's message could not be handled, put aside: …chatty…)
        < (a conversation was broken off over an error: …)
        < Что-то сломалось…
        """, file: "t.txt"
    )
    .perform(Rehearsal.Repertoire(folder: folder.path), storesIn: folder.stores)
    #expect(run.failure?.description == nil)
  }

  @Test("are counted: where they went, which ways they took, in which languages")
  func coverage() throws {
    let folder = try ScratchFolder()
    try folder.write(lunch)
    let dialog = try #require(try Rehearsal.Repertoire(folder: folder.path).library.dialogs["lunch"])
    let run = try play("> /lunch\n> 4\n[Назад]")
    #expect(
      Coverage(of: dialog, by: run.observations).description == """
        lunch: states 2 of 3, ways 2 of 7, languages 1 of 1
          note: [skip] → save; answer → save; idle PT2H → #expire
          save: never reached
        """)
    #expect(
      Coverage(of: dialog, by: []).description == """
        lunch: states 0 of 3, ways 0 of 7, languages 0 of 1 (not ru)
          rate: never reached
          note: never reached
          save: never reached
        """)
    let whole = try play("> /lunch\n> 4\n[Назад]\n> 5\n[Пропустить]\n> /lunch\n> 1\n> Суп\n> /lunch\n> 1\n+PT2H")
    #expect(
      Coverage(of: dialog, by: whole.observations).description == """
        lunch: states 3 of 3, ways 6 of 7, languages 1 of 1
          save: answers.save: closed → #done
        """)
  }
}
