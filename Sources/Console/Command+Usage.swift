extension Command {
  /// What `--help` prints.
  /// - Parameter path: the commands before this one: ["mentorbot", "people"].
  func usage(after path: [String]) -> String {
    let name = (path + [name]).joined(separator: " ")
    var sections = ["Usage: " + ([name] + usageWords).joined(separator: " ")]
    sections.append(([summary] + (details.isEmpty ? [] : ["", details])).joined(separator: "\n"))
    if !commands.isEmpty {
      sections.append("Commands:\n" + aligned(commands.map { ($0.name, $0.summary) }))
    }
    let shown = options + [Option(flag: "help", "shows this")]
    sections.append("Options:\n" + aligned(shown.map { ($0.usage, $0.summary) }))
    if !commands.isEmpty { sections.append("More on one of them: \(name) COMMAND --help") }
    return sections.joined(separator: "\n\n") + "\n"
  }

  private var usageWords: [String] {
    if !commands.isEmpty { return ["COMMAND"] }
    return positionals.map(\.usage) + options.map { "[\($0.usage)]" }
  }

  private func aligned(_ rows: [(name: String, summary: String)]) -> String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { "  " + $0.name + String(repeating: " ", count: width + 2 - $0.name.count) + $0.summary }
      .joined(separator: "\n")
  }
}

extension Command.Option {
  /// "--config FILE"
  var usage: String { "--" + name + (placeholder.map { " " + $0 } ?? "") }
}

extension Command.Positional {
  /// "ID…"
  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .some: name + "…"
    case .any: "[\(name)…]"
    }
  }
}
