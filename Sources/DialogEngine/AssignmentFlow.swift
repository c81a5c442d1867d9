/// Which slots surely have a value at each moment of a dialog, whichever way led there.
///
/// A state has what every way to it brings. Conditions count: where `if: "empty(note)"` leads elsewhere, `note` has a value on all other
/// ways. Facts count as filled. `AssignmentFlows` brings together what dialogs give each other.
struct AssignmentFlow {
  /// Names that have a value.
  typealias Filled = Set<String>

  /// A way into the dialog, and what it brings.
  struct WayIn: Hashable {
    /// For messages: "/sos".
    var name: String
    var brings: Filled
  }

  enum Step: Hashable {
    /// A text, by its key.
    case says(String)
    /// An effect, by its name.
    case runs(String)
    /// The query of a paged choice.
    case queries
    /// Another dialog, which begins with these of its slots.
    case calls(String, with: Filled)
    case goes(DialogDefinition.Target)
    /// To the prompt before.
    case goesBack
  }

  struct Moment {
    let step: Step
    let filled: Filled
    /// What the event or the result at hand may bring beside slots and facts.
    var arguments: Filled = []
  }

  private enum Origin {
    case way(String)
    case state(String)
  }

  let definition: DialogDefinition
  let host: HostTables
  /// By dialog: what has a value there when it comes to `#done`. Dialogs that do not come to it are absent.
  private let returned: [String: Filled]
  private let names: Filled
  /// Slots that nothing empties once they are filled.
  private let lasting: Filled
  /// By state: what has a value on coming there. States to which nothing leads are absent.
  private(set) var onEntry: [String: Filled] = [:]
  /// By state and name: from where one first came there without a value.
  private var origins: [String: [String: Origin]] = [:]
  /// By state: the prompts from which one comes there, for a button back.
  private var promptsBefore: [String: Set<String>] = [:]
  private var waiting: [String] = []

  init(_ definition: DialogDefinition, _ host: HostTables, from ways: [WayIn], returned: [String: Filled] = [:]) {
    self.definition = definition
    self.host = host
    self.returned = returned
    names = Set(definition.slots.keys)
    lasting = names.subtracting(definition.emptiedSlots)
    for way in ways { arrive(at: definition.start, with: way.brings, from: .way(way.name)) }
    spread()
  }

  // MARK: Spreading

  private mutating func spread() {
    var next = 0
    while next < waiting.count {
      let state = waiting[next]
      next += 1
      for moment in moments(in: state) {
        switch moment.step {
        case .goes(.state(let target)): arrive(at: target, with: moment.filled, from: .state(state))
        case .goesBack:
          for prompt in promptsBefore[state, default: []].sorted() {
            arrive(at: prompt, with: moment.filled.union(lasting), from: .state(state), isBack: true)
          }
        case .goes(.end), .says, .runs, .queries, .calls: break
        }
      }
    }
  }

  private mutating func arrive(at state: String, with filled: Filled, from origin: Origin, isBack: Bool = false) {
    guard definition.states[state] != nil else { return }
    let before = onEntry[state]
    let now = before.map { $0.intersection(filled) } ?? filled.intersection(names)
    var isNew = now != before
    for name in (before ?? names).subtracting(now) { origins[state, default: [:]][name] = origin }
    onEntry[state] = now
    if case .state(let last) = origin, !isBack {
      let prompts = definition.isPrompt(last) ? [last] : promptsBefore[last, default: []]
      let known = promptsBefore[state, default: []]
      promptsBefore[state] = known.union(prompts)
      isNew = isNew || !prompts.isSubset(of: known)
    }
    // Once more for whoever waits already is enough, but what has been seen to may have to be seen to again.
    if isNew { waiting.append(state) }
  }

  /// A way to `state` that leaves `name` without a value there, for messages: "/sos → ask → confirm". Where it had one on the way, the way
  /// begins in the state that takes it.
  func way(to state: String, without name: String) -> String {
    var steps = [state]
    while onEntry[steps[0]]?.contains(name) == false, let origin = origins[steps[0]]?[name] {
      switch origin {
      case .way(let way): return Self.written([way] + steps)
      case .state(let previous):
        let isCircle = steps.contains(previous)
        steps.insert(previous, at: 0)
        if isCircle { return Self.written(steps) }
      }
    }
    return Self.written(steps)
  }

  /// A long way without its middle.
  private static func written(_ steps: [String]) -> String {
    let shown = steps.count > 8 ? steps.prefix(3) + ["…"] + steps.suffix(4) : steps[...]
    return shown.joined(separator: " → ")
  }

  /// What has a value when the dialog comes to `#done`, whichever way; nil when none leads there.
  var onDone: Filled? {
    onEntry.keys.lazy.flatMap(moments).reduce(nil) { found, moment in
      moment.step == .goes(.end(.done)) ? found?.intersection(moment.filled) ?? moment.filled : found
    }
  }

  // MARK: What happens in a state

  func moments(in state: String) -> [Moment] {
    guard let definition = definition.states[state], let filled = onEntry[state] else { return [] }
    switch definition.kind {
    case .prompt(let prompting): return moments(prompting, definition, filled)
    case .say(let text, let route): return [Moment(step: .says(text), filled: filled)] + moments(route, filled)
    case .route(let route): return moments(route, filled)
    case .run(let effect): return moments(effect: effect, filled)
    case .call(let call): return moments(call, filled) + moments(waitingIn: definition, filled)
    case .start: return []
    }
  }

  private func moments(
    _ prompting: DialogDefinition.Prompting, _ state: DialogDefinition.State, _ filled: Filled
  ) -> [Moment] {
    var filled = filled
    var moments: [Moment] = []
    if let answer = prompting.answer {
      moments = self.moments(answer, prompting.next, filled)
      // While marks come and go nothing may be marked.
      if case .multi? = definition.slots[answer.slot]?.type { filled.remove(answer.slot) }
    }
    if let choice = prompting.choice { moments = self.moments(choice, prompting.next, filled) }
    moments.append(Moment(step: .says(prompting.text), filled: filled))
    moments += prompting.rows.joined().flatMap { self.moments($0, filled) }
    return moments + self.moments(waitingIn: state, filled)
  }

  private func moments(
    _ answer: DialogDefinition.Answer, _ next: DialogDefinition.Route?, _ filled: Filled
  ) -> [Moment] {
    let slot = definition.slots[answer.slot]
    var (asked, answered) = (filled, filled.union([answer.slot]))
    var moments: [Moment] = []
    if case .multi(let options)? = slot?.type {
      asked.remove(answer.slot)
      if slot?.isOptional == true { answered.remove(answer.slot) }
      moments += options.map { Moment(step: .says("\(answer.slot).\($0)"), filled: asked) }
    }
    if let retry = answer.retry {
      moments.append(Moment(step: .says(retry), filled: asked.union((slot?.type.bounds ?? [:]).keys)))
    }
    if let limit = answer.limit { moments.append(Moment(step: .goes(limit.then), filled: asked)) }
    return moments + (next.map { self.moments($0, answered) } ?? [])
  }

  private func moments(
    _ choice: DialogDefinition.Choice, _ next: DialogDefinition.Route?, _ filled: Filled
  ) -> [Moment] {
    let signature = host.queries[choice.query]
    let columns = Set((signature?.columns ?? [:]).keys)
    let brought = columns.subtracting(signature?.optionalColumns ?? [])
    var chosen = filled.union([choice.slot])
    for (slot, column) in choice.taken {
      if brought.contains(column) { chosen.insert(slot) } else { chosen.remove(slot) }
    }
    return [
      Moment(step: .queries, filled: filled),
      Moment(step: .says(choice.label), filled: filled.union(brought), arguments: columns),
      Moment(step: .goes(choice.empty), filled: filled),
    ] + (next.map { moments($0, chosen) } ?? [])
  }

  private func moments(_ call: DialogDefinition.Call, _ filled: Filled) -> [Moment] {
    let given = call.arguments.filter { hasValue($0.value, filled) }
    var moments = [
      Moment(step: .calls(call.dialog, with: Set(given.keys)), filled: filled),
      // A button back in the called dialog may lead out of it.
      Moment(step: .goesBack, filled: filled),
    ]
    if let otherwise = call.otherwise { moments.append(Moment(step: .goes(otherwise), filled: filled)) }
    guard let returned = returned[call.dialog] else { return moments }
    var after = filled
    for (result, slot) in call.results {
      if returned.contains(result) { after.insert(slot) } else { after.remove(slot) }
    }
    return moments + self.moments(call.next, after)
  }

  /// What silence and events do while a prompt waits, also one of a called dialog.
  private func moments(waitingIn state: DialogDefinition.State, _ filled: Filled) -> [Moment] {
    var moments: [Moment] = []
    if let idle = state.idle ?? definition.idle {
      if let reminder = idle.reminder { moments.append(Moment(step: .says(reminder.text), filled: filled)) }
      moments.append(Moment(step: .goes(idle.then), filled: filled))
    }
    let reactions = definition.reactions.merging(state.reactions) { $1 }
    return moments + reactions.sorted { $0.key < $1.key }.flatMap { self.moments($0.key, $0.value, filled) }
  }

  private func moments(_ button: DialogDefinition.Button, _ filled: Filled) -> [Moment] {
    guard let pressed = narrowed(filled, by: button.condition) else { return [] }
    var after = pressed
    for (slot, expression) in button.assignments {
      if hasValue(expression, pressed) { after.insert(slot) } else { after.remove(slot) }
    }
    let label = Moment(step: .says(button.text), filled: pressed)
    switch button.action {
    case .go(let route): return [label] + moments(route, after)
    case .run(let effect): return [label] + moments(effect: effect, after)
    case .back: return [label, Moment(step: .goesBack, filled: after)]
    case .start: return [label]
    }
  }

  private func moments(_ event: String, _ reaction: DialogDefinition.Reaction, _ filled: Filled) -> [Moment] {
    let after = filled.union(host.surelyBrought(by: event))
    var moments: [Moment] = []
    if let text = reaction.say {
      moments.append(Moment(step: .says(text), filled: after, arguments: Set((host.events[event] ?? [:]).keys)))
    }
    if case .go(let route) = reaction.next { moments += self.moments(route, after.intersection(names)) }
    return moments
  }

  private func moments(effect name: String, _ filled: Filled) -> [Moment] {
    guard let use = definition.effects[name] else { return [] }
    let signature = host.commands[use.command]
    let results = Set((signature?.results ?? [:]).keys)
    var moments = [Moment(step: .runs(name), filled: filled)]
    for (outcome, branch) in use.branches.sorted(by: { $0.key < $1.key }) {
      let brought = signature?.brings[outcome] ?? []
      var after = filled
      for (result, slot) in use.into {
        // A result that is missing empties its slot.
        if brought.contains(result) { after.insert(slot) } else { after.remove(slot) }
      }
      if let text = branch.say {
        moments.append(Moment(step: .says(text), filled: after.union(brought), arguments: results))
      }
      moments += self.moments(branch.go, after)
    }
    return moments
  }

  private func moments(_ route: DialogDefinition.Route, _ filled: Filled) -> [Moment] {
    var left: Filled? = filled
    var moments: [Moment] = []
    for branch in route.branches {
      guard let filled = left else { break }
      if let taken = narrowed(filled, by: branch.condition) {
        moments.append(Moment(step: .goes(branch.target), filled: taken))
      }
      left = branch.condition.flatMap { narrowed(filled, by: $0, isTrue: false) }
    }
    return moments
  }

  // MARK: Conditions

  /// What has a value once `condition` has turned out so; nil where it never does.
  private func narrowed(_ filled: Filled, by condition: Expression?, isTrue: Bool = true) -> Filled? {
    guard let condition else { return filled }
    guard condition.truth({ possible($0, filled) }) != !isTrue else { return nil }
    var filled = filled
    let open = condition.names.intersection(names)
    var isDone = false
    while !isDone {
      // If it were empty, the condition could not have turned out so.
      let found = open.subtracting(filled).filter { name in
        condition.truth { $0 == name ? .empty : possible($0, filled) } == !isTrue
      }
      filled.formUnion(found)
      isDone = found.isEmpty
    }
    return filled
  }

  func hasValue(_ expression: Expression, _ filled: Filled) -> Bool {
    expression.possible { possible($0, filled) }.hasValue == true
  }

  private func possible(_ name: String, _ filled: Filled) -> Possible {
    filled.contains(name) || !names.contains(name) ? .filled : .unknown
  }
}

extension DialogDefinition {
  fileprivate func isPrompt(_ state: String) -> Bool {
    if case .prompt? = states[state]?.kind { true } else { false }
  }

  /// Slots that may lose their value again.
  fileprivate var emptiedSlots: Set<String> {
    var slots = Set(effects.values.flatMap(\.into.values))
    for state in states.values {
      switch state.kind {
      case .prompt(let prompting): slots.formUnion(emptied(by: prompting))
      case .call(let call): slots.formUnion(call.results.values)
      case .say, .route, .run, .start: break
      }
    }
    return slots
  }

  private func emptied(by prompting: Prompting) -> Set<String> {
    var slots = Set((prompting.choice?.taken ?? [:]).keys)
    if let slot = prompting.answer?.slot, case .multi? = self.slots[slot]?.type { slots.insert(slot) }
    for (slot, expression) in prompting.rows.joined().flatMap(\.assignments)
    where expression.possible({ _ in .unknown }).hasValue != true { slots.insert(slot) }
    return slots
  }
}
