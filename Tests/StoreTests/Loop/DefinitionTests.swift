import DialogEngine
import JSON
import Mentoring
import SQLite
import Testing

@testable import Store

@Suite("Definitions")
struct DefinitionTests {
  let school: School

  init() throws { school = try School() }

  private func dialog(_ id: String = "d", _ version: Int = 1, says text: String = "Привет", goes: String = "#done")
    throws -> DialogDefinition
  {
    let files = [
      "dialog.json5":
        "{ format: 1, id: \"\(id)\", version: \(version), who: \"anyone\", start: \"a\", states: { a: { say: \"a\", go: \"\(goes)\" } } }",
      "text.ru.json5": "{ lang: \"ru\", for: \"\(id)\", a: \"\(text)\" }",
    ]
    let host = HostTables(languages: ["ru"]) { String($0.reduce(5381 as UInt64) { $0 &* 33 &+ UInt64($1) }) }
    return try #require(try DialogLibrary(sources: [DialogSource(id: id, files: files)], host: host).dialogs[id])
  }

  private var inForce: [DialogInForce] { get throws { try school.store.read { try $0.dialogsInForce() } } }

  @Test("are in force until others are, and settled once everybody has been brought over")
  func inForceOrNot() throws {
    let (a, b, c) = (try dialog("a"), try dialog("b"), try dialog("b", 2))
    try school.store.transaction { try $0.putIntoForce([a, b], at: .monday) }
    #expect(try inForce.map(\.id) == ["a", "b"])
    #expect(try inForce.map(\.hash) == [a.hash, b.hash])
    #expect(try inForce.map(\.structureHash) == [a.structureHash, b.structureHash])
    #expect(try inForce.map(\.isSettled) == [false, false])
    try school.store.transaction { try $0.settleDialogs() }
    #expect(try inForce.map(\.isSettled) == [true, true])
    try school.store.transaction { try $0.putIntoForce([c], at: .monday) }
    #expect(try inForce.map(\.hash) == [c.hash])
    #expect(try inForce.map(\.version) == [2])
    #expect(try inForce.map(\.isSettled) == [false])
    #expect(
      try school.rows("SELECT id, version FROM dialog_def ORDER BY id, version") == [["a", 1], ["b", 1], ["b", 2]])
  }

  @Test("of the past stand in the history, one of each structure")
  func history() throws {
    let all = [
      try dialog(), try dialog(says: "Здравствуйте"), try dialog(goes: "#cancel"), try dialog("d", 2), try dialog("e"),
    ]
    try school.store.transaction { tx in for definition in all { try tx.keep(definition, at: .monday) } }
    let history = try school.store.read { try $0.definitionHistory() }
    let known = Set(history.map { "\($0.source.id) \($0.version) \($0.structureHash)" })
    #expect(history.count == 4)
    #expect(known == Set(all.map { "\($0.id) \($0.version) \($0.structureHash)" }))
    #expect(history.allSatisfy { stored in all.contains { $0.source == stored.source } })
  }

  @Test("are read from a store of an older schema, of none, and of no store, which stays as it is")
  func beforeTheDaemon() throws {
    let folder = try StoreFolder()
    #expect(try CoreStore.definitionHistory(at: folder.location()).isEmpty)
    #expect(try folder.names().isEmpty)
    try folder.write([])
    #expect(try CoreStore.definitionHistory(at: folder.location()).isEmpty)
    #expect(try folder.names() == ["mentorbot.db"])
    let kept = try dialog()
    do {
      let first = try Connection(path: folder.path("mentorbot.db"))
      try first.execute(migration1.sql)
      try first.execute(
        "CREATE TABLE mentorbot_schema (version bigint NOT NULL); INSERT INTO mentorbot_schema VALUES (1)")
      try first.run(
        "INSERT INTO dialog_def VALUES (?1, 'd', 1, ?2, ?3, 0)", SQLValue(kept.hash), SQLValue(kept.structureHash),
        SQLValue(kept.source.jsonText))
    }
    #expect(try CoreStore.definitionHistory(at: folder.location()).map(\.source) == [kept.source])
    // And the daemon then brings the store up to date.
    #expect(try CoreStore.open(folder.location(), zone: moscow).read { try $0.dialogsInForce() } == [])
  }
}
