/// A walk over a text, scalar by scalar, that knows its line and column.
///
/// Scalars and not `Character`s: a byte order mark, a combining mark or CR LF must not merge with its neighbour.
struct Cursor {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private(set) var position = Position(line: 1, column: 1)

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The scalar here; nil at the end.
  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// The scalar after this one; nil at the end.
  var next: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }

  /// Goes one scalar on. LF, CR and CR LF each end one line. At the end it stays.
  mutating func advance() {
    guard let passed = current else { return }
    index += 1
    if passed.isLineEnd {
      if passed == "\r", current == "\n" { index += 1 }
      position = Position(line: position.line + 1, column: 1)
    } else {
      position.column += 1
    }
  }

  /// Goes on while `condition` holds and gives what was passed.
  mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    var taken = ScalarBuffer()
    while let scalar = current, condition(scalar) {
      taken.append(scalar)
      advance()
    }
    return taken.text
  }
}
