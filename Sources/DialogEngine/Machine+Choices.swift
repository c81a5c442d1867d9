/// Paged choices: rows asked of the host, offered page by page, taken.
extension Machine {
  mutating func query(_ choice: DialogDefinition.Choice) {
    let scope = self.scope()
    conversation.awaiting = .rows
    effects.append(
      .query(
        QueryCall(query: choice.query, arguments: choice.arguments.compactMapValues { $0.value(in: scope) })))
  }

  mutating func finishQuery(_ rows: [QueryRow]) throws(DialogError) {
    guard conversation.awaiting == .rows, case .prompt(let prompting) = try state().kind,
      let choice = prompting.choice
    else { throw .unexpected(event: "rows") }
    conversation.awaiting = nil
    guard !rows.isEmpty else {
      leavesNoTrail = true
      note(.nothing, to: choice.empty)
      return try enter(choice.empty)
    }
    conversation.current.choices = .init(rows: Array(rows.prefix(Conversation.rowLimit)), page: 0)
    if choice.skipsSingle, rows.count == 1 {
      leavesNoTrail = true
      return try take(0)
    }
    try present(prompting)
  }

  /// Fills the slots of the choice from the row of that number, and goes on.
  mutating func take(_ row: Int) throws(DialogError) {
    guard case .prompt(let prompting) = try state().kind, let choice = prompting.choice,
      let rows = conversation.current.choices?.rows, rows.indices.contains(row)
    else { return }
    try put(rows[row].key, into: choice.slot)
    for slot in prompting.emptiedByChoice { conversation.current.slots[slot] = nil }
    for slot in choice.taken.keys.sorted() {
      if let column = choice.taken[slot] { try put(rows[row].columns[column], into: slot) }
    }
    try goOn(from: prompting)
  }

  mutating func turn(to page: Int) throws(DialogError) {
    // Pressed twice: it shows already.
    guard conversation.current.choices?.page != page else { return }
    let edits = !conversation.hasTyped
    conversation.current.choices?.page = page
    guard let view = view() else { return }
    try ask(view, edits: edits)
    setTimer()
  }
}

extension Conversation {
  /// More rows than this are not offered: nobody pages through them, and what is offered is kept with the conversation.
  package static let rowLimit = 100

  /// Whether the prompt that waits offers just these rows; one that asks for something else offers whatever it does.
  package func offers(_ rows: [QueryRow]) -> Bool {
    current.choices.map { $0.rows == Array(rows.prefix(Self.rowLimit)) } ?? true
  }
}
