import JSON5

/// What stands in many places: texts, targets, conditions.
extension DialogReader {
  func text(
    _ owner: ObjectReader, _ key: String, role: TextUse.Role = .message, arguments: [String: ValueType] = [:],
    required: Bool = false
  ) -> String? {
    guard let text = owner.string(key, required: required), let node = owner.node(key) else { return nil }
    textUses.append(TextUse(key: text, position: node.position, role: role, arguments: arguments))
    return text
  }

  func name(_ owner: ObjectReader, _ key: String) -> String? {
    guard let name = owner.string(key) else { return nil }
    if !isDialogName(name) { owner.report(key, "a name has 1 to 32 of a-z, 0-9 and _") }
    return name
  }

  func effect(_ owner: ObjectReader, _ key: String) -> String? {
    guard let effect = owner.string(key), let node = owner.node(key) else { return nil }
    effectUses.append((effect, node.position))
    return effect
  }

  func target(_ owner: ObjectReader, _ key: String, required: Bool = false) -> DialogDefinition.Target? {
    guard let written = owner.string(key, required: required), let node = owner.node(key) else { return nil }
    return target(written, at: node.position)
  }

  func target(_ written: String, at position: Position) -> DialogDefinition.Target? {
    guard written.hasPrefix("#") else {
      stateUses.append((written, position))
      return .state(written)
    }
    if let ending = Ending(target: written) { return .end(ending) }
    known(written, "ending", Ending.allCases.map(\.target), at: position)
    return nil
  }

  /// "state", or [ { if: "…", to: "a" }, { to: "b" } ].
  func route(_ node: Node) -> DialogDefinition.Route? {
    if let written = node.string {
      return target(written, at: node.position).map { .init(branches: [.init(condition: nil, target: $0)]) }
    }
    guard case .array(let elements) = node.value, !elements.isEmpty else {
      problems.add("expected a state, an ending, or a list of { if, to }; found \(node.shown)", at: node.position)
      return nil
    }
    var branches: [DialogDefinition.Route.Branch] = []
    for (index, element) in elements.enumerated() {
      let branch = readObject(element, problems) { branch -> DialogDefinition.Route.Branch? in
        let isLast = index == elements.count - 1
        let condition = branch.node("if").flatMap(self.condition)
        if isLast, branch.node("if") != nil {
          branch.report("if", "the last branch must do without, or the dialog could stand still")
        } else if !isLast, branch.node("if") == nil {
          problems.add("this branch is always taken, so those after it never are; add `if`", at: branch.position)
        }
        return target(branch, "to", required: true).map { .init(condition: condition, target: $0) }
      }
      if let branch { branches.append(branch) }
    }
    return .init(branches: branches)
  }

  /// `set: { slot: expression }`
  func assignments(_ owner: ObjectReader) -> [String: Expression] {
    var assignments: [String: Expression] = [:]
    for member in owner.members("set") ?? [] {
      guard let slot = slots[member.key] else {
        known(member.key, "slot", slots.keys, at: member.keyPosition)
        continue
      }
      if member.value.value == .null {
        // Empties the slot again, for a button that skips what an earlier answer filled.
        assignments[member.key] = .literal(nil)
        if !slot.isOptional {
          problems.add("slot `\(member.key)` is not `optional`, so it cannot be emptied", at: member.value.position)
        }
        continue
      }
      guard let (expression, type) = expression(member.value) else { continue }
      assignments[member.key] = expression
      if let type { fits(type, slot.type, "slot `\(member.key)`", at: member.value.position) }
    }
    return assignments
  }

  func condition(_ node: Node) -> Expression? {
    guard let (expression, type) = expression(node) else { return nil }
    if let type, type != .yesNo {
      problems.add("expected something true or false, found \(type.family)", at: node.position)
    }
    return expression
  }

  func expression(_ node: Node) -> (Expression, ValueType?)? {
    switch node.value {
    case .integer(let number): return (.literal(.int(number)), .int(number...number))
    case .bool(let truth): return (.literal(.bool(truth)), .yesNo)
    case .string(let text):
      let outcome = ExpressionParser.parse(text, names: names)
      for problem in outcome.problems {
        let column = node.position.column + 1 + problem.offset
        problems.add(problem.message, at: Position(line: node.position.line, column: column))
      }
      return outcome.expression.map { ($0, outcome.type) }
    case .number(let number) where abs(number) <= 1e12:
      let decimal = FixedPoint(millionths: Int64((number * 1e6).rounded()))
      return (.literal(decimal.value), .decimal(decimal...decimal))
    case .null, .number, .array, .object:
      problems.add("expected an expression as text, found \(node.shown)", at: node.position)
      return nil
    }
  }

  func fits(_ type: ValueType, _ place: ValueType, _ what: String, at position: Position) {
    guard !place.accepts(type) else { return }
    switch (place, type) {
    case (.choice(let options), .choice(let offered)), (.multi(let options), .choice(let offered)):
      for option in offered where !options.contains(option) {
        problems.add(unknownName("option", option, among: options), at: position)
      }
    case (.int(let range), .int), (.rating(let range), .int), (.duration(let range), .int):
      problems.add("\(what) takes \(range.lowerBound) to \(range.upperBound)", at: position)
    case (.text(let max), .text(let most)):
      problems.add("\(what) takes at most \(max) characters, this may have \(most)", at: position)
    case (.text(let max), .choice):
      problems.add("\(what) takes at most \(max) characters", at: position)
    case (.text(let max), _) where type.longestAsText != nil:
      problems.add("\(what) takes text of at most \(max) characters, found \(type.family)", at: position)
    case (.date, .date), (.decimal, .decimal), (.decimal, .int):
      problems.add("\(what) has bounds that leave this out", at: position)
    case (.date, .choice(let written)), (.time, .choice(let written)), (.datetime, .choice(let written)):
      let example = ["date": "2026-11-25", "time": "14:30"][place.name] ?? "2026-11-25T14:30"
      let message = "takes \(place.name) like '\(example)' within its bounds, found '\(written.joined())'"
      problems.add("\(what) \(message)", at: position)
    default: problems.add("\(what) takes \(place.name), found \(type.family)", at: position)
    }
  }

  func known(_ name: String, _ what: String, _ valid: some Collection<String>, at position: Position) {
    if !valid.contains(name) { problems.add(unknownName(what, name, among: valid.sorted()), at: position) }
  }

  func checkName(_ member: Node.Member) {
    if !isDialogName(member.key) { problems.add("a name has 1 to 32 of a-z, 0-9 and _", at: member.keyPosition) }
  }
}

/// `[a-z0-9_]{1,32}`: ids of dialogs, states, slots and effects.
func isDialogName(_ name: String) -> Bool {
  (1...32).contains(name.utf8.count)
    && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}

extension DialogDefinition.Route {
  /// Stands where no route could be read.
  static let empty = DialogDefinition.Route(branches: [])
}
