/// What a typed text says about a day and a time, before anybody asks whether that can be.
struct HeardTime: Hashable {
  enum Day: Hashable {
    /// From today.
    case offset(Int)
    /// `mayBeSwapped` when the month may have been put first, as in "03/04".
    case date(day: Int, month: Int, year: Int?, mayBeSwapped: Bool)
    case dayOfMonth(Int)
    case weekend

    var hasYear: Bool { if case .date(_, _, .some, _) = self { true } else { false } }
  }

  struct Clock: Hashable {
    /// 0 to 24: 24:00 is the end of a day.
    var hour: Int
    var minute: Int
    /// Whether it was written so that the other half of the day is out of the question.
    var isCertain: Bool
  }

  /// A stretch of time, forward or back.
  struct Amount: Hashable {
    var months = 0
    var days = 0
    var minutes = 0
    /// «через день» is tomorrow for one and the day after for another.
    var isVague = false

    /// Nil for what is no number of weeks.
    var wholeWeeks: Int? { months == 0 && minutes == 0 && days != 0 && days % 7 == 0 ? days / 7 : nil }
  }

  /// What the text is read for.
  enum Wanted: Hashable { case date, time, datetime, duration }

  var day: Day?
  /// Monday is 0.
  var weekday: Int?
  /// Weeks from this one.
  var week: Int?
  var clock: Clock?
  /// A time was named that no clock shows.
  var hasWrongClock = false
  var part: PartOfDay?
  /// From now.
  var amount: Amount?

  var namesDay: Bool { day != nil || weekday != nil || week != nil || (amount.map { $0.minutes == 0 } ?? false) }

  /// Nil when the text says anything beyond days and times, or says it twice in different ways.
  init?(_ text: String, wanted: Wanted, monthFirst: Bool = false) {
    guard let atoms = timeAtoms(text), !atoms.isEmpty else { return nil }
    var reader = TimePhraseReader(atoms: atoms, wanted: wanted, monthFirst: monthFirst)
    guard let heard = reader.read() else { return nil }
    self = heard
  }

  init() {}

  /// The minutes of the day, 0 to 1440, that the clock may mean; empty when it contradicts the part of the day.
  var minutes: [Int] {
    guard let clock else { return [] }
    var hours = [clock.hour]
    if (1...11).contains(clock.hour), part != nil || !clock.isCertain { hours.append(clock.hour + 12) }
    if clock.hour == 12, part != nil { hours.append(0) }
    if let part { hours = hours.filter(part.holds) }
    return hours.map { $0 * 60 + clock.minute }
  }
}
