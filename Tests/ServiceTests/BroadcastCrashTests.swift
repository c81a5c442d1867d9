import Mentoring
import Service
import TestSupport
import Testing

/// The process is killed after each commit of an announcement in turn, and comes back with nothing but the store. Nobody may get his copy
/// twice, and who has none is listed as unknown.
@Suite("An announcement whose process is killed")
struct BroadcastCrashTests {
  private static let words = "Сбор в пятницу"
  private static let count = 9

  /// How the process dies.
  enum Death: String, CaseIterable {
    /// Before the platform got any of the calls under way.
    case before
    /// After it got them all, and before we knew.
    case after
  }

  /// One announcement to nine people with four calls at once, from its minute to its end, a commit at a time; the process dies at one of them.
  ///
  /// - Returns: how many commits there were.
  private func play(_ death: Death?, at fatal: Int) throws -> (stage: Stage, commits: Int) {
    let stage = try Stage.crowd(Self.count, callsInFlight: 8)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    stage.now = stage.now + .seconds(60)
    var calls: [ClaimedCall] = []
    var commits = 0
    var quiet = 0
    /// A commit is made; `claimed` are the calls that it began.
    func committed(_ claimed: [ClaimedCall]) throws {
      calls += claimed
      commits += 1
      guard commits == fatal else { return }
      if death == .after { stage.make(calls) }
      calls = []
      try stage.comeBack()
    }
    while quiet < 90 {
      let before = commits
      var hasMore = true
      while hasMore {
        let fired = try stage.conductor.fireTimers(of: stage.bot, now: stage.now)
        hasMore = fired.more
        if fired.more || !fired.calls.isEmpty { try committed(fired.calls) }
      }
      let due = try stage.conductor.claimDue(of: stage.bot, now: stage.now)
      if !due.isEmpty { try committed(due) }
      while !calls.isEmpty {
        // One end at a time: each is a commit of its own.
        let call = calls.removeFirst()
        let result = stage.make([call])
        try committed(stage.conductor.record(result, of: stage.bot, now: stage.now))
      }
      stage.now = stage.now + .seconds(1)
      quiet = commits == before ? quiet + 1 : 0
    }
    return (stage, commits)
  }

  @Test("reaches each person once or lists him as unknown, wherever that was", arguments: Death.allCases)
  func everyCommit(_ death: Death) throws {
    let (undisturbed, commits) = try play(nil, at: 0)
    #expect(undisturbed.count(of: Self.words, in: 1001...1009) == Array(repeating: 1, count: Self.count))
    #expect(try undisturbed.fates == ["sent": "9", "left_out": "4"])
    #expect(commits > 15)
    var unknown = 0
    for fatal in 1...commits {
      let (stage, _) = try play(death, at: fatal)
      let place: Comment = "\(death.rawValue), commit \(fatal) of \(commits)"
      let copies = try stage.copies
      for number in 1...Self.count {
        let seen = stage.texts(crowdChat + Int64(number)).count { $0 == Self.words }
        switch copies["M\(number)"] {
        case "sent": #expect(seen == 1, place)
        case "unknown":
          #expect(seen == (death == .after ? 1 : 0), place)
          unknown += 1
        case let other: Issue.record("M\(number) is \(other ?? "not there"): \(place)")
        }
      }
      #expect(try stage.broadcastStatus == "done", place)
      #expect(try stage.column("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')") == ["0"], place)
    }
    #expect(unknown > 0)
  }

  @Test("and each update twice: it is planned once, and each answer counts once")
  func doubled() throws {
    let stage = try Stage.crowd(2)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    try stage.redeliver()
    try stage.pass(.minutes(2))
    try stage.press(1001, "Приду")
    try stage.redeliver()
    try stage.restart()
    try stage.redeliver()
    #expect(try stage.column("SELECT count(*) FROM broadcast") == ["1"])
    #expect(try stage.column("SELECT response FROM broadcast_response") == ["yes"])
    #expect(stage.count(of: Self.words, in: 1002...1002) == [1])
  }

  @Test("while its copies are made goes on where it was, by portions")
  func portions() throws {
    for fatal in 1...4 {
      let stage = try Stage.crowd(250)
      try stage.compose()
      try stage.press(curator, "Отправить сейчас")
      try stage.press(curator, "Да, отправить")
      stage.now = stage.now + .seconds(60)
      for _ in 1...fatal { _ = try stage.conductor.fireTimers(of: stage.bot, now: stage.now) }
      try stage.comeBack()
      try stage.pass(.minutes(2))
      #expect(
        stage.count(of: Self.words, in: 1001...1250) == Array(repeating: 1, count: 250), "killed after \(fatal)")
      #expect(try stage.fates["sent"] == "250")
    }
  }
}
