extension ExpressionFunction {
  /// Nil is empty. `arguments` are as many, and of such types, as the signature says.
  func value(of arguments: [Value?], in context: DialogContext) -> Value? {
    switch self {
    case .empty: return .bool(arguments[0] == nil)
    case .oneOf: return .bool(arguments.dropFirst().contains { $0 == arguments[0] })
    case .choose: return arguments[0] == .bool(true) ? arguments[1] : arguments[2]
    case .instead: return arguments[0] ?? arguments[1]
    case .has, .contains, .startsWith: return .bool(isTrue(of: arguments.compactMap(\.?.text)))
    case .count, .length: return .int(Int64(size(of: arguments[0]?.text ?? "")))
    case .now: return .text(context.localNow.iso)
    default: break
    }
    let given = arguments.compactMap(\.self)
    guard given.count == arguments.count else { return nil }
    switch self {
    case .lower:
      return given[0].text.map { text in
        // «İ» takes more room as a small letter; what has one stays as it is, so that no text grows.
        let lower = text.lowercased()
        return .text(lower.utf16.count > text.utf16.count ? text : lower)
      }
    case .abs, .round, .plus, .minus, .mod, .min, .max: return calculated(given)
    default: return ofTime(given, context)
    }
  }

  // MARK: Texts and marks

  private func isTrue(of texts: [String]) -> Bool {
    guard texts.count == 2 else { return false }
    switch self {
    case .has: return chosenOptions(texts[0]).contains(texts[1])
    case .contains: return normalized(texts[0]).contains(normalized(texts[1]))
    default: return normalized(texts[0]).hasPrefix(normalized(texts[1]))
    }
  }

  private func size(of text: String) -> Int { self == .count ? chosenOptions(text).count : text.unicodeScalars.count }

  // MARK: Numbers, and what moves along with them

  private func calculated(_ values: [Value]) -> Value? {
    switch self {
    case .min: return values.dropFirst().reduce(values[0]) { Expression.compare(.less, $1, $0) ? $1 : $0 }
    case .max: return values.dropFirst().reduce(values[0]) { Expression.compare(.greater, $1, $0) ? $1 : $0 }
    case .abs: return negative(values[0]) ? Self.difference(.int(0), values[0]) : values[0]
    case .round:
      // A whole number stays as it is, however large.
      if case .int = values[0] { return values[0] }
      return FixedPoint(values[0]).map { .int($0.rounded) }
    case .mod:
      guard case .int(let number) = values[0], case .int(let divisor) = values[1], divisor > 0 else { return nil }
      return .int(number.flooredRemainder(divisor))
    case .minus: return Self.difference(values[0], values[1])
    default: return Self.sum(values[0], values[1])
    }
  }

  private func negative(_ value: Value) -> Bool { Expression.compare(.less, value, .int(0)) }

  private static func difference(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let a), .int(let b)): return .int(a.subtracting(b))
    case (_, .int(let minutes)) where FixedPoint(clamping: a) == nil:
      return moved(a, by: Int64(0).subtracting(minutes))
    default:
      guard let a = FixedPoint(clamping: a), let b = FixedPoint(clamping: b) else { return nil }
      return FixedPoint(clamping: a.millionths - b.millionths).value
    }
  }

  private static func sum(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let a), .int(let b)): return .int(a.adding(b))
    case (_, .int(let minutes)) where FixedPoint(clamping: a) == nil: return moved(a, by: minutes)
    default:
      guard let a = FixedPoint(clamping: a), let b = FixedPoint(clamping: b) else { return nil }
      return FixedPoint(clamping: a.millionths + b.millionths).value
    }
  }

  /// A date by whole days, a time of day round midnight.
  private static func moved(_ value: Value, by minutes: Int64) -> Value? {
    switch value {
    case .instant(let instant): return .instant(CivilDate.clamped(instant.adding(minutes.multiplied(by: 60_000))))
    case .text(let text):
      if let date = CivilDate(iso: text) { return .text(date.moved(byDays: minutes / 1440).iso) }
      if let time = CivilTime(iso: text) { return .text(time.moved(byMinutes: minutes).iso) }
      guard let minute = minuteOfDay(iso: text) else { return nil }
      return .text(isoTime(Int((Int64(minute) + minutes.flooredRemainder(1440)).flooredRemainder(1440))))
    case .int, .bool: return nil
    }
  }

  // MARK: Days and times

  private func ofTime(_ values: [Value], _ context: DialogContext) -> Value? {
    let moments = values.map { Moment($0, context) }
    let first = moments[0]
    switch self {
    case .weekday: return first.date.map { .text(Self.option(ofWeekday: $0.weekday)) }
    case .week: return first.date.map { .int(Int64($0.week)) }
    case .month: return first.date.map { .int(Int64($0.yearMonthDay.month)) }
    case .hour: return first.minute.map { .int(Int64($0 / 60)) }
    case .date: return first.date.map { .text($0.iso) }
    case .time: return first.minute.map { .text(isoTime($0)) }
    case .local: return first.date.flatMap { date in first.minute.map { .text(CivilTime(date, minute: $0).iso) } }
    case .datetime:
      return first.date.flatMap { date in moments[1].minute.map { .text(CivilTime(date, minute: $0).iso) } }
    case .addDays:
      guard let date = first.date, case .int(let days) = values[1] else { return nil }
      return .text(date.moved(byDays: days).iso)
    case .minutesBetween:
      guard let from = first.minute, let to = moments[1].minute else { return nil }
      let days = (moments[1].date?.dayNumber ?? 0) - (first.date?.dayNumber ?? 0)
      return .int(days * 1440 + Int64(to - from))
    default:
      guard let from = first.date, let to = moments[1].date else { return nil }
      return .int(self == .daysBetween ? to.dayNumber - from.dayNumber : Int64(from.years(to: to)))
    }
  }

  /// The day and the time of day in a value; of a date or a time only the one.
  private struct Moment {
    var date: CivilDate?
    var minute: Int?

    init(_ value: Value, _ context: DialogContext) {
      let time: CivilTime?
      switch value {
      case .instant(let milliseconds): time = CivilTime(milliseconds: milliseconds, in: context.timeZone)
      case .text(let text):
        time = CivilTime(iso: text)
        if time == nil { (date, minute) = (CivilDate(iso: text), minuteOfDay(iso: text)) }
      case .int, .bool: time = nil
      }
      if let time { (date, minute) = (time.date, time.minute) }
    }
  }
}

extension Value {
  fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
}
