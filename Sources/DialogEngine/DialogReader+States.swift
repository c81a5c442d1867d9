import JSON5

/// States, their prompts and buttons.
extension DialogReader {
  func states(_ file: ObjectReader) -> [String: DialogDefinition.State] {
    let members = file.members("states", required: true) ?? []
    if members.count > Self.stateLimit {
      file.report("states", "\(members.count) states, the most is \(Self.stateLimit): split the dialog")
    } else if members.isEmpty, file.node("states") != nil {
      file.report("states", "a dialog needs at least one state")
    }
    var states: [String: DialogDefinition.State] = [:]
    for member in members {
      checkName(member)
      statePositions[member.key] = member.keyPosition
      let state = readObject(member.value, problems) { state in
        DialogDefinition.State(
          kind: kind(state, member.value), idle: member.value["ask"] == nil ? nil : state.object("idle") { idle($0) },
          reactions: member.value["ask"] == nil ? [:] : reactions(state),
          interrupts: member.value["ask"] == nil ? nil : interrupts(state))
      }
      if let state { states[member.key] = state }
    }
    return states
  }

  func kind(_ state: ObjectReader, _ node: Node) -> DialogDefinition.State.Kind {
    if node["ask"] != nil { return .prompt(prompting(state)) }
    if node["say"] != nil {
      let key = text(state, "say") ?? ""
      return .say(key, state.node("go", required: true).flatMap(route) ?? .empty)
    }
    if node["do"] != nil { return .run(effect(state, "do") ?? "") }
    if node["call"] != nil { return .call(call(state)) }
    if node["start"] != nil { return .start(successor(state)) }
    if let go = state.node("go") { return .route(route(go) ?? .empty) }
    problems.add("a state needs one of `ask`, `say`, `do`, `call`, `start`, `go`", at: state.position)
    return .route(.empty)
  }

  /// What the person can say beside answers; the firm ones always.
  func interrupts(_ state: ObjectReader) -> Set<String>? {
    let named = state.array("interrupts") { node -> String? in
      guard let name = node.string else {
        problems.add("expected a command like \"help\", found \(node.shown)", at: node.position)
        return nil
      }
      known(name, "command", host.interrupts, at: node.position)
      return name
    }
    return named.map { host.firmInterrupts.union($0) }
  }

  func prompting(_ state: ObjectReader) -> DialogDefinition.Prompting {
    let key = text(state, "ask") ?? ""
    let edits = state.bool("edit") ?? false
    let rows = rows(state)
    let answer = state.object("answer") { self.answer($0) }
    let choice = state.object("choose") { self.choice($0) }
    countButtons(state, rows, answer, choice)
    let next = state.node("go").flatMap(route)
    let asking = ["answer", "choose"].filter { state.node($0) != nil }
    if let answer, let choice, let node = state.node("choose") { both(answer, choice, at: node.position) }
    if let key = asking.first, state.node("go") == nil {
      state.report(key, "`go` is missing beside it: where does a valid answer lead?")
    } else if asking.isEmpty, state.node("go") != nil {
      state.report("go", "follows an `answer` or a `choose`, and there is none; a button has a `go` of its own")
    }
    return .init(text: key, edits: edits, rows: rows, answer: answer, choice: choice, next: next)
  }

  /// Rows to choose from and a free answer, in one prompt.
  private func both(_ answer: DialogDefinition.Answer, _ choice: DialogDefinition.Choice, at position: Position) {
    switch slots[answer.slot]?.type {
    case .multi?, .rating?:
      problems.add("an `answer` beside a choice has no buttons of its own: let it be of another type", at: position)
    default: break
    }
    if choice.skipsSingle {
      problems.add("`single` takes an only row unasked, and then nobody can type the `answer` beside it", at: position)
    }
  }

  func rows(_ state: ObjectReader) -> [[DialogDefinition.Button]] {
    let rows =
      state.array("buttons") { row -> [DialogDefinition.Button]? in
        guard case .array(let buttons) = row.value else {
          problems.add("expected a row of buttons, [ … ], found \(row.shown)", at: row.position)
          return nil
        }
        if buttons.isEmpty || buttons.count > Self.rowLimit {
          let message = "a row has 1 to \(Self.rowLimit) buttons, this one \(buttons.count)"
          problems.add(message, at: row.position)
        }
        return buttons.compactMap { readObject($0, problems) { button($0) } }
      } ?? []
    let count = rows.reduce(0) { $0 + $1.count }
    if count > Self.buttonLimit { state.report("buttons", "\(count) buttons, the most is \(Self.buttonLimit)") }
    return rows
  }

  /// What the engine puts beside the author's buttons must fit on the same keyboard.
  func countButtons(
    _ state: ObjectReader, _ rows: [[DialogDefinition.Button]], _ answer: DialogDefinition.Answer?,
    _ choice: DialogDefinition.Choice?
  ) {
    let own = rows.reduce(0) { $0 + $1.count }
    var added =
      switch answer.flatMap({ slots[$0.slot]?.type }) {
      case .multi(let options): options.count + 1
      case .rating(let range) where range.count <= PromptView.scaleLimit: range.count
      case .date, .time, .datetime, .duration: PromptView.offerLimit
      default: 0
      }
    // A page of rows, and the ways to the pages on both sides.
    if let choice { added = max(added, choice.page + 2) }
    guard own <= Self.buttonLimit, own + added > Self.buttonLimit else { return }
    let message = "\(own) buttons and up to \(added) that the answer brings; together the most is \(Self.buttonLimit)"
    state.report("buttons", message)
  }

  func button(_ button: ObjectReader) -> DialogDefinition.Button {
    let label = text(button, "text", role: .label, required: true) ?? ""
    let condition = button.node("if").flatMap(self.condition)
    let assignments = assignments(button)
    var actions: [DialogDefinition.Button.Action] = []
    if let go = button.node("go") { actions.append(.go(route(go) ?? .empty)) }
    if button.node("do") != nil { actions.append(.run(effect(button, "do") ?? "")) }
    if button.bool("back") == true { actions.append(.back) }
    if let node = button.node("start"), let dialog = button.string("start") {
      dialogUses.append((dialog, node.position))
      actions.append(.start(dialog))
    }
    if actions.count != 1, !(actions.isEmpty && button.node("start") != nil) {
      problems.add("a button needs exactly one of `go`, `do`, `back: true`, `start`", at: button.position)
    }
    return .init(text: label, condition: condition, assignments: assignments, action: actions.first ?? .go(.empty))
  }

  func answer(_ answer: ObjectReader) -> DialogDefinition.Answer? {
    let name = answer.string("into", required: true)
    let type = name.flatMap { slots[$0]?.type }
    if let name, type == nil { answer.report("into", unknownName("slot", name, among: slots.keys.sorted())) }
    if let type, [.instant, .label, .ref, .personName].contains(type) {
      answer.report("into", "nobody can type a value of type \(type.name)")
    }
    if let name, case .multi(let options)? = type, let node = answer.node("into") {
      // Each option is a button.
      for option in options {
        textUses.append(TextUse(key: "\(name).\(option)", position: node.position, role: .option, arguments: [:]))
      }
    }
    let bounds = type?.bounds ?? [:]
    let retry = text(answer, "retry", arguments: bounds.mapValues { _ in type?.boundType ?? .int() })
    let tries = answer.integer("max_tries", in: 1...100)
    let then = target(answer, "then", required: tries != nil)
    if then != nil, answer.node("max_tries") == nil { answer.report("then", "needs `max_tries` beside it") }
    guard let name else { return nil }
    let limit = tries.flatMap { tries in then.map { (tries, $0) } }
    return .init(slot: name, retry: retry, limit: limit)
  }
}
