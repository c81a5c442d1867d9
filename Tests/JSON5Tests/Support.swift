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

/// A small generator with a seed (SplitMix64), so that a failure repeats.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
