import Foundation
import Mentoring
import SQLite
import Store
import Testing

@Suite("Store files")
struct StoreFileTests {
  let folder: StoreFolder

  init() throws { folder = try StoreFolder() }

  func open(_ name: String = "mentorbot.db") throws -> CoreStore {
    try CoreStore.open(folder.location(name), zone: moscow)
  }

  /// What both ways of opening say about a file, which must stay as it was.
  func refusal(_ name: String = "mentorbot.db") throws -> String? {
    let before = try folder.bytes(name)
    let error = #expect(throws: StoreError.self) { try open(name) }
    let readersError = #expect(throws: StoreError.self) {
      try CoreStore.reader(folder.location(name), zone: moscow)
    }
    #expect(readersError == error)
    #expect(try folder.bytes(name) == before)
    return error?.description
  }

  @Test("abuse 29: a new store is for its owner's eyes only: folder, file, log and index of the log")
  func privateFiles() throws {
    let store = try open("var/data/mentorbot.db")
    try store.transaction { try $0.incident(.clockSet, bot: nil, at: .monday) }
    #expect(try folder.mode(of: "var/data") == 0o700)
    #expect(try folder.mode(of: "var") == 0o700)
    for file in ["mentorbot.db", "mentorbot.db-wal", "mentorbot.db-shm"] {
      #expect(try folder.mode(of: "var/data/\(file)") == 0o600, "\(file)")
    }
  }

  @Test(
    "abuse 29: a file that others may read is refused, with the command that mends it",
    arguments: [0o640, 0o604, 0o622, 0o601])
  func readableByOthers(_ mode: Int) throws {
    _ = try open()
    try folder.setMode(mode)
    let path = folder.path("mentorbot.db")
    #expect(
      try refusal() == "store \(path) can be read by other users of this machine; run: chmod 600 \(path)")
    #expect(try folder.mode(of: "mentorbot.db") == mode)
    try folder.setMode(0o600)
    _ = try open()
  }

  @Test("another program's database is refused and stays as it was")
  func foreignDatabase() throws {
    try Connection(path: folder.path("mentorbot.db")).execute(
      "CREATE TABLE cat (name text); INSERT INTO cat VALUES ('Мурка')")
    try folder.setMode(0o600)
    #expect(
      try refusal() == "\(folder.location()) is not a mentorbot store: it holds another program's tables")
    #expect(try folder.names() == ["mentorbot.db"])
  }

  @Test("a file that is no database is refused and stays as it was", arguments: [10, 600, 10_000])
  func noDatabase(_ size: Int) throws {
    try folder.write([UInt8](repeating: UInt8(ascii: "x"), count: size))
    #expect(
      try refusal() == "\(folder.location()) is not a mentorbot store: the file belongs to another program")
  }

  @Test("a store of a newer mentorbot is refused and stays as it was")
  func newerSchema() throws {
    try open().connection.run("UPDATE mentorbot_schema SET version = 700")
    #expect(
      try refusal()
        == "\(folder.location()) was written by a newer mentorbot (schema 700, this one knows 7); install that version")
  }

  @Test("a damaged store is refused, with what to do")
  func damaged() throws {
    _ = try open()
    var bytes = try folder.bytes()
    bytes.replaceSubrange(100..<1000, with: [UInt8](repeating: 0xA5, count: 900))
    try folder.write(bytes)
    let message = try #require(try refusal())
    #expect(message.hasPrefix("\(folder.location()) is damaged ("))
    #expect(message.hasSuffix("); restore a backup, or save what can be read with: mentorbot store recover"))
  }

  @Test("what is no file is refused")
  func noFile() throws {
    try FileManager.default.createDirectory(atPath: folder.path("mentorbot.db"), withIntermediateDirectories: false)
    let error = #expect(throws: StoreError.self) { try open() }
    #expect(error?.description == "store \(folder.path("mentorbot.db")) cannot be opened: Is a directory")
  }

  @Test("a folder that cannot be made is named")
  func noFolder() throws {
    try folder.write([], "letter.txt")
    let error = #expect(throws: StoreError.self) { try open("letter.txt/var/mentorbot.db") }
    #expect(error?.description == "store folder \(folder.path("letter.txt/var")) cannot be made: Not a directory")
  }

  @Test("a reader makes no store")
  func readerOfNothing() throws {
    let error = #expect(throws: StoreError.self) { try CoreStore.reader(folder.location(), zone: moscow) }
    #expect(
      error?.description == "store \(folder.path("mentorbot.db")) cannot be opened: No such file or directory")
    #expect(try folder.names().isEmpty)
  }

  @Test("a reader does not bring an old schema up to date, but says who does")
  func readerOfOldSchema() throws {
    try open().connection.run("UPDATE mentorbot_schema SET version = 0")
    let error = #expect(throws: StoreError.self) { try CoreStore.reader(folder.location(), zone: moscow) }
    #expect(
      error?.description
        == "\(folder.location()) has an older schema (0); start the daemon once to bring it up to date")
  }
}
