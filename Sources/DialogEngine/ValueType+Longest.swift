extension ValueType {
  /// The most UTF-16 units that a value of this type prints as.
  ///
  /// - Parameters:
  ///   - name: of the value: options print as the texts `name.OPTION`.
  ///   - language: of the text that it stands in.
  func longest(as format: ValueFormat?, named name: String, _ layers: TextLayers, language: String) -> Int {
    switch self {
    case .text(let max): return max
    case .int(let range), .rating(let range):
      return max("\(range.lowerBound)".utf16.count, "\(range.upperBound)".utf16.count)
    case .decimal(let range): return max(Self.longest(range.lowerBound), Self.longest(range.upperBound))
    case .choice(let options): return options.map { layers.longest("\(name).\($0)") ?? $0.utf16.count }.max() ?? 0
    case .multi(let options):
      let labels = options.map { layers.longest("\(name).\($0)") ?? $0.utf16.count }
      return labels.reduce(2 * max(0, options.count - 1), +)
    case .yesNo: return ["yes_no.yes", "yes_no.no"].map { layers.longest($0) ?? 5 }.max() ?? 0
    case .label: return max(Self.longestName, layers.longest(under: name))
    case .date: return Language.longestMoment(format ?? .date, withTime: false, language)
    case .datetime: return Language.longestMoment(format ?? .datetime, withTime: true, language)
    case .instant:
      let moment = Language.longestMoment(format ?? .datetime, withTime: true, language)
      // By two clocks; how far off it is, is the same by both.
      return format == .in ? moment : 2 * moment + (layers.longest("instant.both") ?? 0)
    case .time: return Self.timeLength
    case .duration(let range):
      return Language.of(language).longestDuration(upTo: range.upperBound, isAhead: format == .in)
    case .phone, .contact: return Self.phoneLength
    case .email: return Self.emailLength
    case .file:
      let words = FileReference.Kind.allCases.compactMap { layers.longest("file.\($0.rawValue)") }.max() ?? 0
      return max(FileReference.longestName, words)
    case .ref: return "\(Int64.min)".utf16.count
    case .personName: return FullName.longest(format ?? .polite)
    }
  }

  /// The most UTF-16 units that a value of this type has where it lies in a slot of type text; nil where it cannot.
  var longestAsText: Int? {
    switch self {
    case .text(let max): max
    case .choice(let options): options.map(\.utf16.count).max() ?? 0
    case .label: Self.longestName
    case .phone, .contact: Self.phoneLength
    case .email: Self.emailLength
    case .date: Self.dateLength
    case .time: Self.timeLength
    case .datetime: Self.dateLength + 1 + Self.timeLength
    case .int, .decimal, .rating, .multi, .yesNo, .duration, .file, .instant, .ref, .personName: nil
    }
  }

  /// The longest name in a dialog file: what a label is that has no text.
  private static let longestName = 32
  private static let dateLength = "2026-11-25".utf16.count
  private static let timeLength = "14:30".utf16.count
  /// E.164: a sign and 15 digits.
  private static let phoneLength = 16
  /// RFC 5321, as `emailAddress` has it.
  private static let emailLength = 254

  /// Of what lies between nought and the bound: with the most places, and its sign.
  private static func longest(_ bound: FixedPoint) -> Int {
    "\(bound.millionths < 0 ? "-" : "")\(bound.millionths.magnitude / 1_000_000).000000".utf16.count
  }
}

extension FullName {
  fileprivate static func longest(_ format: ValueFormat) -> Int {
    switch format {
    case .short: longestPart
    case .full, .initials: 3 * longestPart + 2
    default: 2 * longestPart + 1
    }
  }
}

extension TextLayers {
  /// Of the words behind `key`, in whichever language; nil where there is no such text.
  fileprivate func longest(_ key: String) -> Int? {
    everywhere(key).values.flatMap(\.templates).map(\.fixedLength).max()
  }

  /// Of all texts `name.SOMETHING`.
  fileprivate func longest(under name: String) -> Int {
    let prefix = "\(name)."
    let entries = layers.lazy.flatMap(\.values).flatMap { $0.filter { $0.key.hasPrefix(prefix) }.values }
    return entries.flatMap(\.templates).map(\.fixedLength).max() ?? 0
  }
}

extension Language {
  private struct Moment: Hashable {
    var format: ValueFormat
    var withTime: Bool
    var language: String
  }

  /// Counted once: days and months are the same in all dialogs.
  private static let longestMoments: [Moment: Int] = {
    var longest: [Moment: Int] = [:]
    for (formats, withTime) in [(ValueFormat.ofMoments, true), (ValueFormat.ofDates, false)] {
      for (code, language) in known.merging(["": of("")], uniquingKeysWith: { $1 }) {
        for format in formats {
          longest[Moment(format: format, withTime: withTime, language: code)] = language.longest(format, withTime)
        }
      }
    }
    return longest
  }()

  fileprivate static func longestMoment(_ format: ValueFormat, withTime: Bool, _ language: String) -> Int {
    let code = known[language] == nil ? "" : language
    return longestMoments[Moment(format: format, withTime: withTime, language: code)] ?? 0
  }

  /// Printed for every month and weekday, near and far, before and behind.
  private func longest(_ format: ValueFormat, _ withTime: Bool) -> Int {
    let today = CivilTime(CivilDate(dayNumber: 0), minute: 0)
    var longest = 0
    func take(_ text: String) { longest = max(longest, text.utf16.count) }
    func take(_ date: CivilDate) {
      let minutes = (date.dayNumber - today.date.dayNumber) * 1440
      take(
        withTime
          ? format.print(CivilTime(date, minute: 1439), now: today, minutesAhead: minutes, self)
          : format.print(date, today: today.date, self))
    }
    for days in [-1, 0, 1] { take(today.date.adding(days: days)) }
    for month in 1...12 {
      // Each weekday, and two digits.
      for day in 22...28 { CivilDate(year: 2222, month: month, day: day).map(take) }
    }
    guard format == .in else { return longest }
    for minutes in Self.samples(days: Self.farthestDays, hours: withTime ? Self.twoDigits : [0], minutes: [0]) {
      take(distance(minutes: minutes))
      take(distance(minutes: -minutes))
    }
    return longest
  }

  fileprivate func longestDuration(upTo limit: Int64, isAhead: Bool) -> Int {
    let digits = "\(limit / 1440)".count
    let days = Self.twoDigits.map { number in
      Int64(String(repeating: "3", count: digits - 1) + "\(number % 10)") ?? 0
    }
    let samples = Self.samples(
      days: limit < 1440 ? [0] : days, hours: limit < 60 ? [0] : Self.twoDigits, minutes: Self.twoDigits)
    return samples.map { (isAhead ? distance(minutes: $0) : duration(minutes: $0)).utf16.count }.max() ?? 0
  }

  /// Two digits for each of the categories that languages tell apart.
  private static let twoDigits: [Int64] = [21, 22, 15]
  /// As many digits as the days have between the years 1 and 9999.
  private static let farthestDays: [Int64] = [3_333_321, 3_333_322, 3_333_315]

  private static func samples(days: [Int64], hours: [Int64], minutes: [Int64]) -> [Int64] {
    days.flatMap { day in hours.flatMap { hour in minutes.map { day * 1440 + hour * 60 + $0 } } }
  }
}
