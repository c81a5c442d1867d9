/// Changes values of a JSON5 text where they stand; every character beside them stays as it was.
package struct JSON5Editor {
  /// As positions count them: without a byte order mark.
  private let scalars: [Unicode.Scalar]
  private let hasMark: Bool
  /// Offsets of the lines' first scalars.
  private let lines: [Int]
  private var edits: [(range: Range<Int>, text: String)] = []

  /// - Parameter text: one that `parseJSON5` reads without a problem; the nodes below must come of it.
  package init(_ text: String) {
    let all = Array(text.unicodeScalars)
    hasMark = all.first == "\u{feff}"
    scalars = hasMark ? Array(all.dropFirst()) : all
    var lines = [0]
    for (offset, scalar) in scalars.enumerated() where scalar.isLineEnd {
      let isFirstOfPair = scalar == "\r" && offset + 1 < scalars.count && scalars[offset + 1] == "\n"
      if !isFirstOfPair { lines.append(offset + 1) }
    }
    self.lines = lines
  }

  /// The text with all changes.
  package var text: String {
    var result = String.UnicodeScalarView(hasMark ? ["\u{feff}"] : [])
    var offset = 0
    // What is put in at one place comes in the order in which it was asked for.
    let ordered = edits.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, edit) in ordered {
      result.append(contentsOf: scalars[offset..<edit.range.lowerBound])
      result.append(contentsOf: edit.text.unicodeScalars)
      offset = edit.range.upperBound
    }
    result.append(contentsOf: scalars[offset...])
    return String(result)
  }

  package var isChanged: Bool { !edits.isEmpty }

  /// Puts `literal` in the place of a value.
  package mutating func replace(_ node: Node, with literal: String) {
    edits.append((range(of: node), literal))
  }

  /// Puts a text in the place of a value. Several lines become a list of them, laid out as the list that stands there.
  package mutating func replace(_ node: Node, withText text: String) {
    let written = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard case .array(let elements) = node.value else {
      return replace(node, with: json5Text(text, like: quote(at: node)))
    }
    if elements.count == written.count {
      for (element, line) in zip(elements, written) where element.string != line {
        replace(element, with: json5Literal(line, like: quote(at: element)))
      }
      return
    }
    guard let first = elements.first, first.position.line > node.position.line, written.count > 1 else {
      return replace(node, with: json5Text(text))
    }
    let indents = (inner: indent(of: first.position), outer: indent(of: node.position))
    let rows = written.map { indents.inner + json5Literal($0) + "," + lineEnd }
    replace(node, with: "[" + lineEnd + rows.joined() + indents.outer + "]")
  }

  /// Puts members behind the last one of the object `root`, which has some.
  package mutating func append(_ members: [(key: String, literal: String)], to root: Node) {
    guard case .object(let present) = root.value, let last = present.last, !members.isEmpty else { return }
    let written = members.map { "\(json5Key($0.key)): \($0.literal)" }
    let end = range(of: last.value).upperBound
    let afterLast = afterBlank(end)
    let hasComma = scalars[afterLast] == ","
    let brace = range(of: root).upperBound - 1
    let line = lines[position(of: brace).line - 1]
    if line > end, scalars[line..<brace].allSatisfy(\.isBlank) {
      if !hasComma { edits.append((end..<end, ",")) }
      let indent = indent(of: last.keyPosition)
      edits.append((line..<line, written.map { indent + $0 + "," + lineEnd }.joined()))
    } else if hasComma {
      edits.append((afterLast + 1..<afterLast + 1, " " + written.joined(separator: ", ")))
    } else {
      edits.append((end..<end, ", " + written.joined(separator: ", ")))
    }
  }

  /// Whether a value goes over several lines.
  package func isLong(_ node: Node) -> Bool { position(of: range(of: node).upperBound).line > node.position.line }

  /// The blanks in front of a place, where nothing else stands before it in its line.
  package func indent(of position: Position) -> String {
    let start = lines[position.line - 1]
    let before = scalars[start..<start + position.column - 1].prefix(while: \.isBlank)
    return String(String.UnicodeScalarView(before))
  }

  package var lineEnd: String {
    guard lines.count > 1 else { return "\n" }
    return lines[1] > 1 && scalars[lines[1] - 2] == "\r" ? "\r\n" : "\n"
  }

  // MARK: Where things are

  private func quote(at node: Node) -> Unicode.Scalar { scalars[offset(of: node.position)] == "'" ? "'" : "\"" }

  private func offset(of position: Position) -> Int { lines[position.line - 1] + position.column - 1 }

  private func position(of offset: Int) -> Position {
    let line = lines.lastIndex { $0 <= offset } ?? 0
    return Position(line: line + 1, column: offset - lines[line] + 1)
  }

  private func range(of node: Node) -> Range<Int> {
    let start = offset(of: node.position)
    switch node.value {
    case .array, .object: return start..<afterBracket(start)
    case .string: return start..<afterString(start)
    case .null, .bool, .integer, .number:
      return start..<(scalars[start...].firstIndex(where: \.endsWord) ?? scalars.count)
    }
  }

  private func afterString(_ start: Int) -> Int {
    var offset = start + 1
    while offset < scalars.count, scalars[offset] != scalars[start] { offset += scalars[offset] == "\\" ? 2 : 1 }
    return min(offset + 1, scalars.count)
  }

  private func afterBracket(_ start: Int) -> Int {
    var depth = 0
    var offset = start
    repeat {
      switch scalars[offset] {
      case "{", "[":
        depth += 1
        offset += 1
      case "}", "]":
        depth -= 1
        offset += 1
      case "\"", "'": offset = afterString(offset)
      case "/": offset = max(afterBlank(offset), offset + 1)
      default: offset += 1
      }
    } while depth > 0 && offset < scalars.count
    return offset
  }

  /// Behind white space and comments.
  private func afterBlank(_ start: Int) -> Int {
    var offset = start
    while offset < scalars.count {
      let next = offset + 1 < scalars.count ? scalars[offset + 1] : "\0"
      if scalars[offset].isBlank {
        offset += 1
      } else if scalars[offset] == "/", next == "/" {
        offset = scalars[offset...].firstIndex(where: \.isLineEnd) ?? scalars.count
      } else if scalars[offset] == "/", next == "*" {
        offset += 2
        while offset + 1 < scalars.count, scalars[offset] != "*" || scalars[offset + 1] != "/" { offset += 1 }
        offset += 2
      } else {
        return offset
      }
    }
    return offset
  }
}
