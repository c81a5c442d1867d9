import Emulator
import Messaging
import SQLite
import Service
import Store
import Synchronization
import TestSupport
import Testing

@Suite("A full disk", .timeLimit(.minutes(3)))
struct FullDiskTests {
  typealias Who = EndToEndScene.Who

  static let isFull = "the disk is full: nothing is accepted until there is space"

  @Test("stops the acceptance of messages, is said, and nothing is lost when there is space again")
  func wholeDay() async throws {
    let disk = try FaultyDisk()
    let hearing = Hearing()
    let clock = ManualClock()
    var lines = hearing.lines.makeAsyncIterator()
    var said: [String] = []
    let scene = try await EndToEndScene.run(clock, disk: disk, log: hearing.log) { scene, _ in
      try await scene.seeMenus(clock)
      let before = scene.emulator.ledger.count
      disk.fillUp()
      try await scene.press("Нужна помощь", as: .mentee)
      try scene.say("меню", as: .curator)
      while said.last != Self.isFull, let line = await lines.next() { said.append(line) }
      // Minutes without space: neither is acknowledged, and nobody is answered. All three sleep: who looks for timers, who lets calls wait for their
      // turn, and who waits for space.
      for _ in 0..<40 {
        try await clock.untilAsleep(3)
        clock.advance(by: .seconds(10))
      }
      try await clock.untilAsleep(3)
      #expect(scene.emulator.pendingUpdates() == 2)
      #expect(!scene.emulator.ledger.dropFirst(before).contains { $0.call.method == "sendmessage" })
      #expect(try scene.rows("SELECT kind FROM incident") == [])

      disk.obey()
      clock.advance(by: .seconds(10))
      try await scene.see("С чем нужна помощь?", as: .mentee)
      try await scene.press("Учёба", as: .mentee)
      try await scene.press("Срочно, сегодня", as: .mentee)
      try await scene.see("Напишите одним-двумя предложениями", as: .mentee)
      try scene.say("Не понимаю задачу по физике", as: .mentee)
      try await scene.press("Беру", as: .mentor)
      try await scene.see("Вам помогут", as: .mentee)
    }
    // The service is gone, and with it who could say more.
    hearing.end()
    while let line = await lines.next() { said.append(line) }
    #expect(scene.emulator.pendingUpdates() == 0)
    #expect(try scene.rows("SELECT kind FROM incident") == ["store.disk_full"])
    let detail = try scene.rows("SELECT detail FROM incident")[0]
    #expect(detail.hasPrefix("nothing was accepted from 2026-11-2") && detail.hasSuffix("; nothing is lost"))
    #expect(said.count { $0 == "there is space again" } == 1)
    #expect(said.count { $0 == Self.isFull } == 2, "at first, and every five minutes")
    #expect(try scene.rows("SELECT status FROM help_request") == ["taken"])
    #expect(try scene.rows("SELECT id FROM outbox WHERE maybe_doubled = 1") == [])
  }

  @Test("does not keep the service from stopping; what was not accepted comes again")
  func stop() async throws {
    let disk = try FaultyDisk()
    let hearing = Hearing()
    let clock = ManualClock()
    let scene = try await EndToEndScene.run(clock, disk: disk, log: hearing.log) { scene, stop in
      try await scene.seeMenus(clock)
      disk.fillUp()
      try await scene.press("Нужна помощь", as: .mentee)
      _ = await hearing.lines.first { $0 == Self.isFull }
      try await clock.untilAsleep(3)
      stop()
    }
    #expect(scene.emulator.pendingUpdates() == 1)
  }

  @Test("at any commit of a step costs none of the calls that are claimed already", arguments: 0..<6)
  func everyCommit(_ fatal: Int) throws {
    let disk = try FaultyDisk()
    let folder = try DialogFolder()
    defer { withExtendedLifetime(folder) {} }
    let stage = try stage(in: folder, on: disk)
    try stage.importPeople(people)
    try stage.join("U1", chat: mentee)
    let commits = fill(disk, atCommit: fatal)
    let core = stage.conductor
    // Sixty updates are handled in two commits.
    let updates = (0..<60).map { _ in stage.update(mentee, .text("меню")) }
    let batch = PollBatch(updates: updates, cursor: updates.last?.cursor)
    var calls = try insisting { try core.handle(batch, of: stage.bot, now: stage.now) }
    var sent = 0
    while !calls.isEmpty {
      sent += calls.count
      let results = calls.map { CallResult($0, .sent(MessageID("\($0.row.id)"))) }
      calls = try insisting { try core.record(results, of: stage.bot, now: stage.now) }
      calls += try insisting { try core.claimDue(of: stage.bot, now: stage.now) }
    }
    #expect(commits() > fatal + 1, "the disk was never full")
    #expect(sent == 60)
    #expect(try stage.column("SELECT id FROM outbox WHERE state <> 'sent'") == [])
    #expect(core.callsInFlight(of: stage.bot) == 0)
  }

  @Test("settles each end once, and lets go each call that waits for a place once", arguments: 0..<10)
  func everyRecord(_ fatal: Int) throws {
    let disk = try FaultyDisk()
    let folder = try DialogFolder()
    defer { withExtendedLifetime(folder) {} }
    let stage = try stage(in: folder, on: disk, limits: .only { $0.callsInFlight = 7 })
    let commits = fill(disk, atCommit: fatal)
    let core = stage.conductor
    // Strangers, each of whom is answered.
    let updates = (0..<60).map { stage.update(9000 + $0, .text("привет")) }
    let batch = PollBatch(updates: updates, cursor: updates.last?.cursor)
    var calls = try insisting { try core.handle(batch, of: stage.bot, now: stage.now) }
    var sent: [OutboxID] = []
    while !calls.isEmpty {
      #expect(calls.count <= 7 && core.callsInFlight(of: stage.bot) == calls.count)
      sent += calls.map(\.row.id)
      let results = calls.map { CallResult($0, .sent(MessageID("\($0.row.id)"))) }
      calls = try insisting { try core.recordAndClaim(results, of: stage.bot, now: stage.now) }
    }
    #expect(commits() > fatal + 1, "the disk was never full")
    #expect(sent.count == 60 && Set(sent).count == 60)
    #expect(try stage.column("SELECT id FROM outbox WHERE state <> 'sent'") == [])
  }

  private func stage(
    in folder: DialogFolder, on disk: FaultyDisk, limits: ServiceSettings.Limits = .none
  ) throws -> TestSupport.Stage {
    try Stage(
      store: CoreStore.open(.sqlite(path: folder.path + "/store.db"), zone: EndToEndScene.zone, disk: disk),
      limits: limits)
  }

  /// Lets the disk be full for one commit.
  ///
  /// - Returns: tells how many there have been since.
  private func fill(_ disk: FaultyDisk, atCommit fatal: Int) -> () -> Int {
    let commits = Counter()
    disk.judge { operation, _ in operation == .sync && commits.next() == fatal ? .refuse(.full) : .obey }
    return { commits.count }
  }

  /// As the loop does: the same again until there is space.
  private func insisting<T>(_ body: () throws -> T) throws -> T {
    while true {
      do { return try body() } catch let error as SQLiteError where error.isOutOfSpace {}
    }
  }
}

private final class Counter: Sendable {
  private let state = Mutex(0)

  var count: Int { state.withLock(\.self) }

  /// Counts one more.
  ///
  /// - Returns: its number, from 0.
  func next() -> Int {
    state.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}
