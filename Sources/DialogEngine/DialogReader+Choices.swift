import JSON5

/// Paged choices, held against the signatures of their queries.
extension DialogReader {
  /// `choose: { from: "mentors", show: "row", into: "mentor", take: { name: "mentor_name" }, page: 6, columns: 2, empty: "nobody" }`
  func choice(_ choice: ObjectReader) -> DialogDefinition.Choice? {
    let query = choice.string("from", required: true)
    if let query, let node = choice.node("from") { known(query, "query", host.queries.keys, at: node.position) }
    let signature = query.flatMap { host.queries[$0] }
    let columns = signature?.columns ?? [:]
    argumentTypes.merge(columns) { $1 }
    for name in columns.keys.sorted() {
      guard let slot = slots[name], let column = columns[name], slot.type != column else { continue }
      choice.report(
        "from", "its rows have a column `\(name)` of type \(column.name); give the slot of that name another name")
    }
    let label = text(choice, "show", role: .label, arguments: columns, required: true)
    let slot = choice.node("into", required: true).flatMap(slotName)
    if let slot, let type = slots[slot]?.type, let signature, let node = choice.node("into") {
      fits(signature.key, type, "slot `\(slot)`", at: node.position)
    }
    let taken = taken(choice, columns, known: signature != nil)
    let arguments = queryArguments(choice, query ?? "", signature)
    let page = choice.integer("page", in: 2...20) ?? 6
    let rowLength = choice.integer("columns", in: 1...4) ?? 1
    let skipsSingle = choice.bool("single") ?? false
    let empty = target(choice, "empty", required: true)
    guard let query, let label, let slot, let empty else { return nil }
    return .init(
      query: query, arguments: arguments, label: label, slot: slot, taken: taken, page: page, columns: rowLength,
      skipsSingle: skipsSingle, empty: empty)
  }

  /// Columns that fall into further slots.
  private func taken(_ choice: ObjectReader, _ columns: [String: ValueType], known isKnown: Bool) -> [String: String] {
    var taken: [String: String] = [:]
    for member in choice.members("take") ?? [] {
      guard let slot = slotName(member.value) else { continue }
      taken[slot] = member.key
      guard isKnown else { continue }
      known(member.key, "column", columns.keys, at: member.keyPosition)
      if let type = slots[slot]?.type, let column = columns[member.key] {
        fits(column, type, "slot `\(slot)`", at: member.value.position)
      }
    }
    return taken
  }

  private func queryArguments(
    _ choice: ObjectReader, _ query: String, _ signature: QuerySignature?
  ) -> [String: Expression] {
    var arguments: [String: Expression] = [:]
    let members = choice.members("with") ?? []
    for member in members {
      guard let (expression, type) = expression(member.value) else { continue }
      arguments[member.key] = expression
      guard let signature, let type else { continue }
      known(member.key, "argument of \(query)", signature.arguments.keys, at: member.keyPosition)
      if let argument = signature.arguments[member.key] {
        fits(type, argument.type, "argument `\(member.key)`", at: member.value.position)
      }
    }
    let required = signature?.arguments.filter { !$0.value.isOptional }.keys.sorted() ?? []
    let missing = required.filter { name in !members.contains { $0.key == name } }
    if !missing.isEmpty {
      let names = missing.map { "`\($0)`" }.joined(separator: ", ")
      problems.add("\(query) needs the argument \(names)", at: choice.node("with")?.position ?? choice.position)
    }
    return arguments
  }
}
