package import JSON5

extension Node {
  /// As JSON, a member a line.
  package var json: String {
    switch value {
    case .null: "null"
    case .bool(let truth): "\(truth)"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let text): quoted(text)
    case .array(let elements): "[" + elements.map(\.json).joined(separator: ", ") + "]"
    case .object(let members):
      "{\n" + members.map { "\(quoted($0.key)): \($0.value.json)" }.joined(separator: ",\n") + "\n}"
    }
  }
}

private func quoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
}
