package import Mentoring

/// A conversation as it must go, in plain text: `Dialogs/NAME/tests/*.txt`. README.md, "Test a dialog", shows the form.
package struct Transcript: Sendable {
  /// As the person gave it: "Dialogs/help/tests/asks.txt".
  package var file: String
  /// The first is who speaks where a line names nobody.
  package var parts: [Part]
  package var start: Timestamp
  package var steps: [Step]

  package struct Step: Hashable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var action: Action

    package init(line: Int, action: Action) {
      self.line = line
      self.action = action
    }
  }

  package enum Action: Hashable, Sendable {
    case says(part: Int, String)
    case presses(part: Int, String)
    case passes(Duration)
    /// The school receives the part's consent on paper.
    case consents(part: Int)
    /// The bot's next message to the part; nil: there is none any more.
    case hears(part: Int, String?)
    /// The buttons under the message just heard, as `[A] [B]`.
    case sees(part: Int, String)
    /// A command that must have been given, perhaps with how it must have ended.
    case commands(String, outcome: String?)

    /// Whether it brings something about, instead of looking at what came.
    package var isAct: Bool {
      switch self {
      case .says, .presses, .passes, .consents: true
      case .hears, .sees, .commands: false
      }
    }
  }

  package init(file: String, parts: [Part], start: Timestamp, steps: [Step]) {
    self.file = file
    self.parts = parts
    self.start = start
    self.steps = steps
  }
}

/// Whether `text` is as `pattern` says, in which each … stands for anything.
package func matches(_ text: String, _ pattern: String) -> Bool {
  let pieces = tidy(pattern).split(separator: "…", omittingEmptySubsequences: false)
  var rest = tidy(text)[...]
  guard let first = pieces.first, rest.hasPrefix(first) else { return false }
  guard pieces.count > 1, let last = pieces.last else { return rest == first }
  rest = rest.dropFirst(first.count)
  for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
    guard let found = rest.firstRange(of: piece) else { return false }
    rest = rest[found.upperBound...]
  }
  return rest.hasSuffix(last)
}

/// Without white space that nobody sees: at the ends of lines and at the end.
private func tidy(_ text: String) -> String {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    String(line.reversed().drop(while: \.isWhitespace).reversed())
  }
  return lines.joined(separator: "\n")
}
