import JSON5

/// Who may use the dialog, how they get in, and what the host tells it while it runs.
extension DialogReader {
  func audience(_ file: ObjectReader) -> DialogDefinition.Audience {
    if file.node("who")?.string == "anyone" { return .anyone }
    let roles = file.array("who", required: true) { node -> String? in
      guard let role = node.string else {
        problems.add("expected a role, found \(node.shown)", at: node.position)
        return nil
      }
      known(role, "role", host.roles, at: node.position)
      return role
    }
    if roles?.isEmpty == true { file.report("who", "nobody could use this dialog; name a role, or write \"anyone\"") }
    return .roles(Set(roles ?? []))
  }

  func entries(_ file: ObjectReader) -> [DialogDefinition.Entry] {
    file.objects("enter") { entry in
      let found: [DialogDefinition.Entry] = [
        name(entry, "command").map { .command($0) },
        text(entry, "menu", role: .menu).map {
          .menu(text: $0, order: entry.integer("order", in: 0...1_000_000) ?? 0)
        },
        name(entry, "link").map { .link($0) },
        text(entry, "word", role: .words).map { .word(text: $0) },
        entry.node("event").flatMap { node -> DialogDefinition.Entry? in
          guard let event = entry.string("event") else { return nil }
          receive(event, at: node.position)
          return .event(event)
        },
      ].compactMap(\.self)
      guard found.count == 1 else {
        if !(found.isEmpty && hasAny(entry, ["command", "menu", "link", "word", "event"])) {
          problems.add("expected one of `command`, `menu`, `link`, `word`, `event`", at: entry.position)
        }
        return nil
      }
      entryPositions.append(entry.position)
      return found[0]
    } ?? []
  }

  func hasAny(_ reader: ObjectReader, _ keys: [String]) -> Bool { keys.contains { reader.node($0) != nil } }

  func idle(_ idle: ObjectReader) -> DialogDefinition.Idle? {
    let limits = Duration.seconds(1)...(.seconds(86_400 * 366))
    let after = idle.duration("after", in: limits, required: true)
    let say = text(idle, "say")
    let again = idle.duration("again", in: limits)
    if again != nil, say == nil { idle.report("again", "a second wait needs a reminder, `say`, between the two") }
    let then = target(idle, "then", required: true)
    guard let after, let then else { return nil }
    return .init(after: after, reminder: say.map { ($0, again ?? after) }, then: then)
  }

  func reactions(_ owner: ObjectReader) -> [String: DialogDefinition.Reaction] {
    var reactions: [String: DialogDefinition.Reaction] = [:]
    for member in owner.members("on") ?? [] {
      let arguments = receive(member.key, at: member.keyPosition)
      let reaction = readObject(member.value, problems) { reaction -> DialogDefinition.Reaction? in
        let say = text(reaction, "say", arguments: arguments)
        let again = reaction.bool("again") ?? false
        let go = reaction.node("go").flatMap(route)
        if again, go != nil {
          problems.add("`again` and `go` exclude each other", at: reaction.position)
        } else if !again, say == nil, reaction.node("go") == nil {
          problems.add("expected `go`, `say` or `again: true`", at: reaction.position)
        }
        return .init(say: say, next: go.map { .go($0) } ?? (again ? .again : .stay))
      }
      if let reaction { reactions[member.key] = reaction }
    }
    return reactions
  }

  /// Checks an event that the dialog receives: known, and its arguments fit the slots that they fall into.
  @discardableResult
  func receive(_ event: String, at position: Position) -> [String: ValueType] {
    known(event, "event", host.events.keys, at: position)
    let arguments = host.events[event] ?? [:]
    for (name, type) in arguments.sorted(by: { $0.key < $1.key }) {
      argumentTypes[name] = type
      guard let slot = slots[name], !slot.type.accepts(type) else { continue }
      if case (.text(let max), .text(let brought)) = (slot.type, type) {
        problems.add("the event brings a `\(name)` of up to \(brought) characters, the slot takes \(max)", at: position)
      } else {
        problems.add("the event brings `\(name)` as \(type.name), the slot is \(slot.type.name)", at: position)
      }
    }
    return arguments
  }
}
