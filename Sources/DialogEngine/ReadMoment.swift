import FoundationEssentials

/// Makes days and times out of what was heard, by the bounds of the slot and the moment of asking.
struct MomentReader {
  let now: CivilTime
  let zone: TimeZone
  /// The instant that `now` is in `zone`.
  let instant: Int64
  let language: Language

  /// Days that a text can mean: those to come, the likeliest first, and those gone by, the latest first.
  private struct Days {
    var coming: [CivilDate] = []
    var gone: [CivilDate] = []

    /// Days to come are meant, unless only a day gone by is allowed.
    func filter(_ fits: (CivilDate) -> Bool) -> [CivilDate] {
      let fitting = coming.filter(fits)
      return fitting.isEmpty ? Array(gone.filter(fits).prefix(1)) : fitting
    }

    var likeliest: CivilDate? { coming.first ?? gone.first }
  }

  // MARK: Answers

  func date(_ text: String, in range: DayRange) -> TypedAnswer {
    let unknown = TypedAnswer.retry(text: "retry.date", arguments: [:])
    guard let heard = hear(text, .date), heard.namesDay || heard.amount != nil else { return unknown }
    guard let days = days(heard) else { return noSuchDay(heard) ?? unknown }
    let fitting = days.filter { contains(range, $0) }
    if fitting.count > 1 { return which(fitting.map { .text($0.iso) }) }
    if let day = fitting.first { return .value(.text(day.iso)) }
    return wrongWeekday(heard, days) ?? days.likeliest.map { outside(range, $0) } ?? unknown
  }

  func time(_ text: String, by rule: TimeRule) -> TypedAnswer {
    let unknown = TypedAnswer.retry(text: "retry.time", arguments: [:])
    guard let heard = hear(text, .time), heard.day == nil, heard.weekday == nil, heard.week == nil else {
      return unknown
    }
    if heard.hasWrongClock { return noSuchTime }
    if let amount = heard.amount {
      guard amount.days == 0, amount.months == 0, let moment = later(by: amount) else { return unknown }
      return fit([stepped(moment, rule).minute], rule)
    }
    guard heard.clock != nil else {
      return heard.part.map { ask("ask.which_time", hearing: [name($0)]) } ?? unknown
    }
    return fit(heard.minutes.map { $0 % 1440 }, rule)
  }

  func datetime(_ text: String, in range: DayRange, by rule: TimeRule) -> TypedAnswer {
    let unknown = TypedAnswer.retry(text: "retry.datetime", arguments: [:])
    guard let heard = hear(text, .datetime) else { return unknown }
    if heard.hasWrongClock { return noSuchTime }
    if let amount = heard.amount, amount.minutes != 0 {
      guard heard.clock == nil, heard.part == nil, heard.weekday == nil, let moment = later(by: amount)
      else { return unknown }
      return settle([stepped(moment, rule)], range, rule) ?? unknown
    }
    guard heard.namesDay else { return anyDay(heard, range, rule) ?? unknown }
    guard let days = days(heard) else { return noSuchDay(heard) ?? unknown }
    guard heard.clock != nil else { return timeIsMissing(days, heard, range) ?? unknown }
    let moments = { (days: [CivilDate]) in
      days.flatMap { day in heard.minutes.map { CivilTime(day, minute: 0).adding(minutes: $0) } }
    }
    if let answer = settle(moments(days.coming), range, rule), !answer.isImpossible { return answer }
    if let answer = settle(moments(Array(days.gone.prefix(1))), range, rule), !answer.isImpossible { return answer }
    return wrongWeekday(heard, days) ?? settle(moments(days.coming + days.gone), range, rule) ?? unknown
  }

  // MARK: Days

  private func hear(_ text: String, _ wanted: HeardTime.Wanted) -> HeardTime? {
    HeardTime(text, wanted: wanted, monthFirst: language.mayPutMonthFirst)
  }

  /// Nil when the day is in no calendar.
  private func days(_ heard: HeardTime) -> Days? {
    let today = now.date
    var days: Days
    if let amount = heard.amount, let weekday = heard.weekday, let weeks = amount.wholeWeeks {
      // «через неделю в четверг»
      return self.days(weekday: weekday, week: weeks)
    } else if let amount = heard.amount {
      guard let later = today.adding(months: amount.months) else { return nil }
      let month = CivilTime(later, minute: now.minute)
      let day = month.adding(minutes: amount.minutes).date.adding(days: amount.days)
      days = Days(coming: amount.isVague ? [day, day.adding(days: 1)] : [day])
    } else if let named = heard.day {
      guard let found = self.days(named) else { return nil }
      days = found
    } else if let weekday = heard.weekday {
      return self.days(weekday: weekday, week: heard.week)
    } else {
      // «на следующей неделе»
      let monday = monday(of: heard.week ?? 0)
      days = Days(coming: (0..<7).map { monday.adding(days: $0) })
    }
    if let weekday = heard.weekday {
      days.coming.removeAll { $0.weekday != weekday }
      days.gone.removeAll { $0.weekday != weekday }
    }
    if heard.week != nil, heard.day == .weekend {
      let monday = monday(of: heard.week ?? 0)
      days.coming = [monday.adding(days: 5), monday.adding(days: 6)]
    }
    return days
  }

  private func days(_ named: HeardTime.Day) -> Days? {
    let today = now.date
    switch named {
    case .offset(let offset): return Days(coming: [today.adding(days: offset)])
    case .weekend:
      let days = [5, 6].map { monday(of: 0).adding(days: $0) }
      return Days(coming: days.filter { $0 >= today })
    case .dayOfMonth(let day):
      guard (1...31).contains(day) else { return nil }
      let months = (-12...12).compactMap { shift -> CivilDate? in
        today.adding(months: shift).map(\.yearMonthDay).flatMap {
          CivilDate(year: $0.year, month: $0.month, day: day)
        }
      }
      return nearest(months)
    case .date(let day, let month, let year, let mayBeSwapped):
      let orders = mayBeSwapped ? [(day, month), (month, day)] : [(day, month)]
      var found = Days()
      for (day, month) in orders {
        // Within eight years there is a 29 February.
        let thisYear = today.yearMonthDay.year
        let years = year.map { $0...$0 } ?? (thisYear - 8)...(thisYear + 8)
        let days = nearest(years.compactMap { CivilDate(year: $0, month: month, day: day) })
        found.coming += days.coming
        found.gone += days.gone
      }
      return found.likeliest == nil ? nil : found
    }
  }

  /// The next and the last of `days`.
  private func nearest(_ days: [CivilDate]) -> Days {
    let today = now.date
    return Days(
      coming: [days.filter { $0 >= today }.min()].compactMap(\.self),
      gone: [days.filter { $0 < today }.max()].compactMap(\.self))
  }

  private func days(weekday: Int, week: Int?) -> Days {
    let today = now.date
    if let week { return Days(coming: [monday(of: week).adding(days: weekday)]) }
    let ahead = (weekday - today.weekday + 7) % 7
    // Said on a Wednesday, «в среду» may be today or in a week.
    let coming = ahead == 0 ? [today, today.adding(days: 7)] : [today.adding(days: ahead)]
    return Days(coming: coming, gone: [today.adding(days: ahead - 7)])
  }

  private func monday(of week: Int) -> CivilDate { now.date.adding(days: 7 * week - now.date.weekday) }

  private func contains(_ range: DayRange, _ day: CivilDate) -> Bool {
    let today = now.date
    return day >= range.from?.date(today: today) ?? day && day <= range.to?.date(today: today) ?? day
  }

  // MARK: Times

  /// A stretch of time from now. Days are counted on the calendar, hours and minutes as they pass: clocks may change on the way.
  private func later(by amount: HeardTime.Amount) -> CivilTime? {
    guard let day = now.date.adding(months: amount.months) else { return nil }
    let (days, minutes) = (amount.days + amount.minutes / 1440, amount.minutes % 1440)
    guard days == 0, amount.months == 0 else {
      return CivilTime(day.adding(days: days), minute: now.minute).adding(minutes: minutes)
    }
    return CivilTime(milliseconds: instant + Int64(minutes) * 60_000, in: zone)
  }

  private func fit(_ minutes: [Int], _ rule: TimeRule) -> TypedAnswer {
    let fitting = minutes.filter { (rule.from...rule.to).contains($0) }
    if fitting.count > 1 { return ask("ask.half_of_day", offering: fitting.map { .text(isoTime($0)) }) }
    guard let minute = fitting.first else {
      return .impossible(
        text: "retry.time_range", arguments: ["from": .text(isoTime(rule.from)), "to": .text(isoTime(rule.to))])
    }
    guard minute % rule.step != 0 else { return .value(.text(isoTime(minute))) }
    return offStep(rule, neighbours(minute, rule).map { .text(isoTime($0)) })
  }

  private func neighbours(_ minute: Int, _ rule: TimeRule) -> [Int] {
    let below = minute / rule.step * rule.step
    return [below, below + rule.step].filter { (rule.from...rule.to).contains($0) }
  }

  private func offStep(_ rule: TimeRule, _ offers: [Value]) -> TypedAnswer {
    ask("ask.step", ["step": .text(language.duration(minutes: Int64(rule.step)))], offering: offers)
  }

  /// The next time that the step allows.
  private func stepped(_ moment: CivilTime, _ rule: TimeRule) -> CivilTime {
    let over = moment.minute % rule.step
    return over == 0 ? moment : moment.adding(minutes: rule.step - over)
  }

  // MARK: Both

  private func fits(_ moment: CivilTime, _ range: DayRange) -> Bool {
    contains(range, moment.date) && (range.from != .now || moment >= now) && (range.to != .now || moment <= now)
  }

  /// What becomes of the moments that a text can mean; nil when it can mean none.
  private func settle(_ moments: [CivilTime], _ range: DayRange, _ rule: TimeRule) -> TypedAnswer? {
    let possible = moments.filter { fits($0, range) }
    let fitting = possible.filter { (rule.from...rule.to).contains($0.minute) }
    if fitting.count > 1 { return which(fitting.map { .text($0.iso) }) }
    if let moment = fitting.first {
      guard moment.minute % rule.step != 0 else { return .value(.text(moment.iso)) }
      let near = neighbours(moment.minute, rule).map { CivilTime(moment.date, minute: $0) }
      return offStep(rule, near.filter { fits($0, range) }.map { .text($0.iso) })
    }
    if let moment = possible.first { return fit([moment.minute], rule) }
    guard let moment = moments.max() else { return nil }
    guard contains(range, moment.date) else { return outside(range, moment.date) }
    let said = ValueFormat.datetime.print(moment, now: now, language)
    return .impossible(text: moment < now ? "retry.past" : "retry.future", arguments: ["said": .text(said)])
  }

  /// A time without a day.
  private func anyDay(_ heard: HeardTime, _ range: DayRange, _ rule: TimeRule) -> TypedAnswer? {
    guard heard.clock != nil else { return nil }
    let moments = (0...2).flatMap { day in
      heard.minutes.map { CivilTime(now.date.adding(days: day), minute: 0).adding(minutes: $0) }
    }
    let fitting = moments.filter {
      fits($0, range) && (rule.from...rule.to).contains($0.minute) && $0.minute % rule.step == 0
    }
    return ask("ask.which_day", offering: fitting.prefix(4).map { .text($0.iso) })
  }

  /// A day without a time.
  private func timeIsMissing(_ days: Days, _ heard: HeardTime, _ range: DayRange) -> TypedAnswer? {
    let fitting = days.filter { contains(range, $0) }
    let said = fitting.map { ValueFormat.by.print($0, today: now.date, language) }
    switch fitting.count {
    case 0: return wrongWeekday(heard, days) ?? days.likeliest.map { outside(range, $0) }
    case 1: return ask("ask.which_time", hearing: [said[0]] + [heard.part.map(name)].compactMap(\.self))
    case 2: return ask("ask.which_of_two", ["first": .text(said[0]), "second": .text(said[1])])
    default: return ask("ask.which_day")
    }
  }

  private func name(_ part: PartOfDay) -> String {
    language.partsOfDay.last { $0.from < (part.from + part.to) / 2 }?.name ?? ""
  }

  // MARK: Words

  private func which(_ offers: [Value]) -> TypedAnswer { ask("ask.which", offering: offers) }

  private func ask(_ text: String, hearing: [String]) -> TypedAnswer {
    ask(text, ["heard": .text(hearing.joined(separator: ", "))])
  }

  private func ask(_ text: String, _ arguments: [String: Value] = [:], offering: [Value] = []) -> TypedAnswer {
    .unclear(text: text, arguments: arguments, offers: offering)
  }

  private func outside(_ range: DayRange, _ day: CivilDate) -> TypedAnswer {
    let today = now.date
    let said = Value.text(print(day))
    if let from = range.from?.date(today: today), day < from {
      if from == today { return .impossible(text: "retry.past", arguments: ["said": said]) }
      return .impossible(text: "retry.too_early", arguments: ["said": said, "from": .text(print(from))])
    }
    let to = range.to?.date(today: today) ?? day
    if to == today { return .impossible(text: "retry.future", arguments: ["said": said]) }
    return .impossible(text: "retry.too_late", arguments: ["said": said, "to": .text(print(to))])
  }

  private func print(_ day: CivilDate) -> String { ValueFormat.date.print(day, today: now.date, language) }

  /// «31 февраля нет в календаре», «32-го числа нет ни в одном месяце»; nil when something else is wrong.
  private func noSuchDay(_ heard: HeardTime) -> TypedAnswer? {
    switch heard.day {
    case .date(let day, let month, let year, _):
      let said = "\(day) \(language.months[month - 1])" + (year.map(language.year) ?? "")
      return .impossible(text: "retry.no_such_day", arguments: ["said": .text(said)])
    case .dayOfMonth(let day):
      return .impossible(text: "retry.no_such_day_of_month", arguments: ["day": .int(Int64(day))])
    case .offset, .weekend, nil: return nil
    }
  }

  private var noSuchTime: TypedAnswer { .impossible(text: "retry.no_such_time", arguments: [:]) }

  /// «27 ноября — это пятница»: of the days to come that were named none is of the weekday that was named with them.
  private func wrongWeekday(_ heard: HeardTime, _ days: Days) -> TypedAnswer? {
    guard heard.weekday != nil, heard.day != nil || heard.amount != nil, days.coming.isEmpty else { return nil }
    var rest = heard
    rest.weekday = nil
    return self.days(rest)?.coming.first.map { day in
      .impossible(
        text: "retry.wrong_weekday",
        arguments: ["said": .text(print(day)), "weekday": .text(language.weekdays[day.weekday])])
    }
  }
}
