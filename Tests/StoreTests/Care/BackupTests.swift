import Mentoring
import SQLite
import Testing

@testable import Store

@Suite("Backups")
struct BackupTests {
  let folder: StoreFolder

  init() throws {
    folder = try StoreFolder()
    try fillStore(folder, holder: "4711")
  }

  func reader() throws -> CoreStore { try CoreStore.reader(folder.location(), zone: moscow) }

  @Test("is one file for its owner alone, made beside the daemon, from which a daemon starts as after a good end")
  func whole() throws {
    let daemon = try CoreStore.open(folder.location(), zone: moscow)
    try daemon.transaction { try $0.incident(.clockSet, bot: nil, at: .monday) }
    var steps: [Int] = []
    try reader().backup(to: folder.path("copy.db"), replacing: false) { done, all in
      steps.append(done)
      #expect(done <= all)
    }
    #expect(!steps.isEmpty && steps == steps.sorted())
    #expect(try folder.mode(of: "copy.db") == 0o600)
    #expect(try folder.names().filter { $0.hasPrefix("copy") } == ["copy.db"])
    let restored = try CoreStore.open(folder.location("copy.db"), zone: moscow)
    #expect(try restored.findings() == [])
    #expect(try restored.connection.table("SELECT kind FROM incident ORDER BY id DESC LIMIT 1").rows == [["clock.set"]])
    #expect(
      try restored.transaction { try $0.takeBot(named: "school7", platform: "telegram", holder: "1").wasKilled }
        == false)
    #expect(try daemon.transaction { try $0.takeBot(named: "school7", platform: "telegram", holder: "1").wasKilled })
  }

  @Test("overwrites nothing unless it is asked to, and then in one step; never the store")
  func overwriting() throws {
    try folder.write([1, 2, 3], "copy.db")
    let error = #expect(throws: StoreError.self) { try reader().backup(to: folder.path("copy.db"), replacing: false) }
    #expect(
      error?.description
        == "\(folder.path("copy.db")) exists already; to put the new backup in its place add --overwrite")
    #expect(try folder.bytes("copy.db") == [1, 2, 3])
    try reader().backup(to: folder.path("copy.db"), replacing: true)
    #expect(try CoreStore.reader(folder.location("copy.db"), zone: moscow).findings() == [])
    for replaces in [false, true] {
      let error = #expect(throws: StoreError.self) {
        try reader().backup(to: folder.path("mentorbot.db"), replacing: replaces)
      }
      #expect(error?.description.hasSuffix("is the store itself; name another file for the backup") == true)
    }
  }

  @Test("of a damaged store is not written, and an older one stays")
  func damaged() throws {
    try folder.write([1, 2, 3], "copy.db")
    let page = try folder.pages(of: "incident")[1]
    try folder.damage { $0[page * StoreFolder.pageBytes] ^= 0xFF }
    let error = #expect(throws: StoreError.self) { try reader().backup(to: folder.path("copy.db"), replacing: true) }
    #expect(error?.description.hasPrefix("the copy is damaged (") == true, "\(error?.description ?? "")")
    #expect(try folder.bytes("copy.db") == [1, 2, 3])
    #expect(try folder.names().filter { $0.contains("partial") } == [])
  }

  @Test("that cannot be written says why")
  func noFolder() throws {
    let path = folder.path("no/copy.db")
    let error = #expect(throws: StoreError.self) { try reader().backup(to: path, replacing: false) }
    #expect(error?.description == "the backup \(path) was not written: No such file or directory")
  }
}
