import Mentoring
import SQLite
import Testing

@testable import Store

@Suite("Recovery")
struct RecoveryTests {
  let folder: StoreFolder

  init() throws {
    folder = try StoreFolder()
    try fillStore(folder)
  }

  func recover() throws -> StoreRecovery.Report? {
    try StoreRecovery(folder.location(), zone: moscow, now: .monday).run()
  }

  func rows(_ table: String) throws -> Int {
    try CoreStore.reader(folder.location(), zone: moscow).connection.first("SELECT count(*) FROM \(table)") {
      try $0.int(0)
    }
      ?? 0
  }

  @Test("of a sound store does nothing")
  func sound() throws {
    let before = try folder.bytes()
    #expect(try recover() == nil)
    #expect(try folder.bytes() == before)
    #expect(try folder.names().subtracting(["mentorbot.db-wal", "mentorbot.db-shm"]) == ["mentorbot.db"])
  }

  @Test("saves every row of the pages that are left, says which are lost, and keeps the damaged file")
  func lostPage() throws {
    let incidents = try folder.pages(of: "incident")
    #expect(incidents.count > 5)
    try folder.damage { $0[incidents[2] * StoreFolder.pageBytes] ^= 0xFF }
    let damaged = try folder.bytes()
    let report = try #require(try recover())
    let table = try #require(report.tables.first { $0.table == "incident" })
    #expect(table.unreadable.count == 1)
    let lost = try #require(table.unreadable.first)
    #expect(table.kept == 300 - lost.count)
    #expect((5...60).contains(lost.count), "no more than one page: \(lost)")
    #expect(report.tables.filter { !$0.isWhole } == [table])
    #expect(try rows("incident") == table.kept + 1)
    #expect(try rows("person") == 60)

    let old = String(report.oldFile.split(separator: "/").last ?? "")
    #expect(old == "mentorbot.db.damaged-20261123T100000")
    #expect(try folder.bytes(old) == damaged)
    #expect(try folder.mode(of: old) == 0o600)
    let store = try CoreStore.open(folder.location(), zone: moscow)
    #expect(try store.makeReady(under: DaemonLock(for: store.location)))
    #expect(try store.findings() == [])
    #expect(
      try store.connection.table("SELECT kind, detail FROM incident ORDER BY id DESC LIMIT 1").rows == [
        ["store.recovered", "lost rows of incident"]
      ])
  }

  @Test("drops what points to lost rows, and what points to that")
  func dangling() throws {
    let pages = try folder.pages(of: "person")
    try folder.damage { $0[pages[0] * StoreFolder.pageBytes] ^= 0xFF }
    let report = try #require(try recover())
    let lost = try 60 - rows("person")
    #expect(lost > 0 && lost < 60)
    for name in ["participation", "consent", "account"] {
      let table = report.tables.first { $0.table == name }
      #expect(table?.dropped == lost, "\(name)")
      #expect(try rows(name) == 60 - lost)
    }
    #expect(try CoreStore.reader(folder.location(), zone: moscow).findings() == [])
  }

  @Test("makes a sound store out of any one lost page, or says that nothing can be read")
  func everyPage() throws {
    let sound = try folder.bytes()
    var recovered = 0
    for page in try stride(from: 0, to: folder.pages(), by: 7) {
      try folder.damage { bytes in
        for place in page * StoreFolder.pageBytes..<(page + 1) * StoreFolder.pageBytes { bytes[place] ^= 0x5A }
      }
      do {
        let report = try #require(try recover(), "page \(page)")
        recovered += 1
        #expect(try CoreStore.reader(folder.location(), zone: moscow).findings() == [], "page \(page)")
        #expect(report.tables.contains { $0.kept > 0 }, "page \(page)")
      } catch let error as StoreError {
        #expect(
          error.description.hasSuffix("restore a backup") || error.description.contains("its first page is lost"),
          "page \(page): \(error)")
      }
      for name in try folder.names() { try folder.delete(name) }
      try folder.write(sound)
    }
    #expect(recovered > 5)
  }

  @Test("accepts the loss of a log: the store goes on as it stands")
  func missingLog() throws {
    let killed = try StoreFolder()
    try fillStore(killed, holder: "4711")
    try killed.delete("mentorbot.db-wal")
    let report = try StoreRecovery(killed.location(), zone: moscow, now: .monday).run()
    #expect(report?.tables.allSatisfy(\.isWhole) == true)
    let store = try CoreStore.open(killed.location(), zone: moscow)
    #expect(try store.makeReady(under: DaemonLock(for: store.location)))
    #expect(try store.connection.first("SELECT count(*) FROM person") { try $0.int(0) } == 60)
    #expect(try store.connection.table("SELECT holder FROM bot").rows == [[nil]])
  }

  @Test("gives no number out again")
  func numbering() throws {
    let before = try CoreStore.open(folder.location(), zone: moscow).transaction { try $0.newID() }
    // Without its table the next number is not known any more.
    let page = try folder.pages(of: "counter")[0]
    try folder.damage { $0[page * StoreFolder.pageBytes] ^= 0xFF }
    _ = try recover()
    let after = try CoreStore.open(folder.location(), zone: moscow).transaction { try $0.newID() }
    #expect(after > before + 900_000)
  }

  @Test("brings an old store up to date on the way")
  func oldSchema() throws {
    let place = try StoreFolder()
    do {
      let old = try CoreStore.make(place.path("mentorbot.db"), zone: moscow, version: 1)
      try old.connection.execute(
        """
        INSERT INTO organisation VALUES (1, 'Школа № 7');
        INSERT INTO person VALUES (2, 1, 'U1', 'Образцов', 'Тимофей', NULL, '2010-11-02', '9Б', 'en', 5, '2026', 5);
        INSERT INTO person VALUES (3, 77, 'U2', 'Примеров', 'Глеб', NULL, '2010-11-02', '9Б', 'en', 5, '2026', 5);
        """.replacing("(3, 77", with: "(3, 1"))
      try old.connection.execute("PRAGMA foreign_keys = OFF; UPDATE person SET organisation = 77 WHERE id = 3")
      try old.connection.becomeOneFile()
    }
    let report = try #require(try StoreRecovery(place.location(), zone: moscow, now: .monday).run())
    #expect(report.tables.first { $0.table == "person" } == .init(table: "person", kept: 1, dropped: 1))
    let store = try CoreStore.open(place.location(), zone: moscow)
    #expect(try store.connection.table("SELECT last_name, chosen_language FROM person").rows == [["Образцов", nil]])
  }

  @Test("touches no other program's file, and no newer store")
  func foreign() throws {
    try folder.write(Array("Уважаемые родители!".utf8))
    let letter = #expect(throws: StoreError.self) { try recover() }
    #expect(letter?.description.hasPrefix("nothing can be read of \(folder.location()) (") == true)
    let place = try StoreFolder()
    try fillStore(place)
    try Connection(path: place.path("mentorbot.db")).execute("UPDATE mentorbot_schema SET version = 99")
    let newer = #expect(throws: StoreError.self) {
      try StoreRecovery(place.location(), zone: moscow, now: .monday).run()
    }
    #expect(
      newer?.description
        == "\(place.location()) was written by a newer mentorbot (schema 99); recover it with that version")
    #expect(try !place.names().contains { $0.contains("recovered") || $0.contains("damaged") })
  }
}
