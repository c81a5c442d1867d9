import Console
import DialogEngine
import Foundation
import Mentoring
import Messaging
import Rehearsal
import Simulation
import Store
import Synchronization
import TestSupport
import Testing

@testable import mentorbot

@Suite("mentorbot dialogs")
struct DialogsCommandTests {
  /// A folder with one dialog, which goes away with this value.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "dialogs-\(UUID().uuidString)").path

    init(_ more: [String: String] = [:]) throws {
      for (name, content) in Self.files.merging(more, uniquingKeysWith: { $1 }) {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: file)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static let files = [
      "tea/dialog.json5": """
      { format: 1, id: "tea", version: 2, who: "anyone", enter: [{ command: "tea" }], slots: { rating: { type: "rating" } },
        start: "ask",
        states: {
          ask: { ask: "ask", buttons: [[{ text: "yes", go: "rate" }, { text: "no", go: "bye" }]] },
          rate: { ask: "rate", answer: { into: "rating" }, go: [{ if: "rating < 3", to: "bye" }, { to: "#done" }] },
          bye: { say: "bye", go: "#done" },
        } }
      """,
      "tea/text.ru.json5": """
      { lang: "ru", for: "tea", ask: "Чай <или> **нет**?", yes: "Да", no: "Нет \\"спасибо\\"", rate: "От 1 до 5?", bye: "Жаль." }
      """,
      "tea/text.en.json5": """
      { lang: "en", for: "tea", ask: "Tea <or> **not**?", yes: "Yes", no: "No \\"thanks\\"", rate: "1 to 5?", bye: "A pity." }
      """,
    ]
  }

  private struct Outcome: Equatable {
    var code: Int32 = -1
    var output = ""
    var complaint = ""
  }

  /// A terminal that keeps what it is given.
  private final class Recorder: Sendable {
    let outcome = Mutex(Outcome())
    var terminal: Terminal {
      Terminal(
        output: { text in self.outcome.withLock { $0.output += text } },
        complain: { text in self.outcome.withLock { $0.complaint += text } })
    }
    func take() -> Outcome {
      outcome.withLock { outcome in
        defer { outcome = Outcome() }
        return outcome
      }
    }
  }

  private func run(_ words: String...) async -> Outcome {
    let recorder = Recorder()
    let root = Command("mentorbot", "A service.", [dialogsCommand(recorder.terminal)])
    let code = await runCommandLine(["dialogs"] + words, root, recorder.terminal)
    var outcome = recorder.take()
    outcome.code = code
    return outcome
  }

  // MARK: check and test

  @Test("check says what there is, or all that is wrong by file, line and column")
  func check() async throws {
    let good = try Folder()
    let outcome = await run("check", "--dialogs", good.path)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("tea version 2: 3 states; ru en\n"))
    let bad = try Folder(["tea/text.en.json5": "{ lang: \"en\", for: \"tea\" }", "milk/dialog.json5": "{"])
    let refused = await run("check", "--dialogs", bad.path)
    #expect(refused.code == 1 && refused.output.isEmpty)
    #expect(refused.complaint.contains("\(bad.path)/tea/text.en.json5:1:1: the text `ask` is missing"))
    #expect(refused.complaint.contains("\(bad.path)/milk/dialog.json5:"))
  }

  @Test("check, as it is built, prints every problem of every file in order, and fails")
  func builtCheck() async throws {
    let broken = BrokenDialogs("everything-at-once")
    let program = try Program(
      ["dialogs", "check", "--dialogs", broken.rule], in: URL(filePath: BrokenDialogs.root))
    let said = try await program.ended()
    #expect(said.exit == 1 && said.output.isEmpty)
    let lines = said.complaint.replacing("\(broken.rule)/", with: "").split(separator: "\n").map(String.init)
    #expect(lines.count == 10 && broken.areExpected(lines), "\(said.complaint)")
  }

  @Test("check prints hints at likely slips, and succeeds")
  func hints() async throws {
    let broken = BrokenDialogs("hint-answer-lost")
    let outcome = await run("check", "--dialogs", broken.folder)
    #expect(outcome.code == 0)
    #expect(
      outcome.output.contains(
        "hint: \(broken.folder)/poll/dialog.json5:8:42: the answer goes nowhere: no text, condition or argument makes use of `note`\n"
      ))
  }

  @Test("test runs the transcripts, says what they cover, and fails by file and line")
  func test() async throws {
    let header = "as a mentee, en, now 2026-03-02T10:00+03:00\n"
    let good = try Folder(["tea/tests/a.txt": header + "> /tea\n< Tea…\n[Yes]\n< 1 to 5?\n"])
    let passed = await run("test", "tea", "--dialogs", good.path)
    #expect(passed.code == 0)
    #expect(
      passed.output.hasPrefix(
        """
        tea: states 2 of 3, ways 1 of 5, languages 1 of 2 (not ru)
          ask: [no] → bye
          rate: answer → bye; answer → #done
          bye: never reached
        1 transcript went as written; the service was killed
        """))
    let bad = try Folder([
      "tea/tests/a.txt": header + "> /tea\n< Coffee?\n", "tea/tests/b.txt": "nonsense\n",
    ])
    let refused = await run("test", "--dialogs", bad.path)
    #expect(refused.code == 1)
    #expect(
      refused.complaint.contains(
        "\(bad.path)/tea/tests/a.txt:3:1: expected: Coffee?, but the bot said to mentee: Tea <or> not?\n"))
    #expect(refused.complaint.contains("\(bad.path)/tea/tests/b.txt:1:1: a transcript begins with"))
    let none = try Folder()
    #expect(await run("test", "--dialogs", none.path).complaint.contains("no transcripts: \(none.path)/*/tests/*.txt"))
    #expect(await run("test", "tee", "--dialogs", none.path).complaint.contains("did you mean `tea`?"))
  }

  // MARK: graph

  @Test("graph draws the states and the ways between them as Mermaid and as DOT")
  func graph() async throws {
    let folder = try Folder()
    #expect(
      await run("graph", "tea", "--dialogs", folder.path).output == """
        ---
        title: tea
        ---
        flowchart TD
          begin(["tea"])
          s_ask["ask"]
          s_rate["rate"]
          s_bye>"bye"]
          end_done(["#35;done"])
          everywhere(["any state that waits"])
          end_expire(["#35;expire"])
          begin --> s_ask
          s_ask -->|"[Да]"| s_rate
          s_ask -->|"[Нет #quot;спасибо#quot;]"| s_bye
          s_rate -.->|"answer"| s_bye
          s_rate -.->|"answer"| end_done
          s_bye --> end_done
          everywhere -->|"idle P1D"| end_expire

        """)
    // Every dialog, the built-in one too, each a diagram of its own.
    let page = await run("graph", "--dialogs", folder.path).output
    #expect(page.hasPrefix("```mermaid\n---\ntitle: forget\n") && page.hasSuffix("\"idle P1D\"| end_expire\n```\n\n"))
    let dot = await run("graph", "tea", "--format", "dot", "--dialogs", folder.path).output
    #expect(dot.hasPrefix("digraph \"tea\" {\n") && dot.hasSuffix("}\n"))
    #expect(dot.contains("  s_ask -> s_bye [label=\"[Нет \\\"спасибо\\\"]\"];\n"))
    #expect(dot.contains("  s_rate -> s_bye [label=\"answer\", style=dashed];\n"))
  }

  @Test("graph counts the conversations of a store: who is where, who was lost where")
  func graphCounts() async throws {
    let folder = try Folder()
    let file = "\(folder.path)/.store/school.db"
    let repertoire = try Rehearsal.Repertoire(folder: folder.path)
    let parts = ["anna", "boris", "vera"].map { Part(name: $0, role: nil, language: "ru") }
    let rehearsal = try Rehearsal(
      parts, repertoire, now: Timestamp(seconds: 1_772_434_800), store: .sqlite(path: file))
    for part in parts.indices { try rehearsal.say("/tea", as: part) }
    #expect(try rehearsal.press("Да", as: 0))
    // Lost without an answer: a day later the first two have been closed.
    try rehearsal.pass(.seconds(25 * 3600))
    try rehearsal.say("/tea", as: 2)
    let graph = await run("graph", "tea", "--dialogs", folder.path, "--store", "sqlite:\(file)")
    #expect(graph.complaint.isEmpty)
    #expect(graph.output.contains("  s_ask[\"ask (1 now, 2 left here)\"]\n"))
    #expect(graph.output.contains("  s_rate[\"rate (0 now, 1 left here)\"]\n"))
    #expect(graph.output.contains("  s_bye>\"bye\"]\n"))
  }

  // MARK: preview

  @Test("preview shows every text in every language, escaped, with its styles and buttons")
  func preview() async throws {
    let folder = try Folder()
    let file = "\(folder.path)/page.html"
    #expect(
      await run("preview", "tea", "--dialogs", folder.path, "--out", file) == Outcome(code: 0, output: file + "\n"))
    let page = try String(contentsOfFile: file, encoding: .utf8)
    #expect(page.contains("<div class=phone lang=\"ru\"><p>Чай &lt;или&gt; <b>нет</b>?</p>"))
    #expect(page.contains("<div class=phone lang=\"en\"><p>Tea &lt;or&gt; <b>not</b>?</p>"))
    #expect(page.contains("<div class=keys><span>Да</span><span>Нет &quot;спасибо&quot;</span></div>"))
    for text in ["От 1 до 5?", "1 to 5?", "Жаль.", "A pity."] { #expect(page.contains("<p>\(text)</p>")) }
    #expect(!page.contains("http"))
    #expect(await run("preview", "--dialogs", folder.path).code == 2)
    #expect(await run("preview", "--dialogs", folder.path, "--out", "\(folder.path)/none/page.html").code == 1)
  }

  // MARK: play

  @Test("play numbers the buttons, takes numbers, texts and time, and records what was said")
  func play() throws {
    let folder = try Folder()
    let repertoire = try Rehearsal.Repertoire(folder: folder.path)
    let recorder = Recorder()
    let zone = try #require(Zone(identifier: "Europe/Moscow"))
    let parts = [
      Part(name: "stranger", role: nil, language: "ru"), Part(name: "mentor", role: .mentor, language: "ru"),
    ]
    var table = try PlayTable(parts, repertoire, zone, recorder.terminal)
    try table.begin(repertoire.library.dialogs["tea"], "ru")
    #expect(recorder.take().output == "< Чай <или> нет?\n    1 [Да]   2 [Нет \"спасибо\"]\n")
    try table.take("1")
    #expect(recorder.take().output == "< От 1 до 5?\n    1 [1]   2 [2]   3 [3]   4 [4]   5 [5]\n")
    try table.take("mentor> /tea")
    #expect(recorder.take().output == "mentor< Чай <или> нет?\n    1 [Да]   2 [Нет \"спасибо\"]\n")
    try table.take("+PT1H")
    #expect(recorder.take().output == "-- 2026-03-02T11:00:00+03:00\n")
    try table.take("[Кофе]")
    #expect(recorder.take().complaint == "stranger has no button [Кофе]\n")
    // As it is, though there is a button of that number.
    try table.take("> 2")
    #expect(recorder.take().output == "< Жаль.\n")
    #expect(
      table.transcript("t.txt") == """
        as a stranger, ru, now 2026-03-02T10:00:00+03:00
        with a mentor

        > /tea
        < Чай <или> нет?
        = [Да] [Нет "спасибо"]

        [Да]
        < От 1 до 5?
        = [1] [2] [3] [4] [5]

        mentor> /tea
        mentor< Чай <или> нет?
        mentor= [Да] [Нет "спасибо"]

        +PT1H

        > 2
        < Жаль.

        """)
  }

  @Test("play begins before the door with somebody who has a code")
  func playJoining() throws {
    let folder = try Folder()
    let recorder = Recorder()
    let zone = try #require(Zone(identifier: "Europe/Moscow"))
    let player = Part(name: "mentee", role: .mentee, language: "ru", age: 13, standing: .invitedWithoutConsent)
    var table = try PlayTable([player], Rehearsal.Repertoire(folder: folder.path), zone, recorder.terminal)
    try table.begin(nil, "ru")
    #expect(recorder.take().output == "the school has given you a code: {code} sends it\n")
    try table.take("{code}")
    #expect(recorder.take().output.hasPrefix("< Код верный, но пока подключить вас нельзя"))
    try table.take("mentee gets a consent")
    #expect(recorder.take().output == "")
    try table.take("{code}")
    #expect(recorder.take().output.contains("< Здравствуйте, Тимофей! Вы подключены."))
    #expect(
      table.transcript("t.txt").hasPrefix(
        "as a mentee of 13 who has a code but no consent, ru, now 2026-03-02T10:00:00+03:00\n\n> {code}\n< Код верный"))
  }

  // MARK: texts

  @Test("texts go out as a table and come back changed; a table that is wrong changes nothing")
  func texts() async throws {
    let folder = try Folder()
    let table = "\(folder.path)/texts.csv"
    let ru = "\(folder.path)/tea/text.ru.json5"
    let out = await run("texts", "export", "tea", "--language", "en", "--out", table, "--dialogs", folder.path)
    #expect(out == Outcome(code: 0, output: "\(table): 5 rows; ru en\n"))
    #expect(await run("texts", "import", table, "--dialogs", folder.path).output == "nothing to change\n")
    let written = try String(contentsOfFile: table, encoding: .utf8)
    try Data(written.replacing("Жаль.", with: "Жаль!").utf8).write(to: URL(filePath: table))
    let back = await run("texts", "import", table, "--dialogs", folder.path)
    #expect(back == Outcome(code: 0, output: "\(ru)\n1 text changed\n"))
    let changed = try String(contentsOfFile: ru, encoding: .utf8)
    #expect(changed.contains(#"bye: "Жаль!" }"#))

    try Data(written.replacing("Жаль.", with: "{x}").utf8).write(to: URL(filePath: table))
    let wrong = await run("texts", "import", table, "--dialogs", folder.path)
    #expect(wrong.code == 1 && wrong.output.isEmpty)
    #expect(wrong.complaint.hasPrefix("\(table):6:"))
    #expect(try String(contentsOfFile: ru, encoding: .utf8) == changed)

    #expect(await run("texts", "export", "--dialogs", folder.path).code == 2)
    #expect(await run("texts", "export", "--out", table, "--language", "Русский", "--dialogs", folder.path).code == 2)
    #expect(await run("texts", "export", "te", "--out", table, "--dialogs", folder.path).complaint.contains("`tea`"))
    #expect(await run("texts", "import", "\(folder.path)/none.csv", "--dialogs", folder.path).code == 1)
  }

  // MARK: trace

  @Test("trace tells what happened around a conversation, and nothing that anybody wrote")
  func trace() async throws {
    let folder = try Folder()
    let path = "\(folder.path)/.store/school.db"
    let zone = try #require(Zone(identifier: "Europe/Moscow"))
    var stage: Stage? = try Stage(store: CoreStore.open(.sqlite(path: path), zone: zone))
    try stage?.importPeople(
      """
      external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
      U1,Образцов,Тимофей,,mentee,учитель-ученик,,,,yes
      """)
    try stage?.join("U1", chat: 1)
    try stage?.pass(.seconds(1))
    try stage?.press(1, "Нужна помощь")
    try stage?.pass(.seconds(1))
    try stage?.press(1, "Учёба")
    try stage?.pass(.seconds(1))
    stage?.fate = { _ in SendFailure(attempted: "send", answer: "reset", recovery: .unknown) }
    try stage?.press(1, "Не срочно")
    stage?.fate = { _ in nil }
    try stage?.pass(.seconds(60))
    try stage?.say(1, "Тайна")
    stage = nil

    let list = await run("trace", "--store", "sqlite:\(path)", "--format", "csv")
    let help = try #require(list.output.split(separator: "\r\n").first { $0.contains("\"help\"") })
    #expect(help.contains("\"school7\",\"U1\",\"help\",\"2026-11-23T12:00:01+03:00\""))
    let id = String(help.split(separator: "\"")[0])
    let trace = await run("trace", id, "--store", "sqlite:\(path)", "--format", "csv")
    let lines = trace.output.split(separator: "\r\n").dropFirst().map { line in
      line.split(separator: "\",\"").dropFirst().joined(separator: " ").filter { !$0.isNumber && $0 != "\"" }
    }
    #expect(
      lines == [
        "update ", "send row  sent", "update ", "edit row  sent", "update ",
        "edit row  sent,  attempts", "update ", "help.open help:", "ended help in open; done",
      ])
    #expect(!trace.output.contains("Тайна"))
    #expect(await run("trace", "99999", "--store", "sqlite:\(path)").complaint.contains("no conversation 99999"))
    #expect(await run("trace", "x", "--store", "sqlite:\(path)").code == 2)
  }
}
