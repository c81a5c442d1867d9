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

  @Test("stops the acceptance of messages, is said, and nothing is lost when there is space again")
  func wholeDay() async throws {
    let disk = try FaultyDisk()
    let said = Mutex<[String]>([])
    let scene = try await EndToEndScene.run(
      FastClock(rate: 200), disk: disk, log: Log { entry in said.withLock { $0.append(entry.message) } }
    ) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      try await scene.settle(FastClock(rate: 200))
      let before = scene.emulator.ledger.count
      disk.fillUp()
      try await scene.press("Нужна помощь", as: .mentee)
      try scene.say("меню", as: .curator)
      while !said.withLock({ $0.contains("the disk is full: nothing is accepted until there is space") }) {
        try await FastClock(rate: 200).sleep(for: .seconds(1))
      }
      // Minutes without space: neither is acknowledged, and nobody is answered.
      try await FastClock(rate: 200).sleep(for: .seconds(400))
      #expect(scene.emulator.pendingUpdates() == 2)
      #expect(!scene.emulator.ledger.dropFirst(before).contains { $0.call.method == "sendmessage" })
      #expect(try scene.rows("SELECT kind FROM incident") == [])

      disk.obey()
      try await scene.see("С чем нужна помощь?", as: .mentee)
      try await scene.press("Учёба", as: .mentee)
      try await scene.press("Срочно, сегодня", as: .mentee)
      try await scene.see("Напишите одним-двумя предложениями", as: .mentee)
      try scene.say("Не понимаю задачу по физике", as: .mentee)
      try await scene.press("Беру", as: .mentor)
      try await scene.see("Вам помогут", as: .mentee)
      try await scene.settle(FastClock(rate: 200))
    }
    #expect(scene.emulator.pendingUpdates() == 0)
    #expect(try scene.rows("SELECT kind FROM incident") == ["store.disk_full"])
    let detail = try scene.rows("SELECT detail FROM incident")[0]
    #expect(detail.hasPrefix("nothing was accepted from 2026-11-2") && detail.hasSuffix("; nothing is lost"))
    #expect(said.withLock { $0.count { $0 == "there is space again" } } == 1)
    let complaints = said.withLock { $0.count { $0.hasPrefix("the disk is full") } }
    // At first, and every five minutes; a busy machine makes the scene's minutes long.
    #expect(complaints >= 2)
    #expect(try scene.rows("SELECT status FROM help_request") == ["taken"])
    #expect(try scene.rows("SELECT id FROM outbox WHERE maybe_doubled = 1") == [])
  }

  @Test("does not keep the service from stopping; what was not accepted comes again")
  func stop() async throws {
    let disk = try FaultyDisk()
    let isSaid = Mutex(false)
    let scene = try await EndToEndScene.run(
      FastClock(rate: 200), disk: disk,
      log: Log { entry in if entry.message.hasPrefix("the disk is full") { isSaid.withLock { $0 = true } } }
    ) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      try await scene.settle(FastClock(rate: 200))
      disk.fillUp()
      try await scene.press("Нужна помощь", as: .mentee)
      while !isSaid.withLock(\.self) { try await FastClock(rate: 200).sleep(for: .seconds(1)) }
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
