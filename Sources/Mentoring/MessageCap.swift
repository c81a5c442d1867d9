/// How much the bot may say of its own accord to one person in a day of his own clock (F34). What is too much that day goes on a later one.
package struct MessageCap: Sendable, Equatable {
  /// Messages that can wait without harm: announcements that are not obligatory, invitations to surveys, nudges to
  /// finish what somebody has begun. 0: no limit.
  package var counted: Int
  /// All that answers nothing: a fuse against a bot that has run wild. 0: no limit.
  package var all: Int

  package init(counted: Int = 3, all: Int = 60) {
    self.counted = counted
    self.all = all
  }

  /// What is moved to another day comes at this time of it, or when the person's quiet hours are over.
  package static let movedTo = ClockTime(minuteOfDay: 10 * 60)

  /// Nothing is moved further than this: then it goes although it is too much.
  private static let daysAhead = 30

  /// How much has been said on a day, or is going to be.
  package struct Said: Sendable, Equatable {
    package var counted: Int
    package var all: Int

    package init(counted: Int, all: Int) {
      self.counted = counted
      self.all = all
    }
  }

  /// When one more message may go that would go at `moment`: then, or on the first later day that has room for it.
  ///
  /// - Parameters:
  ///   - isCounted: whether it is one of those that can wait.
  ///   - said: what falls on the day that is given by its first instant and that of the next.
  package func moment(
    for moment: Timestamp, isCounted: Bool, in zone: Zone, outside quietHours: QuietHours,
    said: (Range<Timestamp>) throws -> Said
  ) rethrows -> Timestamp {
    guard all > 0 || (isCounted && counted > 0) else { return moment }
    let today = zone.date(of: moment).daysSinceEpoch
    var moment = moment
    for day in today..<today + Self.daysAhead {
      func start(of day: Int) -> Timestamp { zone.instant(of: LocalDate(daysSinceEpoch: day), secondOfDay: 0) }
      let said = try said(start(of: day)..<start(of: day + 1))
      guard isFull(said, isCounted) else { return moment }
      let next = LocalDate(daysSinceEpoch: day + 1)
      let morning = zone.instant(of: next, secondOfDay: Self.movedTo.minute * 60)
      moment = quietHours.end(at: morning, in: zone) ?? morning
    }
    return moment
  }

  private func isFull(_ said: Said, _ isCounted: Bool) -> Bool {
    (all > 0 && said.all >= all) || (isCounted && counted > 0 && said.counted >= counted)
  }
}
