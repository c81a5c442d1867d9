import JSON5
import Synchronization
import Testing

@testable import Console

@Suite("The command line")
struct CommandLineTests {
  /// A tree like the program's own, whose commands write down what they got.
  static func tree(_ seen: @escaping @Sendable (String) -> Void = { _ in }) -> Command {
    Command(
      "mentorbot", "A service.",
      [
        Command(
          "query", "prints rows", details: "One query a view.",
          options: [
            .init("format", "table|csv|json", "how rows come out"), .init("limit", "N", "at most so many rows"),
            .init(flag: "list", "names the queries"),
          ],
          positionals: [.init("NAME", .optional)]
        ) { arguments in
          let format: Table.Format? = try arguments.choice("format")
          let limit = try arguments.integer("limit", in: 1...100)
          seen(
            "query \(arguments.positional("NAME") ?? "-") \(format?.rawValue ?? "-") \(limit ?? 0) \(arguments.has("list"))"
          )
        },
        Command(
          "people", "the two banks",
          [
            Command("import", "reads a file", positionals: [.init("FILE.csv")]) {
              seen("import \($0.positional("FILE.csv")!)")
            },
            Command(
              "invite", "makes codes", options: [.init("store", "URL", "where the store is")],
              positionals: [.init("ID", .some)]
            ) {
              seen("invite \($0.positionals("ID")) \($0["store"] ?? "-")")
            },
          ]),
        Command("fail", "fails", positionals: [.init("HOW")]) { arguments in
          switch arguments.positional("HOW") {
          case "problems":
            throw Problems([
              Problem(file: "a.json5", position: Position(line: 1, column: 2), message: "bad\u{1b}[2J"),
              Problem(file: "b.csv", position: nil, message: "cannot be read"),
            ])
          case "plain": throw Plain()
          case "bare": throw Bare.one
          default: throw arguments.wrong("fail how?")
          }
        },
      ])
  }

  struct Plain: Error, CustomStringConvertible { var description: String { #"two\x"# + "\nlines\r" } }
  enum Bare: Error { case one }

  /// What came out of one run.
  struct Outcome: Equatable {
    var code: Int32
    var output = ""
    var complaint = ""
    var seen: [String] = []
  }

  private func run(_ words: String...) async -> Outcome {
    let outcome = Recorded()
    let terminal = Terminal(
      output: { text in outcome.value.withLock { $0.output += text } },
      complain: { text in outcome.value.withLock { $0.complaint += text } })
    let code = await runCommandLine(
      words, Self.tree { text in outcome.value.withLock { $0.seen.append(text) } }, terminal)
    return outcome.value.withLock { outcome in
      outcome.code = code
      return outcome
    }
  }

  private final class Recorded: Sendable {
    let value = Mutex(Outcome(code: -1))
  }

  @Test("runs the command that is meant with its arguments")
  func runs() async {
    #expect(await run("query", "people", "--format", "csv", "--limit=7").seen == ["query people csv 7 false"])
    #expect(await run("query", "--list") == Outcome(code: 0, seen: ["query - - 0 true"]))
    #expect(await run("people", "import", "a.csv").seen == ["import a.csv"])
    #expect(await run("people", "invite", "--store=sqlite:a=b", "1", "2").seen == ["invite [\"1\", \"2\"] sqlite:a=b"])
    #expect(await run("people", "invite", "--", "--store", "-").seen == ["invite [\"--store\", \"-\"] -"])
  }

  static let wrong: [([String], String)] = [
    ([], "a command is missing"),
    (["people"], "a command is missing"),
    (["peple"], "unknown command `peple`; did you mean `people`? valid here: query, people, fail"),
    (
      ["query", "--formt", "csv"],
      "unknown option `--formt`; did you mean `--format`? valid here: --format, --limit, --list, --help"
    ),
    (["query", "-x"], "unknown option `-x`; valid here: --format, --limit, --list, --help"),
    (["query", "--format"], "--format needs a value: table|csv|json"),
    (["query", "--format", "--list"], "--format needs a value: table|csv|json"),
    (["query", "--list=yes"], "--list takes no value"),
    (["query", "--list", "--list"], "--list is given twice"),
    (["query", "--limit", "1", "--limit=2"], "--limit is given twice"),
    (["query", "--limit", "0"], "--limit: expected a whole number from 1 to 100, found `0`"),
    (["query", "--format", "xml"], "--format: unknown value `xml`; valid here: table, csv, json"),
    (["query", "a", "b"], "`b` is one word too many"),
    (["people", "import"], "FILE.csv is missing"),
    (["people", "invite"], "ID is missing"),
    (["fail", "otherwise"], "fail how?"),
  ]

  @Test("wrong usage is explained together with the usage that was meant, exit code 2", arguments: wrong)
  func wrongUsage(_ words: [String], _ message: String) async {
    let recorded = Recorded()
    let terminal = Terminal(
      output: { _ in Issue.record("nothing is to be printed") },
      complain: { text in recorded.value.withLock { $0.complaint += text } })
    let code = await runCommandLine(words, Self.tree(), terminal)
    let complaint = recorded.value.withLock { $0.complaint }
    #expect(code == 2)
    #expect(complaint.hasPrefix("mentorbot: \(message)\n\nUsage: mentorbot"))
  }

  @Test("a problem is said plainly, exit code 1; nothing in it reaches the terminal as a control character")
  func problems() async {
    #expect(
      await run("fail", "problems")
        == Outcome(code: 1, complaint: "a.json5:1:2: bad\\u001B[2J\nb.csv: cannot be read\n"))
    #expect(await run("fail", "plain") == Outcome(code: 1, complaint: "mentorbot: two\\x\nlines\\r\n"))
    #expect(await run("fail", "bare") == Outcome(code: 1, complaint: "mentorbot: unexpected error: one\n"))
  }

  @Test("--help shows the usage at each level")
  func help() async {
    let top = """
      Usage: mentorbot COMMAND

      A service.

      Commands:
        query   prints rows
        people  the two banks
        fail    fails

      Options:
        --help  shows this

      More on one of them: mentorbot COMMAND --help

      """
    #expect(await run("--help") == Outcome(code: 0, output: top))
    #expect(await run("-h").output == top)
    let query = """
      Usage: mentorbot query [NAME] [--format table|csv|json] [--limit N] [--list]

      prints rows

      One query a view.

      Options:
        --format table|csv|json  how rows come out
        --limit N                at most so many rows
        --list                   names the queries
        --help                   shows this

      """
    #expect(await run("query", "x", "--help") == Outcome(code: 0, output: query))
    #expect(
      await run("people", "invite", "--help").output.hasPrefix("Usage: mentorbot people invite ID… [--store URL]\n"))
  }
}
