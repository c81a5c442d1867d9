import Mentoring
import Messaging
import Store
import Testing

@testable import Service

private let monday = Timestamp(seconds: 1_795_424_400)

@Suite("A bucket of tokens")
struct TokenBucketTests {
  @Test("gives its rate and no more, whatever the rate", arguments: [0.3, 1, 28, 333, 1000])
  func rate(_ rate: Double) {
    var bucket = TokenBucket(rate: rate, burst: 2, at: monday)
    var taken = 0
    for millisecond in Int64(0)...60_000 {
      let now = monday + .milliseconds(millisecond)
      while bucket.tokens(at: now) > 0 {
        bucket.take(at: now)
        taken += 1
      }
    }
    #expect(abs(Double(taken) - (60 * rate + 2)) <= 1)
  }

  @Test("tells to the millisecond when the next token comes")
  func wait() {
    var bucket = TokenBucket(rate: 28, burst: 2, at: monday)
    var now = monday
    for _ in 1...200 {
      bucket.take(at: now)
      let wait = bucket.wait(at: now)
      guard wait > .zero else { continue }
      #expect(bucket.tokens(at: now + wait - .milliseconds(1)) == 0)
      now = now + wait
      #expect(bucket.tokens(at: now) == 1)
      #expect(bucket.wait(at: now) == .zero)
    }
  }

  @Test("does not make anybody wait for ever: what is owed has a bound")
  func debt() {
    var bucket = TokenBucket(rate: 28, burst: 2, at: monday)
    for _ in 1...10_000 { bucket.take(at: monday) }
    #expect(bucket.wait(at: monday) < .milliseconds(1040))
  }

  @Test("fills on from where it was when the clock is set back, and is full at most when it is set forward")
  func setClock() {
    var bucket = TokenBucket(rate: 28, burst: 2, at: monday)
    for _ in 1...2 { bucket.take(at: monday) }
    let before = monday - .seconds(3600)
    #expect(bucket.tokens(at: before) == 0)
    #expect(bucket.tokens(at: before + .milliseconds(36)) == 1)
    #expect(bucket.tokens(at: monday + .seconds(86_400)) == 2)
  }

  @Test("is kept for a chat only while it is not full")
  func forgotten() {
    var buckets = TokenBuckets(rate: 1, burst: 3)
    for chat in Int64(1)...10_000 { buckets.take(ChatID(chat), at: monday + .milliseconds(chat)) }
    #expect(buckets.count < 2600)
    #expect(buckets.isFull(ChatID(10_000), at: monday + .seconds(10)) == false)
  }
}

@Suite("The pacer")
struct PacerTests {
  private static let limits = ServiceSettings.Limits()

  private static func pacer(_ limits: ServiceSettings.Limits = limits) -> Pacer {
    Pacer(limits, isGroup: { $0.rawValue < 0 }, at: monday)
  }

  private static func row(
    _ chat: Int64, _ lane: OutboxRow.Lane = .bulk, kind: OutboxRow.Kind = .send
  ) -> OutboxRow {
    OutboxRow(
      id: OutboxID(1), chat: ChatID(chat), lane: lane, kind: kind, deliveryClass: .mustArrive,
      call: OutboundCall(method: "send", body: []), attempt: 0, deadline: monday)
  }

  /// How many calls go in that time when each goes as soon as it may, to chat after chat.
  private static func sent(
    _ pacer: inout Pacer, _ lane: OutboxRow.Lane = .bulk, to chats: [Int64]? = nil, from start: Timestamp = monday,
    seconds: Int64
  ) -> Int {
    var (count, next) = (0, Int64(1))
    for millisecond in 0..<seconds * 1000 {
      let now = start + .milliseconds(millisecond)
      let call = row(chats.map { $0[count % $0.count] } ?? next, lane)
      guard pacer.allows(call, in: lane, at: now) else { continue }
      pacer.count(call, at: now)
      count += 1
      next += 1
    }
    return count
  }

  @Test(
    "lets what goes to many have the whole rate when nobody else is there, and never more than Telegram allows in a second"
  )
  func alone() {
    var pacer = Self.pacer()
    #expect((2800...2802).contains(Self.sent(&pacer, seconds: 100)))
    var other = Self.pacer()
    #expect(Self.sent(&other, seconds: 1) <= 30)
  }

  @Test("gives what goes to many only what answers and reminders leave")
  func rest() {
    var pacer = Self.pacer()
    var (answers, copies) = (0, 0)
    for millisecond in Int64(0)..<60_000 {
      let now = monday + .milliseconds(millisecond)
      // Twenty answers a second, each to somebody else.
      if millisecond % 50 == 0 {
        let answer = Self.row(100_000 + millisecond, .interactive)
        #expect(pacer.allows(answer, in: .interactive, at: now) == true)
        pacer.count(answer, at: now)
        answers += 1
      }
      let copy = Self.row(Int64(copies))
      if pacer.allows(copy, in: .bulk, at: now) {
        pacer.count(copy, at: now)
        copies += 1
      }
    }
    #expect(answers == 1200)
    #expect((470...482).contains(copies))
  }

  @Test("keeps to one a second in a chat after three at once, and to eighteen a minute in a group")
  func chats() {
    var pacer = Self.pacer()
    #expect(Self.sent(&pacer, .reminder, to: [5], seconds: 60) == 62)
    var other = Self.pacer()
    #expect(Self.sent(&other, .reminder, to: [-5], seconds: 60) <= 20)
  }

  @Test("lets everything go where nothing is limited")
  func unlimited() {
    var pacer = Self.pacer(.none)
    #expect(Self.sent(&pacer, to: [5], seconds: 1) == 1000)
    pacer.waiting = .bulk
    #expect(pacer.wait(at: monday) == nil)
  }

  @Test(
    "lets a chat that was refused wait as long as the platform asks, and nobody else; a waiting sign ends all the same")
  func refused() {
    var pacer = Self.pacer()
    let end = monday + .seconds(7)
    #expect(pacer.slowDown(ChatID(5), until: end, at: monday) == nil)
    for lane in OutboxRow.Lane.allCases {
      #expect(pacer.allows(Self.row(5, lane), in: lane, at: end - .milliseconds(1)) == false)
      #expect(pacer.allows(Self.row(6, lane), in: lane, at: monday) == true)
    }
    #expect(pacer.allows(Self.row(5, .interactive, kind: .callback), in: .interactive, at: monday) == true)
    #expect(pacer.allows(Self.row(5), in: .bulk, at: end) == true)
    // Nobody waits for the old clock.
    #expect(pacer.allows(Self.row(5), in: .bulk, at: monday - .seconds(3600)) == true)
  }

  @Test(
    "halves the rate once when a second chat is refused, lets what goes to many wait, and has the whole rate half a minute later"
  )
  func halved() {
    var pacer = Self.pacer()
    #expect(pacer.slowDown(ChatID(1), until: monday + .seconds(3), at: monday) == nil)
    // The same chat again says nothing new.
    #expect(pacer.slowDown(ChatID(1), until: monday + .seconds(3), at: monday + .seconds(1)) == nil)
    let second = monday + .seconds(2)
    let end = second + .seconds(4)
    #expect(pacer.slowDown(ChatID(2), until: end, at: second) == .rate(14))
    #expect(pacer.slowDown(ChatID(3), until: end, at: second) == nil)
    #expect(pacer.allows(Self.row(9), in: .bulk, at: end - .milliseconds(1)) == false)
    #expect(pacer.allows(Self.row(9, .reminder), in: .reminder, at: end - .milliseconds(1)) == true)
    pacer.waiting = .bulk
    #expect(pacer.wait(at: second) == .seconds(4))

    let slow = Self.sent(&pacer, from: end, seconds: 1)
    #expect((15...18).contains(slow))
    #expect((28...30).contains(Self.sent(&pacer, from: second + .seconds(40), seconds: 1)))
  }

  @Test("says once that what goes to many waits where the rate has no limit that could be halved")
  func frozenOnly() {
    var pacer = Self.pacer(.none)
    let end = monday + .seconds(3)
    #expect(pacer.slowDown(ChatID(1), until: end, at: monday) == nil)
    #expect(pacer.slowDown(ChatID(2), until: end, at: monday) == .bulkOnly)
    #expect(pacer.slowDown(ChatID(3), until: end, at: monday) == nil)
    #expect(pacer.allows(Self.row(9), in: .bulk, at: end - .milliseconds(1)) == false)
    #expect(pacer.rate(at: monday) == nil)
  }

  @Test("comes back from its lowest rate to the whole within a minute")
  func recovered() {
    var pacer = Self.pacer()
    var now = monday
    for chat in Int64(1)...80 {
      now = now + .milliseconds(1100)
      _ = pacer.slowDown(ChatID(chat), until: now, at: now)
    }
    #expect((pacer.rate(at: now) ?? 28) < 8)
    #expect(pacer.rate(at: now + .seconds(60)) == 28)
  }

  @Test(
    "does not take two refusals for one trouble that are six seconds apart, nor fall below a thirty-second of the rate")
  func apart() {
    var pacer = Self.pacer()
    var now = monday
    for chat in Int64(1)...4 {
      #expect(pacer.slowDown(ChatID(chat), until: now, at: now) == nil)
      now = now + .seconds(6)
    }
    var rates: [Double] = []
    for chat in Int64(10)...200 {
      now = now + .milliseconds(300)
      if case .rate(let rate)? = pacer.slowDown(ChatID(chat), until: now, at: now) { rates.append(rate) }
    }
    #expect(rates.first == 14)
    #expect(rates.allSatisfy { $0 >= 28.0 / 32 })
  }
}
