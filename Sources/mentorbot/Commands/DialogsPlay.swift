import Console
import DialogEngine
import FoundationEssentials
import Glibc
import JSON5
import Mentoring
import Rehearsal

/// `mentorbot dialogs play`
func dialogsPlayCommand(_ terminal: Terminal) -> Command {
  Command(
    "play", "Chats with the bot in the terminal, in a sample school; nothing is kept.",
    details: playHelp,
    options: DialogOptions.options + [
      .init("as", "WHO", "who you are, as transcripts say it: mentor, stranger, \"mentee of 13 who has a code\""),
      .init("language", "L", "of your messenger, default the configuration's"),
      .init("record", "FILE", "writes all of it as a transcript"),
    ],
    positionals: [.init("NAME", .optional)]
  ) { arguments in
    let options = try DialogOptions(arguments)
    let repertoire = try options.repertoire()
    let dialog = arguments.positional("NAME") == nil ? nil : try options.dialogs(arguments, in: repertoire.library)[0]
    let language = arguments["language"] ?? options.configuration.language.rawValue
    guard repertoire.host.languages.contains(language) else {
      throw arguments.wrong("--language: " + unknownName("language", language, among: repertoire.host.languages))
    }
    let player: Part
    do throws(Problems) {
      let who = arguments["as"] ?? defaultRole(of: dialog)
      player = try readTranscript("as a \(who), \(language), now 2026-03-02T10:00+03:00", file: "").parts[0]
    } catch { throw arguments.wrong("--as: " + error.all[0].message) }
    var table = try PlayTable(cast(player), repertoire, options.configuration.zone, terminal)
    let record = arguments["record"]
    // After each line, so that nothing is lost however the game ends.
    func keep() throws { if let record { try writeText(table.transcript(record), to: record) } }
    let isTyped = isatty(STDIN_FILENO) == 1
    func prompt() { if isTyped { terminal.output("> ") } }
    try keep()
    if isTyped { terminal.output(playHelp + "\n\n") }
    try table.begin(dialog, language)
    try keep()
    prompt()
    while let line = readLine(strippingNewline: true) {
      try table.take(line)
      try keep()
      prompt()
    }
  }
}

private let playHelp = """
  Type what the person types. A number presses the button of that number; > before a text sends it as it is.
  mentor> text speaks as the mentor, mentor[Беру] presses there; +PT31M lets time pass. Ctrl+D ends.
  """

private func defaultRole(of dialog: DialogDefinition?) -> String {
  switch dialog?.audience {
  case .roles(let roles): Role.allCases.map(\.rawValue).first(where: roles.contains) ?? Role.mentee.rawValue
  case .anyone: Part.stranger
  case nil: Role.mentee.rawValue
  }
}

/// The player first, and those whom a mentoring dialog needs.
private func cast(_ player: Part) -> [Part] {
  let others = [Role.mentee, .mentor, .curator].filter { $0 != player.role && $0.rawValue != player.name }
  return [player] + others.map { Part(name: $0.rawValue, role: $0, language: player.language) }
}

/// A game of `play`: lines in, what everybody sees out.
struct PlayTable {
  private let rehearsal: Rehearsal
  private let terminal: Terminal
  private let start: Timestamp
  private let zone: Zone
  private var steps: [Transcript.Step] = []
  /// Labels under the latest message that had some, by part.
  private var buttons: [Int: [String]] = [:]

  /// A school day's morning: as good as any, and the same each time.
  static let morning = Timestamp(seconds: 1_772_434_800)  // 2026-03-02T10:00+03:00

  init(_ parts: [Part], _ repertoire: Rehearsal.Repertoire, _ zone: Zone, _ terminal: Terminal) throws {
    self.terminal = terminal
    self.zone = zone
    start = Self.morning
    rehearsal = try Rehearsal(parts, repertoire, now: start, zone: zone)
  }

  /// Goes in by one of the dialog's ways, or shows the menu.
  mutating func begin(_ dialog: DialogDefinition?, _ language: String) throws {
    if rehearsal.parts[0].standing != .joined {
      return terminal.output("the school has given you a code: {code} sends it\n")
    }
    guard let dialog else { return try take("> /menu") }
    let context = DialogContext(now: start.rawValue, language: language, timeZone: .gmt)
    for entry in dialog.entries {
      switch entry {
      case .command(let name): return try take("> /\(name)")
      case .link(let payload): return try take("> /start \(payload)")
      case .menu(let key, _): return try take("> \(dialog.label(key, context))")
      case .word, .event: continue
      }
    }
    if let word = dialog.words.min() { return try take("> \(word)") }
    terminal.output("\(dialog.id) begins by itself, when its event happens; here is the menu\n")
    try take("> /menu")
  }

  /// One typed line.
  mutating func take(_ line: String) throws {
    guard line.contains(where: { !$0.isWhitespace }) else { return }
    guard let action = read(line) else { return }
    switch action {
    case .says(let part, let text): try rehearsal.say(text, as: part)
    case .presses(let part, let label):
      guard try rehearsal.press(label, as: part) else {
        return terminal.complain("\(rehearsal.parts[part].name) has no button [\(visible(label))]\n")
      }
    case .passes(let time): try rehearsal.pass(time)
    case .consents(let part): try rehearsal.takeConsent(of: part)
    case .hears, .sees, .commands: return
    }
    let news = rehearsal.happenings()
    steps.append(Transcript.Step(line: 0, action: action))
    steps += Transcript.steps(of: news)
    if case .passes = action { terminal.output("-- \(zone.iso(rehearsal.now))\n") }
    for happening in news { show(happening) }
  }

  func transcript(_ file: String) -> String {
    Transcript(file: file, parts: rehearsal.parts, start: start, steps: steps).written(in: zone)
  }

  private func read(_ line: String) -> Transcript.Action? {
    let word = line.filter { !$0.isWhitespace }
    if let number = Int(word), let labels = buttons[0] {
      // A scale may begin with 0: what stands on a button comes before its place.
      if labels.contains(word) { return .presses(part: 0, word) }
      if labels.indices.contains(number - 1) { return .presses(part: 0, labels[number - 1]) }
    }
    let header = Transcript(file: "", parts: rehearsal.parts, start: start, steps: []).written(in: zone)
    let isMarked = line.contains { ">[".contains($0) } || line.hasPrefix("+P") || line.hasSuffix(" gets a consent")
    if isMarked, let step = try? readTranscript(header + line, file: "").steps.first, step.action.isAct {
      return step.action
    }
    return .says(part: 0, line)
  }

  private mutating func show(_ happening: Happening) {
    switch happening {
    case .command(let name, let outcome): terminal.output("! \(name) \(outcome)\n")
    case .shown(let part, let shown):
      let name = part == 0 ? "" : rehearsal.parts[part].name
      let lines = shown.text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
      terminal.output("\(name)< " + lines.joined(separator: "\n  ") + "\n")
      guard !shown.labels.isEmpty else { return }
      buttons[part] = shown.labels
      var number = 0
      for row in shown.rows {
        let labels = row.map { label in
          number += 1
          return "\(number) [\(visible(label))]"
        }
        terminal.output("    " + labels.joined(separator: "   ") + "\n")
      }
    }
  }
}
