import DialogEngine
import JSON
import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Conversations")
struct ConversationTests {
  let school: School
  let account: Account
  let definition: DialogDefinition

  init() throws {
    school = try School()
    account = try school.join(try school.add("u1", .mentee), chat: 5)
    definition = try Self.dialog(says: "Привет")
  }

  /// A dialog that says one sentence.
  static func dialog(says text: String) throws -> DialogDefinition {
    let files = [
      "dialog.json5":
        ##"{ format: 1, id: "d", version: 3, who: "anyone", start: "a", states: { a: { say: "a", go: "#done" } } }"##,
      "text.ru.json5": "{ lang: \"ru\", for: \"d\", a: \"\(text)\" }",
    ]
    let host = HostTables(languages: ["ru"]) { String($0.reduce(5381 as UInt64) { $0 &* 33 &+ UInt64($1) }) }
    return try #require(try DialogLibrary(sources: [DialogSource(id: "d", files: files)], host: host).dialogs["d"])
  }

  func begin(touched: Int64 = 0, subject: String? = nil) throws -> OpenConversation {
    try school.store.transaction {
      try $0.addConversation(
        of: account.id, dialog: "d", subject: subject, Conversation(of: definition), touched: touched, at: .monday)
    }
  }

  func open() throws -> [OpenConversation] { try school.store.read { try $0.openConversations(of: account.id) } }

  @Test("come back as they were saved")
  func roundTrip() throws {
    var row = try begin(subject: "help:12")
    #expect(try open() == [row])
    row.touched = 4
    row.lastPrompt = OutboxID(99)
    try school.store.transaction { try $0.save(row, at: .monday + .seconds(1)) }
    #expect(try school.store.read { try $0.conversation(row.id) } == row)
    #expect(try school.store.read { try $0.conversation(ConversationID(404)) } == nil)
  }

  @Test("the last touched comes first, among untouched ones the newest; ended ones are no more")
  func order() throws {
    let rows = [try begin(touched: 2), try begin(), try begin(touched: 5), try begin()]
    #expect(try open().map(\.id) == [rows[2], rows[0], rows[3], rows[1]].map(\.id))
    var ended = rows[2]
    ended.endedAt = .monday
    try school.store.transaction { try $0.save(ended, at: .monday) }
    #expect(try open().map(\.id) == [rows[0], rows[3], rows[1]].map(\.id))
    #expect(try school.store.read { try $0.conversation(ended.id)?.endedAt } == .monday)
  }

  @Test("a damaged one is an error that says where, and no crash")
  func damaged() throws {
    let row = try begin()
    try school.store.connection.run(
      "UPDATE conversation SET state = replace(state, '\"revision\":0', '\"revision\":\"\"')")
    #expect {
      try school.store.read { try $0.conversation(row.id) }
    } throws: { error in
      let damage = error as? UnreadableConversation
      return damage?.id == row.id && damage?.fault.path == ["revision"]
    }
  }

  @Test("are gone through by their ids, those of everybody that are open")
  func live() throws {
    let rows = [try begin(touched: 9), try begin(), try begin(touched: 3), try begin()]
    var ended = rows[1]
    ended.endedAt = .monday
    try school.store.transaction { try $0.save(ended, at: .monday) }
    func ids(after cursor: Int64, _ limit: Int) throws -> [ConversationID] {
      try school.store.read { try $0.liveConversations(after: ConversationID(cursor), limit: limit) }
    }
    #expect(try ids(after: 0, 2) == [rows[0].id, rows[2].id])
    #expect(try ids(after: rows[2].id.rawValue, 2) == [rows[3].id])
    #expect(try ids(after: rows[3].id.rawValue, 2) == [])
  }

  @Test("each definition is kept once, under its content's name, also when another follows")
  func definitions() throws {
    let changed = try Self.dialog(says: "Здравствуйте")
    try school.store.transaction { tx in
      for definition in [definition, changed, definition] { try tx.keep(definition, at: .monday) }
    }
    #expect(try school.rows("SELECT id, version FROM dialog_def") == [["d", 3], ["d", 3]])
    #expect(definition.hash != changed.hash)
    #expect(try school.store.read { try $0.definitionSource(hash: definition.hash) } == definition.source)
    #expect(try school.store.read { try $0.definitionSource(hash: changed.hash) } == changed.source)
    #expect(try school.store.read { try $0.definitionSource(hash: "none") } == nil)
  }
}
