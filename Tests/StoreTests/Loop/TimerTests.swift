import Mentoring
import Store
import Testing

@Suite("Timers")
struct TimerTests {
  let store: CoreStore

  init() throws { store = try CoreStore.open(.sqlite(path: ":memory:"), zone: moscow) }

  func timer(_ key: String, inSeconds seconds: Int64, revision: Int64 = 0) -> TimerRow {
    TimerRow(key: key, dueAt: .monday + .seconds(seconds), kind: .idle, subject: 7, revision: revision)
  }

  func set(_ timers: TimerRow...) throws { try store.transaction { tx in try timers.forEach(tx.set) } }

  func due(_ seconds: Int64, limit: Int = 100) throws -> [String] {
    try store.read { try $0.dueTimers(at: .monday + .seconds(seconds), limit: limit).map(\.key) }
  }

  @Test("are found from their moment on, the earliest first")
  func due() throws {
    try set(timer("c", inSeconds: 30), timer("a", inSeconds: 60), timer("b", inSeconds: 60), timer("d", inSeconds: -5))
    #expect(try due(-6) == [])
    #expect(try due(29) == ["d"])
    #expect(try due(30) == ["d", "c"])
    #expect(try due(60) == ["d", "c", "a", "b"])
    #expect(try due(86_400, limit: 2) == ["d", "c"])
  }

  @Test("move when they are set again, with all they carry")
  func moves() throws {
    try set(timer("a", inSeconds: 30))
    let moved = TimerRow(
      key: "a", dueAt: .monday + .seconds(90), usefulUntil: .monday + .seconds(100), kind: .help, subject: 8,
      revision: 3, detail: "deadline")
    try set(moved)
    #expect(try due(89) == [])
    #expect(try store.read { try $0.dueTimers(at: .monday + .seconds(90), limit: 10) } == [moved])
    #expect(try store.read { try $0.timer("a") } == moved)
    try set(timer("a", inSeconds: 30, revision: 4))
    #expect(try store.read { try $0.timer("a") } == timer("a", inSeconds: 30, revision: 4))
  }

  @Test("do not ring once they are cleared")
  func cleared() throws {
    try set(timer("a", inSeconds: 30), timer("b", inSeconds: 30))
    try store.transaction { tx in
      try tx.clearTimer("a")
      try tx.clearTimer("never set")
    }
    #expect(try due(30) == ["b"])
    #expect(try store.read { try $0.timer("a") } == nil)
  }
}
