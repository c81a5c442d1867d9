import Mentoring
import Testing

@Suite("Announcing")
struct BroadcastRulesTests {
  static let moscow = Zone(identifier: "Europe/Moscow") ?? .utc
  static let rules = BroadcastRules(zone: moscow, quietHours: .standard)

  /// By Moscow's clock.
  static func at(_ day: String, _ time: String) throws -> Timestamp {
    let date = try #require(LocalDate(iso: day))
    let clock = try #require(ClockTime(iso: time))
    return moscow.instant(of: date, secondOfDay: clock.minute * 60)
  }

  static func reach(_ reached: Int) -> Reach {
    var reach = Reach()
    reach.add(nil, count: reached)
    return reach
  }

  private func plan(_ wish: Timestamp?, reached: Int = 23, isSure: Bool = false, open: Int = 0) throws
    -> BroadcastRules.Plan
  {
    Self.rules.plan(
      Self.reach(reached), at: wish, isSure: isSure, open: open, now: try Self.at("2026-11-23", "12:00"))
  }

  @Test("what is sent now can be called back for a minute")
  func hold() throws {
    #expect(try plan(nil) == .ok(sendAt: Self.at("2026-11-23", "12:01")))
    #expect(try plan(Self.at("2026-11-23", "12:00")) == .ok(sendAt: Self.at("2026-11-23", "12:01")))
    #expect(try plan(Self.at("2026-11-24", "10:00")) == .ok(sendAt: Self.at("2026-11-24", "10:00")))
  }

  @Test("a time that is over, or too far ahead, is none")
  func times() throws {
    #expect(try plan(Self.at("2026-11-23", "11:59")) == .past)
    #expect(try plan(Self.at("2027-11-23", "12:00")) == .ok(sendAt: Self.at("2027-11-23", "12:00")))
    #expect(try plan(Self.at("2027-11-23", "12:01")) == .far)
  }

  @Test(
    "in quiet hours the next good time is offered",
    arguments: [
      ("2026-11-23", "20:59", ""), ("2026-11-23", "21:00", "2026-11-24"), ("2026-11-24", "06:59", "2026-11-24"),
      ("2026-11-24", "07:00", ""),
    ])
  func quiet(_ day: String, _ time: String, _ morning: String) throws {
    let wish = try Self.at(day, time)
    #expect(try plan(wish) == (morning.isEmpty ? .ok(sendAt: wish) : .quiet(until: Self.at(morning, "07:00"))))
  }

  @Test("a minute before them is too late: it would be held until they have begun")
  func lastMinute() throws {
    let now = try Self.at("2026-11-23", "20:59") + .seconds(30)
    let plan = Self.rules.plan(Self.reach(5), at: nil, isSure: true, open: 0, now: now)
    #expect(plan == .quiet(until: try Self.at("2026-11-24", "07:00")))
  }

  @Test("over 200 people one must be sure; over 20,000 are too many; nobody is none")
  func numbers() throws {
    let soon = BroadcastRules.Plan.ok(sendAt: try Self.at("2026-11-23", "12:01"))
    #expect(try plan(nil, reached: 0) == .nobody)
    #expect(try plan(nil, reached: 200) == soon)
    #expect(try plan(nil, reached: 201) == .unsure)
    #expect(try plan(nil, reached: 201, isSure: true) == soon)
    #expect(try plan(nil, reached: 20_000, isSure: true) == soon)
    #expect(try plan(nil, reached: 20_001, isSure: true) == .tooMany)
    #expect(try plan(nil, open: 49) == soon)
    #expect(try plan(nil, open: 50) == .busy)
  }

  @Test("only curators and heads announce")
  func roles() {
    for role in Role.allCases {
      #expect(BroadcastRules.mayAnnounce([role]) == (role == .curator || role == .head))
    }
    #expect(BroadcastRules.mayAnnounce([.mentor, .curator]))
    #expect(!BroadcastRules.mayAnnounce([]))
  }

  static func broadcast(_ answers: Broadcast.Answers, _ status: Broadcast.Status) -> Broadcast {
    Broadcast(
      id: BroadcastID(5), organisation: OrganisationID(1), author: PersonID(2), audience: Audience(.all), text: "Сбор",
      answers: answers, theme: "news", isObligatory: false, status: status, sendAt: .epoch)
  }

  @Test("the silent are reminded when all has gone, three times at most, in the morning where it is night")
  func reminders() throws {
    let noon = try Self.at("2026-11-23", "12:00")
    func remind(
      _ broadcast: Broadcast, silent: Int = 4, before: Int = 0, isSure: Bool = false, now: Timestamp? = nil
    ) -> BroadcastRules.Reminder {
      Self.rules.remind(broadcast, silent: silent, before: before, isSure: isSure, now: now ?? noon)
    }
    let done = Self.broadcast(.rsvp, .done)
    #expect(remind(done) == .ok(sendAt: noon))
    let night = try Self.at("2026-11-23", "23:00")
    #expect(remind(done, now: night) == .ok(sendAt: try Self.at("2026-11-24", "07:00")))
    #expect(remind(done, silent: 0) == .nobody)
    #expect(remind(Self.broadcast(.none, .done)) == .nobody)
    #expect(remind(done, before: 2) == .ok(sendAt: noon))
    #expect(remind(done, before: 3) == .enough)
    #expect(remind(done, silent: 200) == .ok(sendAt: noon))
    #expect(remind(done, silent: 201) == .unsure)
    #expect(remind(done, silent: 201, isSure: true) == .ok(sendAt: noon))
    for status in [Broadcast.Status.scheduled, .going, .cancelled] {
      #expect(remind(Self.broadcast(.rsvp, status)) == .closed)
    }
    var reminder = done
    reminder.reminds = BroadcastID(4)
    #expect(remind(reminder) == .closed)
    #expect(reminder.announcement == BroadcastID(4))
    #expect(done.announcement == BroadcastID(5))
  }

  @Test("an answer must be one that was asked for; a cancelled announcement takes none")
  func answers() {
    for answers in Broadcast.Answers.allCases {
      for response in Broadcast.Response.allCases {
        let isAsked = answers.responses.contains(response)
        #expect(BroadcastRules.answer(response, to: Self.broadcast(answers, .done)) == (isAsked ? .ok : .forbidden))
        #expect(
          BroadcastRules.answer(response, to: Self.broadcast(answers, .cancelled))
            == (isAsked ? .cancelled : .forbidden))
      }
    }
    #expect(Broadcast.Answers.rsvp.responses == [.yes, .no])
    #expect(Broadcast.Answers.ack.responses == [.ack])
  }
}
