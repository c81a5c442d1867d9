import JSON5

/// The problems of a text as "line:column message".
func problems(_ text: String) -> [String] {
  parseJSON5(text, file: "f").problems.map { String($0.description.dropFirst(2)) }
}

/// A node as JSON without positions, keys sorted: what two readers can be compared by.
func canonical(_ node: Node) -> String {
  switch node.value {
  case .null: "null"
  case .bool(let flag): "\(flag)"
  case .integer(let number): "\(Double(number))"
  case .number(let number): "\(number)"
  case .string(let text): "'" + text.unicodeScalars.map(\.value.description).joined(separator: " ") + "'"
  case .array(let elements): "[" + elements.map(canonical).joined(separator: ",") + "]"
  case .object(let members):
    "{" + members.sorted { $0.key < $1.key }.map { "\($0.key):\(canonical($0.value))" }.joined(separator: ",") + "}"
  }
}
