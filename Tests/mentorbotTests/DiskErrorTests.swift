import Emulator
import Foundation
import Mentoring
import SQLite
import Service
import Simulation
import Store
import Testing

@testable import mentorbot

@Suite("A disk that fails", .timeLimit(.minutes(2)))
struct DiskErrorTests {
  @Test("ends the daemon with words that help; nothing more is acknowledged, and the next one goes on")
  func failingSync() async throws {
    let school = try School()
    try await school.join("U1", "K1")
    let disk = try FaultyDisk(keepsHistory: true)
    var configuration = try Configuration.read(school.folder.path + "/config/mentorbot.json5")
    configuration.dialogs = School.dialogs
    let location = StoreLocation.sqlite(path: school.folder.path + "/var/mentorbot.db")
    let daemon = Daemon(
      configuration: configuration, location: location, dialogs: School.dialogs,
      tokens: ["school7": Secret(School.token)], log: Log { _ in }, now: wallClock, disk: disk)
    let (signals, operator_) = AsyncStream<Signal>.makeStream()
    let running = Task { try await daemon.run(until: signals) }
    try await school.see("Что нужно сделать?", as: "U1")
    try await school.settle()
    let synced = disk.history?.events.count { if case .synced = $0 { true } else { false } }

    disk.judge { operation, _ in operation == .sync ? .refuse(.ioErrorOnSync) : .obey }
    try await school.press("Нужна помощь", as: "U1")
    let error = await #expect(throws: StoreError.self) { try await running.value }
    operator_.finish()
    #expect(
      error?.description.hasPrefix("stopped: the disk under \(location) fails (SQLite 1034: disk I/O error") == true)
    #expect(school.emulator.pendingUpdates() == 1, "what was not kept is not acknowledged")
    let events = try #require(disk.history?.events)
    #expect(
      events.count { if case .lost = $0 { true } else { false } } == 1, "one fsync is refused, and none is tried again")
    #expect(events.count { if case .synced = $0 { true } else { false } } == synced)

    let next = try await school.pollingDaemon()
    try await school.see("С чем нужна помощь?", as: "U1")
    try await school.stop(next)
    #expect(school.emulator.chat(of: School.phone(of: "U1")).messages.count { $0.text == "С чем нужна помощь?" } <= 1)
  }
}
