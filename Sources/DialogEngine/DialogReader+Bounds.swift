import JSON5

/// Options and bounds of slots.
extension DialogReader {
  func options(_ slot: ObjectReader) -> [String] {
    let options =
      slot.array("options", required: true) { node -> String? in
        guard let option = node.string, isDialogName(option) else {
          problems.add("an option is a name out of a-z, 0-9 and _, at most 32 long", at: node.position)
          return nil
        }
        return option
      } ?? []
    if Set(options).count < options.count { slot.report("options", "an option stands twice") }
    return options
  }

  func fileRule(_ slot: ObjectReader) -> FileRule {
    let kinds = slot.array("kinds") { node -> FileReference.Kind? in
      if let kind = node.string.flatMap(FileReference.Kind.init) { return kind }
      let valid = FileReference.Kind.allCases.map(\.rawValue)
      problems.add(unknownName("kind of file", node.string ?? node.shown, among: valid), at: node.position)
      return nil
    }
    var rule = FileRule()
    if let kinds, !kinds.isEmpty { rule.kinds = Set(kinds) }
    if let most = slot.integer("max_mb", in: 1...Int(FileRule.mostBytes / 1_000_000)) {
      rule.maxBytes = Int64(most) * 1_000_000
    }
    return rule
  }

  func decimal(_ slot: ObjectReader) -> ValueType {
    let limit = 1e12
    func bound(_ key: String) -> FixedPoint? {
      slot.number(key, in: -limit...limit).map { FixedPoint(millionths: Int64(($0 * 1e6).rounded())) }
    }
    let least = bound("min") ?? FixedPoint.everything.lowerBound
    let most = bound("max") ?? FixedPoint.everything.upperBound
    guard least <= most else {
      slot.report("max", "must not be below `min` (\(least))")
      return .decimal(FixedPoint.everything)
    }
    return .decimal(least...most)
  }

  /// - Parameter mayBeNow: whether a bound may be the very minute.
  func days(_ slot: ObjectReader, mayBeNow: Bool = false) -> DayRange {
    func bound(_ key: String) -> DayBound? {
      guard let written = slot.string(key) else { return nil }
      if let bound = DayBound(written), mayBeNow || bound != .now { return bound }
      let now = mayBeNow ? "\"now\", " : ""
      slot.report(key, "expected \(now)\"today\", \"today+60d\" or a day like \"2026-09-01\", found \"\(written)\"")
      return nil
    }
    let range = DayRange(from: bound("from"), to: bound("to"))
    if let to = range.to, !DayRange(from: range.from).mayHold(to) { slot.report("to", "must not be before `from`") }
    return range
  }

  func times(_ slot: ObjectReader) -> TimeRule {
    func bound(_ key: String) -> Int? {
      guard let written = slot.string(key) else { return nil }
      if let minute = minuteOfDay(iso: written) { return minute }
      slot.report(key, "expected a time like \"08:30\", found \"\(written)\"")
      return nil
    }
    let rule = TimeRule(from: bound("from") ?? 0, to: bound("to") ?? 1439, step: step(slot))
    guard rule.from <= rule.to else {
      slot.report("to", "must not be before `from`")
      return TimeRule(step: rule.step)
    }
    if rule.from.advanced(by: rule.step - 1) / rule.step * rule.step > rule.to {
      slot.report("step", "leaves no time between `from` and `to`")
    }
    return rule
  }

  func step(_ slot: ObjectReader) -> Int {
    guard let step = slot.duration("step", in: .seconds(60)...(.seconds(12 * 3600))) else { return 1 }
    let minutes = Int(step.components.seconds / 60)
    guard step.components.seconds % 60 == 0, 1440 % minutes == 0 else {
      slot.report("step", "must divide the day into equal parts of whole minutes: \"PT15M\", \"PT1H\"")
      return 1
    }
    return minutes
  }

  func minutes(_ slot: ObjectReader) -> ClosedRange<Int64> {
    let limits = Duration.seconds(60)...(.seconds(86_400 * 366))
    let least = slot.duration("min", in: limits).map { $0.components.seconds / 60 } ?? 1
    let most = slot.duration("max", in: limits).map { $0.components.seconds / 60 } ?? 527_040
    guard least <= most else {
      slot.report("max", "must not be below `min`")
      return 1...527_040
    }
    return least...most
  }
}
