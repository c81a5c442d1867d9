import Messaging

/// What a person sees come: a message, a file as «(файл) meeting.ics» with what is written under it, or a brief notice in parentheses.
package struct Shown: Hashable, Sendable {
  package var text: String
  /// Labels of the buttons, row by row.
  package var rows: [[String]]

  package init(text: String, rows: [[String]]) {
    self.text = text
    self.rows = rows
  }

  init(_ document: OutboundDocument) {
    let caption = document.caption.map { "\n" + $0.text } ?? ""
    self.init(text: "(файл) \(document.name)\(caption)", rows: [])
  }

  package var labels: [String] { rows.flatMap(\.self) }
}

/// One thing that a rehearsal brought about.
package enum Happening: Hashable, Sendable {
  /// The bot wrote to the part of that number.
  case shown(part: Int, Shown)
  /// A dialog gave a domain command.
  case command(String, outcome: String)
}
