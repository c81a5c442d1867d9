import JSON5

/// Commands as the dialog uses them, held against their signatures.
extension DialogReader {
  func effects(_ file: ObjectReader) -> [String: DialogDefinition.CommandUse] {
    var effects: [String: DialogDefinition.CommandUse] = [:]
    for member in file.members("effects") ?? [] {
      checkName(member)
      effectPositions[member.key] = member.keyPosition
      let use = readObject(member.value, problems) { effect in
        let command = effect.string("command", required: true) ?? ""
        if let node = effect.node("command") { known(command, "command", host.commands.keys, at: node.position) }
        let signature = host.commands[command]
        if signature?.takesSlots == true { saveUses.append(effect.position) }
        return DialogDefinition.CommandUse(
          command: command, arguments: arguments(effect, command, signature), into: into(effect, signature),
          branches: branches(effect, command, signature))
      }
      if let use { effects[member.key] = use }
    }
    return effects
  }

  func arguments(
    _ effect: ObjectReader, _ command: String, _ signature: CommandSignature?
  ) -> [String: Expression] {
    var given: [(name: String, position: Position, value: Node)] = []
    if case .array(let names)? = effect.node("args")?.value {
      for node in names {
        guard let name = node.string else {
          problems.add("expected the name of a slot, found \(node.shown)", at: node.position)
          continue
        }
        given.append((name, node.position, node))
      }
    } else {
      given = (effect.members("args") ?? []).map { ($0.key, $0.keyPosition, $0.value) }
    }
    var arguments: [String: Expression] = [:]
    for (name, position, value) in given {
      guard let (expression, type) = expression(value) else { continue }
      arguments[name] = expression
      guard let signature else { continue }
      if signature.takesSlots {
        guard let type else { continue }
        known(name, "slot", slots.keys, at: position)
        if let slot = slots[name] { fits(type, slot.type, "slot `\(name)`", at: value.position) }
      } else if let argument = signature.arguments[name] {
        guard let type else { continue }
        fits(type, argument.type, "argument `\(name)`", at: value.position)
      } else {
        known(name, "argument of \(command)", signature.arguments.keys, at: position)
      }
    }
    let required = signature?.arguments.filter { !$0.value.isOptional }.keys.sorted() ?? []
    let missing = required.filter { name in !given.contains { $0.name == name } }
    if !missing.isEmpty {
      let names = missing.map { "`\($0)`" }.joined(separator: ", ")
      problems.add("\(command) needs the argument \(names)", at: effect.node("args")?.position ?? effect.position)
    }
    if signature?.takesSlots == true, given.isEmpty {
      problems.add("\(command) needs `args`: the names of the slots", at: effect.position)
    }
    return arguments
  }

  func into(_ effect: ObjectReader, _ signature: CommandSignature?) -> [String: String] {
    var into: [String: String] = [:]
    for member in effect.members("into") ?? [] {
      guard let name = member.value.string else {
        problems.add("expected the name of a slot, found \(member.value.shown)", at: member.value.position)
        continue
      }
      into[member.key] = name
      known(name, "slot", slots.keys, at: member.value.position)
      guard let signature else { continue }
      known(member.key, "result", signature.results.keys, at: member.keyPosition)
      if let slot = slots[name], let result = signature.results[member.key] {
        fits(result, slot.type, "slot `\(name)`", at: member.value.position)
      }
    }
    return into
  }

  func branches(
    _ effect: ObjectReader, _ command: String, _ signature: CommandSignature?
  ) -> [String: DialogDefinition.CommandUse.Branch] {
    let results = signature?.results ?? [:]
    argumentTypes.merge(results) { $1 }
    var branches: [String: DialogDefinition.CommandUse.Branch] = [:]
    let members = effect.members("on", required: true) ?? []
    for member in members {
      if let signature { known(member.key, "outcome of \(command)", signature.outcomes, at: member.keyPosition) }
      guard case .object = member.value.value else {
        if let route = route(member.value) { branches[member.key] = .init(say: nil, go: route) }
        continue
      }
      let branch = readObject(member.value, problems) { branch -> DialogDefinition.CommandUse.Branch? in
        let say = text(branch, "say", arguments: results)
        guard let route = branch.node("go", required: true).flatMap(route) else { return nil }
        return .init(say: say, go: route)
      }
      if let branch { branches[member.key] = branch }
    }
    let missing = (signature?.outcomes ?? []).filter { outcome in !members.contains { $0.key == outcome } }
    if !missing.isEmpty, let node = effect.node("on") {
      let names = missing.map { "`\($0)`" }.joined(separator: ", ")
      problems.add("\(command) can also end with \(names): say how it goes on then", at: node.position)
    }
    return branches
  }
}
