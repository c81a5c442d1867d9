import Mentoring
import SQLite
import TestSupport
import Testing

@testable import Store

@Suite("A damaged store")
struct DamageTests {
  let folder: StoreFolder

  init() throws {
    folder = try StoreFolder()
    try fillStore(folder)
  }

  /// What a daemon does at its start.
  func start() throws {
    let store = try CoreStore.open(folder.location(), zone: moscow)
    #expect(try store.makeReady(under: DaemonLock(for: store.location)))
  }

  @Test("is refused at the start, whichever page has lost its first byte")
  func everyPage() throws {
    let sound = try folder.bytes()
    let pages = try folder.pages()
    #expect(pages > 40)
    for page in 0..<pages {
      try folder.damage { $0[page * StoreFolder.pageBytes] ^= 0xFF }
      let error = #expect(throws: StoreError.self, "page \(page)") { try start() }
      let text = error?.description ?? ""
      #expect(
        text.contains("is damaged (") || page == 0 && text.contains("is not a mentorbot store"), "page \(page): \(text)"
      )
      try folder.write(sound)
    }
    try start()
  }

  @Test("never ends the program, whichever byte of a page is wrong", arguments: [1, 2] as [UInt64])
  func anyByte(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let sound = try folder.bytes()
    for page in try stride(from: Int(seed), to: folder.pages(), by: 8) {
      let place = page * StoreFolder.pageBytes + Int.random(in: 0..<StoreFolder.pageBytes, using: &random)
      try folder.damage { $0[place] ^= UInt8.random(in: 1...255, using: &random) }
      do {
        try start()
        // What SQLite cannot notice (a letter of a name, free space) must not break anything else.
        _ = try CoreStore.reader(folder.location(), zone: moscow).findings()
      } catch {
        #expect(error is StoreError || error is SQLiteError, "byte \(place): \(error)")
      }
      try folder.write(sound)
    }
  }

  @Test("that was cut is refused", arguments: [1, 100, 4096, 20_000, 100_000])
  func cut(_ missing: Int) throws {
    try folder.damage { $0.removeLast(missing) }
    let error = #expect(throws: StoreError.self) { try start() }
    #expect(error?.description.contains("is damaged (") == true)
  }

  @Test("that was not closed is refused when its log is gone, by whoever opens it, and goes on when the log is back")
  func missingLog() throws {
    let killed = try StoreFolder()
    try fillStore(killed, holder: "4711")
    let (before, location) = (try killed.bytes(), killed.location())
    try killed.delete("mentorbot.db-wal")
    let opens: [() throws -> Void] = [
      { _ = try CoreStore.definitionHistory(at: location) },
      { _ = try CoreStore.reader(location, zone: moscow) },
      { _ = try CoreStore.open(location, zone: moscow) },
    ]
    for open in opens + opens {
      let error = #expect(throws: StoreError.self) { try open() }
      #expect(
        error?.description == """
          \(location) was not closed, and its log \(location.path)-wal is not there: what happened last is missing. Was the store copied or \
          restored without it? Put the log back, or restore a backup. When there is neither, accept the loss with: mentorbot store recover
          """)
      #expect(try killed.names() == ["mentorbot.db"], "no empty log hides it from the next one")
    }
    #expect(try killed.bytes() == before)
    try killed.write([], "mentorbot.db-wal")
    _ = try CoreStore.open(location, zone: moscow)
  }

  @Test("that was not closed goes on when another SQL tool has moved the log into it and removed it")
  func movedLog() throws {
    let killed = try StoreFolder()
    try fillStore(killed, holder: "4711")
    var next: Int64 = 0
    do {
      let store = try CoreStore.open(killed.location(), zone: moscow)
      _ = try store.makeReady(under: DaemonLock(for: store.location))
      next = try store.transaction { try $0.newID() } + 1
      store.connection.leaveFilesAlone()
    }
    #expect(DaemonLock.noted(for: killed.location()) == next)
    let (before, log) = (try killed.bytes(), try killed.bytes("mentorbot.db-wal"))
    #expect(!log.isEmpty)
    _ = try Connection(path: killed.path("mentorbot.db"))
    #expect(try !killed.names().contains("mentorbot.db-wal"))
    let store = try CoreStore.open(killed.location(), zone: moscow)
    #expect(try store.transaction { try $0.newID() } == next)
    // The file as it was before, and no log: that is a loss.
    let copied = try StoreFolder()
    try copied.write(before)
    try copied.write(killed.bytes("mentorbot.db.lock"), "mentorbot.db.lock")
    #expect(throws: StoreError.self) { try CoreStore.open(copied.location(), zone: moscow) }
  }

  @Test("stops everything that is begun afterwards, and touches the disk no more")
  func failingSync() throws {
    let place = try StoreFolder()
    let disk = try FaultyDisk(keepsHistory: true)
    var store: CoreStore? = try CoreStore.open(place.location(), zone: moscow, disk: disk)
    try store?.transaction { try $0.incident(.clockSet, bot: nil, at: .monday) }
    disk.judge { operation, _ in operation == .sync ? .refuse(.ioErrorOnSync) : .obey }
    let error = try #require(
      #expect(throws: StoreError.self) {
        try store?.transaction { try $0.incident(.callUnknown, bot: nil, at: .monday) }
      })
    #expect(error.description.hasPrefix("the disk under \(place.location()) fails (SQLite 1034: disk I/O error"))
    #expect(error.description.hasSuffix("(journalctl -k), then start again"))
    disk.obey()
    let before = disk.history?.events.count
    #expect(throws: error) { try store?.transaction { try $0.incident(.timerExpired, bot: nil, at: .monday) } }
    #expect(throws: error) { _ = try store?.read { try $0.organisations() } }
    store = nil
    #expect(disk.history?.events.count == before, "also closing leaves the disk alone")
    // The next process finds what was committed.
    let next = try CoreStore.open(place.location(), zone: moscow)
    #expect(try next.connection.problems(.full) == [])
    #expect(try next.connection.first("SELECT kind FROM incident") { try $0.text(0) } == "clock.set")
  }

  @Test("after a refused sync: the next process builds upon nothing that is in memory only")
  func falseMemory() throws {
    let place = try StoreFolder()
    let disk = try FaultyDisk(keepsHistory: true)
    do {
      let store = try CoreStore.open(place.location(), zone: moscow, disk: disk)
      try store.transaction { try $0.incident(.clockSet, bot: nil, at: .monday) }
      // As Linux does: what could not be written stays in memory, and counts as written.
      disk.judge { operation, _ in operation == .sync ? .refuse(.ioErrorOnSync) : .obey }
      #expect(throws: StoreError.self) {
        try store.transaction { try $0.incident(.callUnknown, bot: nil, at: .monday) }
      }
    }
    disk.obey()
    var kinds: [String] = []
    do {
      let store = try CoreStore.open(place.location(), zone: moscow, disk: disk)
      #expect(try store.makeReady(under: DaemonLock(for: store.location)))
      try store.transaction { try $0.incident(.timerExpired, bot: nil, at: .monday) }
      kinds = try store.connection.query("SELECT kind FROM incident ORDER BY id") { try $0.text(0) }
      #expect(kinds.last == "timer.expired")
      store.connection.leaveFilesAlone()
    }
    var cut = PowerCut(try #require(disk.history))
    cut.advance(to: cut.moments)
    let found = try StoreFolder()
    for (path, bytes) in cut.files() { try found.write(bytes, String(path.split(separator: "/").last ?? "")) }
    let after = try CoreStore.open(found.location(), zone: moscow)
    #expect(try after.connection.query("SELECT kind FROM incident ORDER BY id") { try $0.text(0) } == kinds)
  }
}
