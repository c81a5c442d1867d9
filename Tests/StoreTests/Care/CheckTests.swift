import SQLite
import Testing

@testable import Store

@Suite("What always holds in a store")
struct CheckTests {
  let folder: StoreFolder
  let store: CoreStore

  init() throws {
    folder = try StoreFolder()
    try fillStore(folder)
    store = try CoreStore.open(folder.location(), zone: moscow)
  }

  @Test("holds in a sound one")
  func sound() throws {
    var looked: [String] = []
    #expect(try store.findings { looked.append($0) } == [])
    #expect(looked.first == "file, indexes and references")
    #expect(looked.last == "conversations")
  }

  private static let outbox = """
    INSERT INTO outbox (id, bot, chat, lane, kind, class, conversation, method, body, state, attempt, maybe_doubled, not_before,
      deadline, created_at)
    VALUES
    """
  private static let request = """
    INSERT INTO help_request (id, mentee, topic, urgency, text, status, opened_at, opened_local)
    VALUES (9001, (SELECT min(id) FROM person), 'study', 'urgent', 'x', 
    """

  @Test(
    "is missed where it does not",
    arguments: [
      ("UPDATE counter SET next = 5", "counter: the next row would be 5, and there is one with the number"),
      (
        "\(outbox) (9001, 77, 1, 0, 'send', 'x', NULL, 'm', x'00', 'pending', 0, 0, 1, 1, 1)",
        "outbox 9001: waits for a bot that there is not"
      ),
      (
        "\(outbox) (9001, (SELECT id FROM bot), 1, 0, 'send', 'x', NULL, 'm', NULL, 'sending', 0, 0, 1, 1, 1)",
        "outbox 9001: waits without anything to say"
      ),
      (
        "\(outbox) (9001, (SELECT id FROM bot), 1, 0, 'send', 'x', NULL, 'm', x'00', 'lost', 0, 0, 1, 1, 1)",
        "outbox 9001: has a state that there is not"
      ),
      (
        "\(outbox) (9001, (SELECT id FROM bot), 1, 0, 'send', 'x', 9002, 'm', x'00', 'pending', 0, 0, 1, 1, 1)",
        "outbox 9001: belongs to a conversation that there is not"
      ),
      ("\(request) 'taken', 1, '')", "help request 9001: is taken by nobody, or closed at no time"),
      ("UPDATE account SET person = NULL WHERE chat = 7", "account"),
      (
        "INSERT INTO conversation VALUES (9001, (SELECT min(id) FROM account), 'd', NULL, '{', 1, NULL, 1, 1, NULL)",
        "conversation 9001: its state cannot be read"
      ),
      (
        "PRAGMA foreign_keys = OFF; DELETE FROM organisation",
        "person, row 1: points to a row that is not in organisation"
      ),
    ])
  func missed(_ change: String, _ finding: String) throws {
    if !change.contains("counter") { try store.connection.execute("UPDATE counter SET next = 100000") }
    try store.connection.execute(change)
    let findings = try store.findings()
    #expect(findings.first?.hasPrefix(finding) == true, "\(findings)")
  }
}
