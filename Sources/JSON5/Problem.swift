/// One thing that is wrong with a file: where, what, and how to mend it.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as the person gave it: "Dialogs/help/dialog.json5".
  package var file: String
  /// Nil when the whole file is meant ("cannot be read").
  package var position: Position?
  package var message: String

  package init(file: String, position: Position?, message: String) {
    self.file = file
    self.position = position
    self.message = message
  }

  package var description: String {
    guard let position else { return "\(file): \(message)" }
    return "\(file):\(position.line):\(position.column): \(message)"
  }
}

/// Everything that is wrong, all at once, in the order of files and lines.
package struct Problems: Error, Sendable, CustomStringConvertible {
  package var all: [Problem]

  package init(_ all: [Problem]) { self.all = all }

  package var description: String { all.map(\.description).joined(separator: "\n") }
}
