import JSON5

/// A text of a file, and where each part of it stands there.
struct LocatedText {
  let text: String
  /// For each line that the author wrote: the offset in Unicode scalars at which it begins, and its place.
  private let lines: [(offset: Int, position: Position)]

  /// A text, or a list of lines, which newlines join. Nil, and reported, where `node` is neither.
  init?(_ node: Node, _ problems: ProblemList) {
    switch node.value {
    case .string(let text):
      self.text = text
      lines = [(0, node.position)]
    case .array(let elements):
      var (joined, lines): ([String], [(offset: Int, position: Position)]) = ([], [])
      var offset = 0
      for element in elements {
        guard let line = element.string else {
          problems.add("expected a line of text, found \(element.shown)", at: element.position)
          return nil
        }
        lines.append((offset, element.position))
        offset += line.unicodeScalars.count + 1
        joined.append(line)
      }
      text = joined.joined(separator: "\n")
      self.lines = lines.isEmpty ? [(0, node.position)] : lines
    case .null, .bool, .integer, .number, .object:
      problems.add("expected text or a list of lines, found \(node.shown)", at: node.position)
      return nil
    }
  }

  /// Where the Unicode scalar at `offset` stands; exact as long as no escape stands before it in its line.
  func position(at offset: Int) -> Position {
    let line = lines.last { $0.offset <= offset } ?? lines[0]
    return Position(line: line.position.line, column: line.position.column + 1 + offset - line.offset)
  }
}
