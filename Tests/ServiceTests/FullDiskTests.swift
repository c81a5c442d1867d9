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

  /// Nothing is on its way to anybody any more, and the store knows it.
  private func settle(_ scene: EndToEndScene) async throws {
    for who in Who.allCases { try await scene.see("Что нужно сделать?", as: who) }
    while try !scene.rows("SELECT id FROM outbox WHERE state IN ('pending', 'sending')").isEmpty { await Task.yield() }
  }

  @Test("stops the acceptance of messages, is said, and nothing is lost when there is space again")
  func wholeDay() async throws {
    let disk = try FaultyDisk()
    let hearing = Hearing()
    let clock = ManualClock()
    var lines = hearing.lines.makeAsyncIterator()
    var said: [String] = []
    let scene = try await EndToEndScene.run(clock, disk: disk, log: hearing.log) { scene, _ in
      try await settle(scene)
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
      try await settle(scene)
      disk.fillUp()
      try await scene.press("Нужна помощь", as: .mentee)
      _ = await hearing.lines.first { $0 == Self.isFull }
      try await clock.untilAsleep(3)
      stop()
      // Who waits for space looks once more, and goes.
      clock.advance(by: .seconds(10))
    }
    #expect(scene.emulator.pendingUpdates() == 1)
  }

  @Test("at any commit of a step costs none of the calls that are claimed already", arguments: 0..<6)
  func everyCommit(_ fatal: Int) throws {
    let folder = try DialogFolder()
    let disk = try FaultyDisk()
    let store = try CoreStore.open(.sqlite(path: folder.path + "/store.db"), zone: EndToEndScene.zone, disk: disk)
    let stage = try Stage(store: store)
    try stage.importPeople(people)
    try stage.join("U1", chat: mentee)
    let commits = Mutex(0)
    disk.judge { operation, _ in
      guard operation == .sync else { return .obey }
      let number = commits.withLock { count in
        defer { count += 1 }
        return count
      }
      return number == fatal ? .refuse(.full) : .obey
    }
    /// As the loop does: the same again until there is space.
    func insisting<T>(_ body: () throws -> T) throws -> T {
      while true {
        do { return try body() } catch let error as SQLiteError where error.isOutOfSpace {}
      }
    }
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
    #expect(commits.withLock(\.self) > fatal + 1, "the disk was never full")
    #expect(sent == 60)
    #expect(try stage.column("SELECT id FROM outbox WHERE state <> 'sent'") == [])
    #expect(core.callsInFlight(of: stage.bot) == 0)
  }
}
