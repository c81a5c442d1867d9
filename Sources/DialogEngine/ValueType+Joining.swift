extension ValueType {
  /// The type of what may be of either; nil where nothing takes both.
  func joined(with other: ValueType) -> ValueType? {
    if self == other { return self }
    switch (self, other) {
    case (.choice(let a), .choice(let b)): return .choice(a + b.filter { !a.contains($0) })
    case (.multi(let a), .multi(let b)): return .multi(a + b.filter { !a.contains($0) })
    case (.date, _) where accepts(other), (_, .date) where other.accepts(self): return .date()
    case (.time, _) where accepts(other), (_, .time) where other.accepts(self): return .time()
    case (.datetime, _) where accepts(other), (_, .datetime) where other.accepts(self): return .datetime()
    case (.text, .text): return .text()
    case (.duration, .duration): return .duration()
    case _ where isNumber && other.isNumber:
      if case .decimal = self { return .decimal(FixedPoint.everything) }
      if case .decimal = other { return .decimal(FixedPoint.everything) }
      return .int()
    default: return accepts(other) ? self : other.accepts(self) ? other : nil
    }
  }

  /// For messages: a literal as it is written.
  var found: String {
    if case .choice(let options) = self, let only = options.first, options.count == 1 { "'\(only)'" } else { family }
  }

  /// The types whose values can be written out in quotes, without bounds.
  static func written(_ name: String) -> ValueType? {
    switch name {
    case "date": .date()
    case "time": .time()
    case "datetime": .datetime()
    default: nil
    }
  }
}
