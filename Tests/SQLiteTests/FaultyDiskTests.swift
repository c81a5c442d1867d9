import Foundation
import SQLite
import TestSupport
import Testing

@Suite("SQLite on a disk that fails")
struct FaultyDiskTests {
  let folder: ScratchFolder
  let disk: FaultyDisk

  init() throws {
    folder = try ScratchFolder()
    disk = try FaultyDisk(keepsHistory: true)
  }

  func open() throws -> Connection {
    let db = try Connection(path: folder.path("a.db"), disk: disk)
    try db.configureForStore(busyTimeout: .zero)
    try db.execute("CREATE TABLE IF NOT EXISTS n(i bigint PRIMARY KEY, text text)")
    return db
  }

  func insert(_ number: Int, into db: Connection) throws {
    try db.transaction {
      try db.run("INSERT INTO n VALUES (?1, ?2)", SQLValue(number), .text(String(repeating: "ж", count: 3000)))
    }
  }

  func numbers(_ db: Connection) throws -> [Int] { try db.query("SELECT i FROM n ORDER BY i") { try $0.int(0) } }

  @Test(
    "a commit on a full disk, or beyond a quota, is undone whole, and goes through when there is space again",
    arguments: [false, true])
  func full(isQuota: Bool) throws {
    let db = try open()
    try insert(1, into: db)
    if isQuota { disk.exhaustQuota() } else { disk.fillUp() }
    for _ in 0..<2 {
      let error = #expect(throws: SQLiteError.self) { try insert(2, into: db) }
      #expect(error?.code == .full)
      #expect(error?.isOutOfSpace == true)
      #expect(error?.isOfTheDisk == false)
      #expect(try numbers(db) == [1])
    }
    disk.obey()
    try insert(2, into: db)
    #expect(try numbers(db) == [1, 2])
    #expect(try db.problems(.full) == [])
  }

  @Test("a refused sync is an I/O error of the commit, which is undone")
  func refusedSync() throws {
    let db = try open()
    try insert(1, into: db)
    disk.judge { operation, _ in operation == .sync ? .refuse(.ioErrorOnSync) : .obey }
    let error = #expect(throws: SQLiteError.self) { try insert(2, into: db) }
    #expect(error?.extendedCode == .ioErrorOnSync)
    #expect(error?.isOfTheDisk == true)
    #expect(try numbers(db) == [1])
  }

  @Test("a slow sync is only slow; one that is forgotten is noticed by nobody until the power goes")
  func slowAndLying() throws {
    let db = try open()
    let began = ContinuousClock.now
    disk.judge { operation, _ in operation == .sync ? .delay(.milliseconds(20)) : .obey }
    try insert(1, into: db)
    #expect(ContinuousClock.now - began >= .milliseconds(20))
    disk.judge { operation, _ in operation == .sync ? .forget : .obey }
    try insert(2, into: db)
    disk.obey()
    #expect(try numbers(db) == [1, 2])
    #expect(try numbersAfterPowerCut() == [1])
  }

  @Test("an I/O error of reading is told as it is")
  func unreadable() throws {
    try insert(1, into: open())
    disk.judge { operation, _ in operation == .read ? .refuse(.ioError) : .obey }
    let error = #expect(throws: SQLiteError.self) { try open() }
    #expect(error?.code == .ioError)
  }

  @Test("a power cut at any moment leaves a sound file with all that was committed before, and nothing by half")
  func powerCut() throws {
    var random = SeededRandom(seed: 1)
    do {
      let db = try open()
      for number in 1...30 {
        try insert(number, into: db)
        disk.mark(number)
        if number % 10 == 0 { try db.checkpoint(number == 30 ? .truncate : .passive) }
      }
    }
    var cut = PowerCut(try #require(disk.history))
    #expect(cut.moments > 200)
    for moment in stride(from: 1, through: cut.moments, by: 7) {
      cut.advance(to: moment)
      for files in [cut.files(), cut.files(keepingSome: &random)] {
        guard let committed = cut.mark else { continue }
        let found = try numbers(of: files)
        #expect(found == Array(1...max(committed, found.count)), "moment \(moment)")
        #expect(found.count - committed <= 1, "moment \(moment)")
      }
    }
    cut.advance(to: cut.moments)
    #expect(try numbers(of: cut.files()).count == 30)
  }

  @Test("without syncs a power cut loses what was committed: the cut tells the difference")
  func control() throws {
    let db = try open()
    try db.execute("PRAGMA synchronous = OFF")
    try insert(1, into: db)
    #expect(try numbers(db) == [1])
    #expect(try numbersAfterPowerCut() == [])
  }

  private func numbersAfterPowerCut() throws -> [Int] {
    var cut = PowerCut(try #require(disk.history))
    cut.advance(to: cut.moments)
    return try numbers(of: cut.files())
  }

  /// What a new process finds in these files.
  private func numbers(of files: [String: [UInt8]]) throws -> [Int] {
    let place = try ScratchFolder()
    for (path, bytes) in files {
      try Data(bytes).write(to: place.url.appending(path: URL(filePath: path).lastPathComponent))
    }
    let db = try Connection(path: place.path("a.db"))
    #expect(try db.problems(.quick) == [])
    return try numbers(db)
  }
}
