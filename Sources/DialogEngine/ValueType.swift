/// The type of a slot, a fact, an argument of a command or of an event, and what its values look like.
package enum ValueType: Hashable, Sendable {
  /// At most `max` UTF-16 units, as platforms count.
  case text(max: Int = 1000)
  case int(ClosedRange<Int64> = Int64.min...Int64.max)
  /// A whole number is `.int(3)`, any other `.text("3.5")`.
  case decimal(ClosedRange<FixedPoint>)
  case rating(ClosedRange<Int64> = 1...5)
  /// One of the named options, in the author's order.
  case choice([String])
  /// Any number of the named options: `.text("study,work")`, in the author's order.
  case multi([String])
  case yesNo
  /// A local day: `.text("2026-11-25")`. Like all local values it stays what the person said, wherever the school's zone goes.
  case date(DayRange = DayRange())
  /// A local time of day: `.text("14:30")`.
  case time(TimeRule = TimeRule())
  /// A local day and time: `.text("2026-11-25T14:30")`.
  case datetime(DayRange = DayRange(), TimeRule = TimeRule())
  /// Whole minutes, `.int(90)`: they compare and count like any number.
  case duration(ClosedRange<Int64> = 1...527_040)
  /// `.text("+79161234567")`.
  case phone
  /// `.text("anna@school7.ru")`.
  case email
  /// The number that the person shared as the own contact, so that the platform vouches for it; looks like a phone.
  case contact
  /// `.text("document BQACAgIAAxkBAAI отчёт.pdf")`, see `FileReference`.
  case file(FileRule)
  case instant
  /// A name out of a dictionary that the host does not know whole: it prints as the text `slot.NAME`, where there is one.
  case label
  /// The id of a row that the host knows.
  case ref
  /// Somebody's name, out of the host: `FullName.value`.
  case personName

  /// As dialog files spell it.
  package var name: String {
    switch self {
    case .text: "text"
    case .int: "int"
    case .decimal: "decimal"
    case .rating: "rating"
    case .choice: "choice"
    case .multi: "multi"
    case .yesNo: "yes_no"
    case .date: "date"
    case .time: "time"
    case .datetime: "datetime"
    case .duration: "duration"
    case .phone: "phone"
    case .email: "email"
    case .contact: "contact"
    case .file: "file"
    case .instant: "instant"
    case .label: "label"
    case .ref: "ref"
    case .personName: "name"
    }
  }

  /// The name for messages about literals, whose own type is a choice of one.
  var family: String { if case .choice = self { "text" } else { name } }

  package static let names = [
    "text", "int", "decimal", "rating", "choice", "multi", "yes_no", "date", "time", "datetime", "duration", "phone",
    "email", "contact", "file", "instant", "label", "ref", "name",
  ]

  /// Whether `value` is of this kind and, for a choice, made of its options. Bounds hold for what people type, not for the host.
  package func holds(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .text), (.label, .text), (.phone, .text), (.email, .text), (.contact, .text), (.personName, .text),
      (.int, .int), (.rating, .int), (.duration, .int), (.ref, .int), (.decimal, .int), (.yesNo, .bool),
      (.instant, .instant):
      true
    case (.decimal, .text(let text)): FixedPoint(text).map { $0.whole == nil && $0.description == text } ?? false
    case (.file, .text(let text)): FileReference(text) != nil
    case (.choice(let options), .text(let option)): options.contains(option)
    case (.multi(let options), .text(let chosen)): Set(chosenOptions(chosen)).isSubset(of: options)
    case (.date, .text(let text)): CivilDate(iso: text) != nil
    case (.time, .text(let text)): minuteOfDay(iso: text) != nil
    case (.datetime, .text(let text)): CivilTime(iso: text) != nil
    default: false
    }
  }

  /// Whether a place of this type may take what is of type `other`: the same kind, and most things where a text is due.
  /// A literal has the narrowest type, `choice(["study"])` or `int(5...5)`, and must fit the bounds.
  func accepts(_ other: ValueType) -> Bool {
    switch (self, other) {
    case (.text(let max), _): return other.longestAsText.map { $0 <= max } ?? false
    case (.label, .label), (.label, .choice), (.yesNo, .yesNo),
      (.instant, .instant), (.ref, .ref), (.time, .time), (.datetime, .datetime), (.phone, .phone), (.phone, .contact),
      (.contact, .contact), (.email, .email), (.file, .file), (.personName, .personName):
      return true
    case (.choice(let options), .choice(let offered)), (.multi(let options), .multi(let offered)),
      (.multi(let options), .choice(let offered)):
      return Set(offered).isSubset(of: options)
    case (.date(let range), .date(let offered)):
      guard let from = offered.from, from == offered.to else { return true }
      return range.mayHold(from)
    case (.date(let range), .choice(let written)):
      return written.allSatisfy { CivilDate(iso: $0).map { range.mayHold(.day($0)) } ?? false }
    case (.time(let rule), .choice(let written)):
      return written.allSatisfy { minuteOfDay(iso: $0).map { (rule.from...rule.to).contains($0) } ?? false }
    case (.datetime, .choice(let written)): return written.allSatisfy { CivilTime(iso: $0) != nil }
    case (.int(let range), .int(let offered)), (.int(let range), .rating(let offered)),
      (.rating(let range), .int(let offered)), (.rating(let range), .rating(let offered)),
      (.duration(let range), .int(let offered)), (.duration(let range), .duration(let offered)),
      (.int(let range), .duration(let offered)):
      return offered.lowerBound < offered.upperBound || range.contains(offered.lowerBound)
    case (.decimal(let range), .decimal(let offered)):
      return offered.lowerBound < offered.upperBound || range.contains(offered.lowerBound)
    case (.decimal(let range), .int(let offered)), (.decimal(let range), .rating(let offered)):
      guard offered.lowerBound == offered.upperBound else { return true }
      return FixedPoint(.int(offered.lowerBound)).map(range.contains) ?? false
    default: return false
    }
  }

  /// What the type itself says about its values, under the names that a retry text may use: "min" and "max".
  var bounds: [String: Value] {
    switch self {
    case .text(let max): return ["max": .int(Int64(max))]
    case .int(let range), .rating(let range), .duration(let range):
      let bounds = ["min": range.lowerBound, "max": range.upperBound]
      return bounds.filter { $0.value != .min && $0.value != .max }.mapValues(Value.int)
    case .decimal(let range):
      let bounds = ["min": range.lowerBound, "max": range.upperBound]
      let all = FixedPoint.everything
      return bounds.filter { $0.value != all.lowerBound && $0.value != all.upperBound }.mapValues(\.value)
    case .file(let rule): return rule.arguments
    case .choice, .multi, .yesNo, .date, .time, .datetime, .phone, .email, .contact, .instant, .label, .ref,
      .personName:
      return [:]
    }
  }

  /// The type of each of `bounds` where a retry text names it: numbers can be counted, the others come in words.
  var boundType: ValueType {
    switch self {
    case .decimal, .duration, .file: .text(max: 100)
    default: .int()
    }
  }

  /// Whether `==` between the two can ever hold.
  func isComparable(with other: ValueType) -> Bool {
    if case (.choice(let a), .choice(let b)) = (self, other) { return !Set(a).isDisjoint(with: b) }
    return accepts(other) || other.accepts(self)
  }

  /// Whether `<` means something: numbers with numbers, times of a kind with their kind, also written out.
  func isOrdered(with other: ValueType) -> Bool {
    switch (self, other) {
    case (.instant, .instant), (.date, .date), (.time, .time), (.datetime, .datetime): true
    case (.date, .choice), (.time, .choice), (.datetime, .choice): accepts(other)
    case (.choice, .date), (.choice, .time), (.choice, .datetime): other.accepts(self)
    default: isNumber && other.isNumber
    }
  }

  var isNumber: Bool {
    switch self {
    case .int, .rating, .decimal, .duration: true
    default: false
    }
  }

  /// How a text may print a value otherwise than it does by itself: `{day:weekday}`.
  var formats: [ValueFormat] {
    switch self {
    case .instant, .datetime: ValueFormat.ofMoments
    case .date: ValueFormat.ofDates
    case .time: [.time]
    case .duration: [.in]
    case .personName: ValueFormat.ofNames
    default: []
    }
  }
}

/// The options in a value of type `multi`.
func chosenOptions(_ value: String) -> [String] { value.split(separator: ",").map(String.init) }
