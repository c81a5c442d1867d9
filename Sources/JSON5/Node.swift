/// A place in a file, as people count: both from 1; columns count Unicode scalars.
package struct Position: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: Position, b: Position) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// A value of a JSON5 file that remembers where it stands.
package struct Node: Sendable, Equatable {
  package indirect enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([Node])
    case object([Member])
  }

  package struct Member: Sendable, Equatable {
    package var key: String
    package var keyPosition: Position
    package var value: Node

    package init(key: String, keyPosition: Position, value: Node) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }
  }

  package var value: Value
  package var position: Position

  package init(_ value: Value, at position: Position) {
    self.value = value
    self.position = position
  }

  /// The value behind `key`, if this is an object that has it.
  package subscript(key: String) -> Node? { member(key)?.value }

  /// The element of that index, if this is a list that is so long.
  package subscript(index: Int) -> Node? {
    guard case .array(let elements) = value, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  package func member(_ key: String) -> Member? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }
  }
}
