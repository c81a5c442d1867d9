/// Puts atoms together to days and times, from left to right.
struct TimePhraseReader {
  let atoms: [TimeAtom]
  let wanted: HeardTime.Wanted
  let monthFirst: Bool
  private var heard = HeardTime()
  /// Numbers that said nothing by themselves, with their digits.
  private var bare: [(value: Int, digits: Int)] = []
  private var next = 0

  init(atoms: [TimeAtom], wanted: HeardTime.Wanted, monthFirst: Bool) {
    self.atoms = atoms
    self.wanted = wanted
    self.monthFirst = monthFirst
  }

  mutating func read() -> HeardTime? {
    while next < atoms.count { guard readOne() else { return nil } }
    guard settleBareNumbers() else { return nil }
    if heard.clock != nil, heard.minutes.isEmpty { return nil }
    return heard
  }

  private func part(_ ahead: Int = 0) -> PhrasePart? {
    guard next + ahead < atoms.count, case .part(let part) = atoms[next + ahead] else { return nil }
    return part
  }

  private func number(_ ahead: Int = 0) -> Int? {
    guard next + ahead < atoms.count, case .number(let number, _) = atoms[next + ahead] else { return nil }
    return number
  }

  private mutating func readOne() -> Bool {
    switch atoms[next] {
    case .clock(let hour, let minute, let digits):
      next += 1
      return set(clock: hour, minute, isCertain: digits == 2 || hour >= 8)
    case .yearMonthDay(let year, let month, let day):
      next += 1
      return (1...12).contains(month) && set(.date(day: day, month: month, year: year, mayBeSwapped: false))
    case .dayMonthYear(let a, let b, let year, let mark):
      next += 1
      return set(date: a, b, year: year < 100 ? fullYear(year) : year, mark)
    case .pair(let a, let b, let digits, let mark):
      next += 1
      return readPair(a, b, digits, mark)
    case .number(let value, let digits): return readNumber(value, digits)
    case .part(let part): return readBack() || read(part)
    }
  }

  /// "26" is 2026, "98" is 1998: nobody plans thirty years ahead.
  private func fullYear(_ short: Int) -> Int { short < 60 ? 2000 + short : 1900 + short }

  // MARK: Pairs and numbers

  private mutating func readPair(_ a: Int, _ b: Int, _ digits: Int, _ mark: Character) -> Bool {
    let isDate = (1...12).contains(b) || (mark == "/" && (1...12).contains(a))
    // "10-12" may be from ten to twelve; "14-30" is a time.
    let isTime = digits == 2 && a < 24 && b < 60 && mark != "/" && (mark != "-" || b == 0 || b > 24)
    switch wanted {
    case .time: return isTime && set(clock: a, b, isCertain: a >= 8)
    case .duration: return false
    case .date: return set(date: a, b, year: nil, mark)
    case .datetime:
      // «в субботу 28.11 в 16»: after a weekday alone its date may follow.
      let isForDay = heard.day != nil || heard.amount != nil || heard.namesDay && isTime && !namesMoreNumbers
      if isForDay || !isDate { return isTime && set(clock: a, b, isCertain: a >= 8) }
      return set(date: a, b, year: nil, mark)
    }
  }

  private var namesMoreNumbers: Bool {
    atoms[next...].contains {
      switch $0 {
      case .number, .clock, .pair: true
      case .dayMonthYear, .yearMonthDay, .part: false
      }
    }
  }

  /// «2 дня назад», «неделю назад»
  private mutating func readBack() -> Bool {
    guard heard.amount == nil, heard.day == nil, let (amount, end) = amount(at: next), end < atoms.count,
      atoms[end] == .part(.back)
    else { return false }
    next = end + 1
    return set(.init(months: -amount.months, days: -amount.days, minutes: -amount.minutes))
  }

  private mutating func readNumber(_ value: Int, _ digits: Int) -> Bool {
    if readBack() { return true }
    next += 1
    switch part() {
    case .month(let month)?:
      next += 1
      return set(.date(day: value, month: month, year: takeYear(), mayBeSwapped: false))
    case .dayOfMonth?:
      next += 1
      return set(.dayOfMonth(value))
    case .unit(.hour)?:
      next += 1
      var minute = 0
      if let written = number(), part(1) == .unit(.minute) || isTwoDigits(next) {
        minute = written
        next += part(1) == .unit(.minute) ? 2 : 1
      }
      return set(clock: value, minute, isCertain: value > 12)
    case .unit(.minute)?:
      guard case .runningHour(let hour)? = part(1) else {
        next += 1
        return readAround(value)
      }
      next += 2
      return set(clock: before(hour), value, isCertain: false)
    case .before?, .past?: return readAround(value)
    default:
      bare.append((value, digits))
      return true
    }
  }

  private func isTwoDigits(_ index: Int) -> Bool {
    if index < atoms.count, case .number(_, 2) = atoms[index] { true } else { false }
  }

  private mutating func takeYear() -> Int? {
    guard next < atoms.count, case .number(let year, 4) = atoms[next] else { return nil }
    next += 1
    return year
  }

  /// "quarter past two", "ten to six": `minute` has been read.
  private mutating func readAround(_ minute: Int) -> Bool {
    guard let word = part(), word == .past || word == .before, let hour = number(1) else { return false }
    next += 2
    return word == .past
      ? set(clock: hour, minute, isCertain: false) : set(clock: before(hour), 60 - minute, isCertain: false)
  }

  private func before(_ hour: Int) -> Int { hour == 1 ? 12 : hour - 1 }

  // MARK: Words

  private mutating func read(_ word: PhrasePart) -> Bool {
    next += 1
    switch word {
    case .filler: return true
    case .day(let offset): return set(.offset(offset))
    case .weekday(let weekday):
      guard heard.weekday == nil else { return false }
      heard.weekday = weekday
      return true
    case .weekend: return set(.weekend)
    case .month(let month):
      guard let day = number() else { return false }
      next += 1
      return set(.date(day: day, month: month, year: takeYear(), mayBeSwapped: false))
    case .week(let week):
      heard.week = week
      if part() == .unit(.week) { next += 1 }
      return true
    case .ahead:
      guard let (amount, end) = amount(at: next) else { return true }
      next = end
      return set(amount)
    case .part(let part): return set(part)
    case .dayOrPart: return set(.day)
    case .time(let minute): return set(clock: minute / 60, minute % 60, isCertain: true)
    case .fraction(let minute):
      guard case .runningHour(let hour)? = part() else { return readAround(minute) }
      next += 1
      return set(clock: before(hour), minute, isCertain: false)
    case .runningHour(let ordinal):
      if case .month(let month)? = part() {
        next += 1
        return set(.date(day: ordinal, month: month, year: takeYear(), mayBeSwapped: false))
      }
      guard part() == .dayOfMonth || wanted == .date else { return false }
      if part() == .dayOfMonth { next += 1 }
      return set(.dayOfMonth(ordinal))
    case .before: return readBefore()
    // «в час»
    case .unit(.hour): return set(clock: 1, 0, isCertain: false)
    // «2026 года»
    case .unit(.year): return heard.day?.hasYear ?? false
    case .back, .past, .unit, .minutes, .oneAndHalf, .dayOfMonth: return false
    }
  }

  /// «без четверти три», «без десяти минут три»: the word «без» has been read.
  private mutating func readBefore() -> Bool {
    var minute = number()
    if case .fraction(let fraction)? = part() { minute = fraction }
    guard let minute, (1...59).contains(minute) else { return false }
    next += 1
    if part() == .unit(.minute) { next += 1 }
    // «без пяти час»
    let hour = part() == .unit(.hour) ? 1 : number()
    guard let hour else { return false }
    next += 1
    return set(clock: before(hour), 60 - minute, isCertain: false)
  }

  // MARK: Amounts

  /// «2 часа 30 минут», «полтора часа», «неделю»: what stands from `start` on, and where it ends.
  func amount(at start: Int) -> (HeardTime.Amount, end: Int)? {
    var amount = HeardTime.Amount()
    var index = start
    while let (step, end) = oneAmount(at: index) {
      amount.months += step.months
      amount.days += step.days
      amount.minutes += step.minutes
      amount.isVague = step.isVague && index == start
      index = end
    }
    return index > start ? (amount, index) : nil
  }

  private func oneAmount(at start: Int) -> (HeardTime.Amount, end: Int)? {
    guard start < atoms.count else { return nil }
    var index = start
    // In halves, so that «полтора часа» is whole.
    var halves: Int?
    switch atoms[index] {
    case .part(.minutes(let minutes)): return (.init(minutes: minutes), index + 1)
    case .number(let number, _): halves = number * 2
    case .pair(let whole, 5, digits: 1, mark: "."), .pair(let whole, 5, digits: 1, mark: ","): halves = whole * 2 + 1
    case .part(.oneAndHalf): halves = 3
    default: break
    }
    if halves != nil { index += 1 }
    guard index < atoms.count, case .part(let word) = atoms[index] else { return nil }
    let count = halves ?? 2
    switch word {
    case .unit(.minute): return (.init(minutes: count / 2), index + 1)
    case .unit(.hour): return (.init(minutes: count * 30), index + 1)
    case .unit(.day), .dayOrPart:
      return (.init(days: count / 2, minutes: count % 2 * 720, isVague: halves == nil), index + 1)
    case .unit(.week): return (.init(days: count * 7 / 2), index + 1)
    case .unit(.month): return (.init(months: count / 2), index + 1)
    case .unit(.year): return (.init(months: count * 6), index + 1)
    default: return nil
    }
  }

  // MARK: Settling

  private mutating func settleBareNumbers() -> Bool {
    guard !bare.isEmpty else { return true }
    var numbers = bare
    switch wanted {
    case .duration: return false
    case .date:
      if !heard.namesDay {
        guard set(.dayOfMonth(numbers.removeFirst().value)) else { return false }
      }
    case .datetime:
      // «28 в 15», "28 at 3 pm": what cannot be hours and minutes is a day and an hour.
      let isDayAndHour = numbers.count == 2 && (numbers[0].value > 23 || numbers[1].digits < 2)
      if !heard.namesDay, heard.clock != nil || numbers.count == 3 || isDayAndHour {
        guard set(.dayOfMonth(numbers.removeFirst().value)) else { return false }
      }
    case .time: break
    }
    guard let first = numbers.first else { return true }
    if numbers.count == 1 {
      if first.digits == 4 { return set(clock: first.value / 100, first.value % 100, isCertain: true) }
      return set(clock: first.value, 0, isCertain: first.value > 12 || first.value == 0)
    }
    return numbers.count == 2 && numbers[1].digits == 2
      && set(clock: first.value, numbers[1].value, isCertain: first.value >= 8)
  }

  private mutating func set(_ day: HeardTime.Day) -> Bool {
    guard heard.day == nil || heard.day == day, heard.amount == nil else { return false }
    heard.day = day
    return true
  }

  private mutating func set(date a: Int, _ b: Int, year: Int?, _ mark: Character) -> Bool {
    // Only with a slash does anybody put the month first.
    let isSwapped = mark == "/" && b > 12 && a <= 12
    let mayBeSwapped = mark == "/" && monthFirst && a <= 12 && b <= 12 && a != b
    let (day, month) = isSwapped ? (b, a) : (a, b)
    guard (1...12).contains(month), day > 0 else { return false }
    return set(.date(day: day, month: month, year: year, mayBeSwapped: mayBeSwapped))
  }

  private mutating func set(clock hour: Int, _ minute: Int, isCertain: Bool) -> Bool {
    guard heard.clock == nil, !heard.hasWrongClock else { return false }
    guard (0...23).contains(hour) && (0...59).contains(minute) || (hour == 24 && minute == 0) else {
      heard.hasWrongClock = true
      return true
    }
    heard.clock = .init(hour: hour, minute: minute, isCertain: isCertain)
    return true
  }

  private mutating func set(_ part: PartOfDay) -> Bool {
    guard heard.part == nil || heard.part == part else { return false }
    heard.part = part
    return true
  }

  private mutating func set(_ amount: HeardTime.Amount) -> Bool {
    guard heard.amount == nil, heard.day == nil else { return false }
    heard.amount = amount
    return true
  }
}
