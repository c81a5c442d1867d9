/// Reads one text. Each loop below passes at least one scalar a turn, and brackets nest no deeper than `JSON5Limits.depth`.
struct Parser {
  var cursor: Cursor
  /// Not yet in the file's order.
  var problems: [(position: Position, message: String)] = []
  /// False once something could not be read and is missing from the tree.
  private var isWhole = true
  /// The closing brackets that are still due, the innermost last.
  private var due: [Unicode.Scalar] = []

  init(_ text: String) {
    let withoutMark = text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
    cursor = Cursor(withoutMark)
  }

  mutating func report(_ message: String, at position: Position) {
    // One more than is shown, so that the reader of them knows. Hidden characters come first and must not crowd out the rest.
    guard problems.count <= 2 * JSON5Limits.problems else { return }
    problems.append((position, message))
  }

  /// Reports what leaves a hole in the tree.
  mutating func fail(_ message: String, at position: Position) {
    isWhole = false
    report(message, at: position)
  }

  /// The whole text, or nil when a part of it could not be read.
  mutating func file() -> Node? {
    reportHiddenCharacters()
    skipBlank()
    if cursor.current == nil {
      report("the file is empty", at: cursor.position)
      return nil
    }
    guard let root = value() else { return nil }
    skipBlank()
    if cursor.current != nil { fail("expected the end of the file, found \(found)", at: cursor.position) }
    return isWhole ? root : nil
  }

  /// Wherever they stand, comments included: a comment that turns the writing can hide code.
  private mutating func reportHiddenCharacters() {
    var walk = cursor
    while let scalar = walk.current {
      if scalar.isHidden {
        report("the character \(scalar.codePoint) cannot be seen: remove it", at: walk.position)
        if problems.count > JSON5Limits.problems { return }
      }
      walk.advance()
    }
  }

  // MARK: Values

  /// The value that begins here. Nil, and reported, when there is none.
  private mutating func value() -> Node? {
    let start = cursor.position
    switch cursor.current {
    case "{", "[":
      guard due.count < JSON5Limits.depth else {
        fail("more than \(JSON5Limits.depth) brackets inside each other", at: start)
        return nil
      }
      return cursor.current == "{" ? object() : array()
    case "\"", "'":
      return string().map { Node(.string($0), at: start) }
    case let scalar? where !scalar.endsWord:
      let word = cursor.take { !$0.endsWord }
      switch parseWord(word) {
      case .success(let value):
        return Node(value, at: start)
      case .failure(let problem):
        report(problem.message, at: start)
        return Node(problem.substitute, at: start)
      }
    default:
      fail("expected a value, found \(found)", at: start)
      return nil
    }
  }

  private mutating func object() -> Node {
    var members: [Node.Member] = []
    var places: [String: Position] = [:]
    return bracketed("{", "}") { parser in
      guard let member = parser.member() else { return false }
      if let first = places[member.key] {
        let line = "line \(first.line), column \(first.column)"
        parser.report("the key \(quoted(member.key)) stands twice, first in \(line)", at: member.keyPosition)
      } else {
        places[member.key] = member.keyPosition
        members.append(member)
      }
      return true
    } build: {
      .object(members)
    }
  }

  private mutating func array() -> Node {
    var elements: [Node] = []
    return bracketed("[", "]") { parser in
      guard let element = parser.value() else { return false }
      elements.append(element)
      return true
    } build: {
      .array(elements)
    }
  }

  /// What stands between two brackets, separated by commas. Mends what it can, so that what follows is still checked.
  /// - Parameter item: reads one and says whether it could.
  private mutating func bracketed(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, item: (inout Parser) -> Bool, build: () -> Node.Value
  ) -> Node {
    enum Comma { case refused, expected, welcome }
    let start = cursor.position
    cursor.advance()
    due.append(closing)
    defer { due.removeLast() }

    var comma = Comma.refused
    while true {
      skipBlank()
      let position = cursor.position
      switch cursor.current {
      case nil:
        fail("this `\(opening)` is never closed: a `\(closing)` is missing", at: start)
        return Node(build(), at: start)
      case closing:
        cursor.advance()
        return Node(build(), at: start)
      case ",":
        if comma == .refused { report("a comma too many", at: position) }
        comma = .refused
        cursor.advance()
      case "}", "]":
        let place = "line \(start.line), column \(start.column)"
        fail("expected `\(closing)` for the `\(opening)` of \(place), found \(found)", at: position)
        if due.contains(where: { $0 == cursor.current }) { return Node(build(), at: start) }
        cursor.advance()
      case let sign? where comma == .expected && (sign == ":" || sign == "="):
        fail("expected `,` or `\(closing)`, found \(found)", at: position)
        recover()
        comma = .welcome
      default:
        if comma == .expected { report("a comma is missing before \(found)", at: position) }
        if item(&self) {
          comma = .expected
        } else {
          recover()
          comma = .welcome
        }
      }
    }
  }

  private mutating func member() -> Node.Member? {
    let keyPosition = cursor.position
    guard let key = key() else { return nil }
    skipBlank()
    switch cursor.current {
    case ":":
      cursor.advance()
      skipBlank()
    case "=":
      report("expected `:` after the key \(quoted(key)), found `=`", at: cursor.position)
      cursor.advance()
      skipBlank()
    default:
      fail("expected `:` after the key \(quoted(key)), found \(found)", at: cursor.position)
      return nil
    }
    guard let value = value() else { return nil }
    return Node.Member(key: key, keyPosition: keyPosition, value: value)
  }

  private mutating func key() -> String? {
    let start = cursor.position
    let isQuoted = cursor.current == "\"" || cursor.current == "'"
    let key: String
    if isQuoted {
      guard let text = string() else { return nil }
      key = text
    } else {
      key = cursor.take { !$0.endsWord }
      guard !key.isEmpty else {
        fail("expected a key, found \(found)", at: start)
        return nil
      }
    }
    if key.isEmpty {
      report("the key is empty", at: start)
    } else if !key.unicodeScalars.allSatisfy(\.isAllowedInKey) {
      report("the key \(quoted(key)) may hold only Latin letters, digits and `_` `.` `#` `-`", at: start)
    } else if !isQuoted, key.unicodeScalars.first!.isDigit || !key.unicodeScalars.allSatisfy(\.isAllowedInBareKey) {
      report("the key \(quoted(key)) needs quotes", at: start)
    }
    return key
  }

  // MARK: Between the values

  /// What stands here, for a message.
  private var found: String {
    switch cursor.current {
    case nil: "the end of the file"
    case "#": "`#`: comments begin with //"
    case let scalar?: quoted(String(scalar))
    }
  }

  private mutating func skipBlank() {
    while let scalar = cursor.current, scalar.isBlank || scalar == "/" || scalar == "#" {
      if scalar.isBlank {
        cursor.advance()
      } else if scalar == "#" ? !skipForeignComment() : !skipComment() {
        return
      }
    }
  }

  /// Passes what is a comment in other languages. False when the sign begins a key.
  private mutating func skipForeignComment() -> Bool {
    guard cursor.next?.isBlank == true else { return false }
    report("comments begin with //, not with `#`", at: cursor.position)
    while let scalar = cursor.current, !scalar.isLineEnd { cursor.advance() }
    return true
  }

  /// Passes a comment that begins here. False when the slash begins none.
  private mutating func skipComment() -> Bool {
    let start = cursor.position
    switch cursor.next {
    case "/":
      while let scalar = cursor.current, !scalar.isLineEnd { cursor.advance() }
      return true
    case "*":
      cursor.advance()
      cursor.advance()
      while cursor.current != nil {
        if cursor.current == "*", cursor.next == "/" {
          cursor.advance()
          cursor.advance()
          return true
        }
        cursor.advance()
      }
      report("this comment is never closed: a `*/` is missing", at: start)
      return true
    default:
      return false
    }
  }

  /// After something unreadable: on to the next comma, closing bracket or line, past whole brackets and strings.
  private mutating func recover() {
    var depth = 0
    while let scalar = cursor.current {
      switch scalar {
      case "{", "[":
        depth += 1
      case "}", "]":
        if depth == 0 { return }
        depth -= 1
      case ",", "\n", "\r":
        if depth == 0 { return }
      case "\"", "'":
        skipString(closedBy: scalar)
        continue
      case "/":
        if skipComment() { continue }
      default:
        break
      }
      cursor.advance()
    }
  }

  private mutating func skipString(closedBy quote: Unicode.Scalar) {
    cursor.advance()
    while let scalar = cursor.current, !scalar.isLineEnd {
      cursor.advance()
      if scalar == quote { return }
      if scalar == "\\", cursor.current?.isLineEnd == false { cursor.advance() }
    }
  }
}
