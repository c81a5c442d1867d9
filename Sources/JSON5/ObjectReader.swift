/// Reads an object whose keys are known, and collects all that is wrong with it.
///
/// Each getter makes its key known and gives nil when the key is absent or, reported, when its value is wrong; with
/// `required` absence is reported too. A nil thus never hides a problem that is not in the list. Usage:
///
///     let bot = readObject(node, problems) { bot in
///       Bot(name: bot.string("name", required: true) ?? "", poll: bot.duration("poll") ?? .seconds(30))
///     }
///     try problems.check()
package final class ObjectReader {
  package let position: Position
  package let problems: ProblemList
  private let members: [Node.Member]
  private var known: [String] = []

  fileprivate init(_ members: [Node.Member], at position: Position, _ problems: ProblemList) {
    self.members = members
    self.position = position
    self.problems = problems
  }

  /// Reports a problem of this key's value: at the value, or at the object where the key is absent.
  package func report(_ key: String, _ message: String) {
    problems.add("\(quoted(key)): \(message)", at: member(key)?.value.position ?? position)
  }

  /// The value of any kind; `null` counts as absent.
  package func node(_ key: String, required: Bool = false) -> Node? {
    if !known.contains(key) { known.append(key) }
    if let value = member(key)?.value, value.value != .null { return value }
    if required { problems.add("the key \(quoted(key)) is missing", at: position) }
    return nil
  }

  /// What `convert` makes of the value; a value of which it makes nothing is reported as not being what was `expected`.
  /// - Parameter showsValue: whether the report may repeat the value and not only name its kind: not where it may be a secret.
  package func read<T>(
    _ key: String, _ expected: String, required: Bool = false, showsValue: Bool = false, convert: (Node) -> T?
  ) -> T? {
    guard let node = node(key, required: required) else { return nil }
    if let converted = convert(node) { return converted }
    report(key, "expected \(expected), found \(showsValue ? node.shown : node.kind)")
    return nil
  }

  package func string(_ key: String, required: Bool = false) -> String? {
    read(key, "text", required: required) { $0.string }
  }

  package func bool(_ key: String, required: Bool = false) -> Bool? {
    read(key, "true or false", required: required) {
      if case .bool(let flag) = $0.value { flag } else { nil }
    }
  }

  package func integer(_ key: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
    read(key, "a whole number from \(range.lowerBound) to \(range.upperBound)", required: required, showsValue: true) {
      if case .integer(let number) = $0.value, range.contains(Int(number)) { Int(number) } else { nil }
    }
  }

  /// A number that may have a fraction.
  package func number(_ key: String, in range: ClosedRange<Double>, required: Bool = false) -> Double? {
    read(key, "a number from \(range.lowerBound) to \(range.upperBound)", required: required, showsValue: true) {
      switch $0.value {
      case .integer(let number) where range.contains(Double(number)): Double(number)
      case .number(let number) where range.contains(number): number
      default: nil
      }
    }
  }

  /// ISO 8601 as `parseDuration` reads it.
  package func duration(_ key: String, in range: ClosedRange<Duration>, required: Bool = false) -> Duration? {
    let (from, to) = (iso8601(range.lowerBound), iso8601(range.upperBound))
    return read(key, "a duration from \"\(from)\" to \"\(to)\"", required: required, showsValue: true) {
      $0.string.flatMap(parseDuration).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// One of a set of words: the raw values of `Choice`.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type = Choice.self, required: Bool = false
  ) -> Choice? {
    guard let word = string(key, required: required) else { return nil }
    if let choice = Choice(rawValue: word) { return choice }
    report(key, unknownName("value", word, among: Choice.allCases.map(\.rawValue)))
    return nil
  }

  /// A list of texts.
  package func strings(_ key: String, required: Bool = false) -> [String]? {
    array(key, required: required) { element in
      if let text = element.string { return text }
      problems.add("\(quoted(key)): expected text, found \(element.kind)", at: element.position)
      return nil
    }
  }

  /// A text in one line, or a list of lines, here joined by newlines.
  package func lines(_ key: String, required: Bool = false) -> String? {
    guard let node = node(key, required: required) else { return nil }
    if let text = node.string { return text }
    guard case .array = node.value else {
      report(key, "expected text or a list of lines, found \(node.kind)")
      return nil
    }
    return strings(key)?.joined(separator: "\n")
  }

  /// A list. Elements of which `convert` makes nothing are left out: it has reported them.
  package func array<T>(_ key: String, required: Bool = false, convert: (Node) -> T?) -> [T]? {
    read(key, "a list", required: required) {
      if case .array(let elements) = $0.value { elements.compactMap(convert) } else { nil }
    }
  }

  /// A list of objects, each read by `body`.
  package func objects<T>(_ key: String, required: Bool = false, body: (ObjectReader) -> T?) -> [T]? {
    array(key, required: required) { readObject($0, problems, body: body) }
  }

  /// An object with known keys, read by `body`.
  package func object<T>(_ key: String, required: Bool = false, body: (ObjectReader) -> T?) -> T? {
    node(key, required: required).flatMap { readObject($0, problems, body: body) }
  }

  /// The members of an object whose keys are names that the author chose, in their order.
  package func members(_ key: String, required: Bool = false) -> [Node.Member]? {
    read(key, "an object", required: required) {
      if case .object(let members) = $0.value { members } else { nil }
    }
  }

  private func member(_ key: String) -> Node.Member? { members.first { $0.key == key } }

  fileprivate func reportUnknownKeys() {
    for member in members where !known.contains(member.key) {
      problems.add(unknownName("key", member.key, among: known), at: member.keyPosition)
    }
  }
}

/// Reads an object with known keys. What is not an object, and keys that `body` did not ask for, are reported.
/// - Returns: what `body` made of it; nil when `node` is no object.
package func readObject<T>(_ node: Node, _ problems: ProblemList, body: (ObjectReader) -> T?) -> T? {
  guard case .object(let members) = node.value else {
    problems.add("expected an object, found \(node.kind)", at: node.position)
    return nil
  }
  let reader = ObjectReader(members, at: node.position, problems)
  let result = body(reader)
  reader.reportUnknownKeys()
  return result
}

/// "unknown state `aks`; did you mean `ask`? valid here: ask, done"
package func unknownName(_ what: String, _ name: String, among valid: [String]) -> String {
  let hint = nearest(name, in: valid).map { "did you mean \(quoted($0))? " } ?? ""
  let shown = valid.prefix(40).joined(separator: ", ") + (valid.count > 40 ? ", …" : "")
  return "unknown \(what) \(quoted(name)); \(hint)valid here: \(valid.isEmpty ? "none" : shown)"
}
