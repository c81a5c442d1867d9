import Console
import DialogEngine
import JSON5
import Mentoring
import Store

/// `mentorbot dialogs trace`
func dialogsTraceCommand(_ terminal: Terminal) -> Command {
  Command(
    "trace", "What happened around one conversation: updates, commands, calls, incidents; never what anybody wrote.",
    details: """
      Without CONVERSATION the latest 50 conversations. Updates are known for as long as the store keeps their keys (72 hours), calls for 30 days, commands for good.
      """,
    options: StoreOptions.options + [formatOption], positionals: [.init("CONVERSATION", .optional)]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let number = try arguments.positional("CONVERSATION").map { word in
      guard let number = Int64(word), number > 0 else {
        throw arguments.wrong("CONVERSATION is a number, found \(quoted(word))")
      }
      return number
    }
    let store = try StoreOptions(arguments).openReader()
    let table = try number.map { try traceTable(of: ConversationID($0), in: store) } ?? conversationTable(in: store)
    terminal.output(table.rendered(as: format))
  }
}

private func conversationTable(in store: CoreStore) throws -> Table {
  let rows = try store.read { try $0.latestConversations(limit: 50) }.map { conversation in
    [
      Table.Cell.integer(conversation.id.rawValue), .text(conversation.bot),
      conversation.person.map(Table.Cell.text) ?? .null, .text(conversation.dialog),
      .text(store.zone.iso(conversation.startedAt)), .text(store.zone.iso(conversation.updatedAt)),
      conversation.endedAt.map { .text(store.zone.iso($0)) } ?? .null,
    ]
  }
  return Table(columns: ["conversation", "bot", "person", "dialog", "began", "moved", "ended"], rows: rows)
}

private func traceTable(of id: ConversationID, in store: CoreStore) throws -> Table {
  let limit = 1000
  let (row, events) = try store.read { ($0.summary(of: id), try $0.trace(of: id, limit: limit)) }
  guard let row, let events else { throw DialogsFailure("there is no conversation \(id) in this store") }
  var rows = events.map { [Table.Cell.text(store.zone.iso($0.at)), .text($0.what), .text($0.detail)] }
  if events.count == limit { rows.append([.null, .text("…"), .text("more is left out")]) }
  rows.append([.null, .text(row.isOver ? "ended" : "now"), .text(row.whereabouts)])
  return Table(columns: ["at", "what", "detail"], rows: rows)
}

extension Transaction {
  /// Where the conversation stands; its state alone when it cannot be read any more.
  fileprivate func summary(of id: ConversationID) -> (isOver: Bool, whereabouts: String)? {
    do {
      return try conversation(id).map { ($0.endedAt != nil, $0.conversation.whereabouts) }
    } catch { return (false, "\(error)") }
  }
}
