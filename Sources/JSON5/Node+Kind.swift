extension Node {
  /// The text, if this is one.
  package var string: String? {
    if case .string(let text) = value { text } else { nil }
  }

  /// What kind of value this is, for a message: "a number".
  package var kind: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// Kind and value, where the value is short: "the number 12", "the text `12`".
  package var shown: String {
    switch value {
    case .null, .array, .object: kind
    case .bool(let flag): "\(flag)"
    case .integer(let number): "the number \(number)"
    case .number(let number): "the number \(number)"
    case .string(let text): "the text \(quoted(text))"
    }
  }
}
