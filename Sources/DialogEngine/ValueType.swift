/// The type of a slot, a fact, an argument of a command or of an event.
package enum ValueType: Hashable, Sendable {
  /// At most `max` Unicode scalars.
  case text(max: Int = 1000)
  case int(ClosedRange<Int64> = Int64.min...Int64.max)
  case rating(ClosedRange<Int64> = 1...5)
  /// One of the named options, in the author's order.
  case choice([String])
  case yesNo
  case instant
  /// A name out of a dictionary that the host does not know whole: it prints as the text `slot.NAME`, where there is one.
  case label
  /// The id of a row that the host knows.
  case ref

  /// As dialog files spell it.
  package var name: String {
    switch self {
    case .text: "text"
    case .int: "int"
    case .rating: "rating"
    case .choice: "choice"
    case .yesNo: "yes_no"
    case .instant: "instant"
    case .label: "label"
    case .ref: "ref"
    }
  }

  /// The name for messages about literals, whose own type is a choice of one.
  var family: String { if case .choice = self { "text" } else { name } }

  package static let names = ["text", "int", "rating", "choice", "yes_no", "instant", "label", "ref"]

  /// Whether `value` is of this kind and, for a choice, one of its options. Bounds hold for what people type, not for the host.
  package func holds(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .text), (.label, .text), (.int, .int), (.rating, .int), (.ref, .int), (.yesNo, .bool),
      (.instant, .instant):
      true
    case (.choice(let options), .text(let option)): options.contains(option)
    default: false
    }
  }

  /// Whether a place of this type may take what is of type `other`: the same kind, a choice also where a text is due.
  /// A literal has the narrowest type, `choice(["study"])` or `int(5...5)`, and must fit the bounds.
  func accepts(_ other: ValueType) -> Bool {
    switch (self, other) {
    case (.text, .text), (.text, .choice), (.text, .label), (.label, .label), (.label, .choice), (.yesNo, .yesNo),
      (.instant, .instant), (.ref, .ref):
      true
    case (.choice(let options), .choice(let offered)): Set(offered).isSubset(of: options)
    case (.int(let range), .int(let offered)), (.int(let range), .rating(let offered)),
      (.rating(let range), .int(let offered)), (.rating(let range), .rating(let offered)):
      offered.lowerBound < offered.upperBound || range.contains(offered.lowerBound)
    default: false
    }
  }

  /// What the type itself says about its values, under the names that a retry text may use: "min" and "max".
  var bounds: [String: Int64] {
    switch self {
    case .text(let max): return ["max": Int64(max)]
    case .int(let range), .rating(let range):
      let bounds = ["min": range.lowerBound, "max": range.upperBound]
      return bounds.filter { $0.value != .min && $0.value != .max }
    case .choice, .yesNo, .instant, .label, .ref: return [:]
    }
  }

  /// Whether `==` between the two can ever hold.
  func isComparable(with other: ValueType) -> Bool {
    if case (.choice(let a), .choice(let b)) = (self, other) { return !Set(a).isDisjoint(with: b) }
    return accepts(other) || other.accepts(self)
  }

  /// Whether `<` means something: numbers with numbers, instants with instants.
  func isOrdered(with other: ValueType) -> Bool {
    switch (self, other) {
    case (.int, .int), (.int, .rating), (.rating, .int), (.rating, .rating), (.instant, .instant): true
    default: false
    }
  }
}
