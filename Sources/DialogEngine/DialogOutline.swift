import JSON5

/// A dialog as one draws it: its states and the ways between them.
package struct DialogOutline: Sendable {
  /// A way out of a state.
  package struct Arrow: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
      /// A button, by the key of its label.
      case button(text: String)
      /// A free answer.
      case answer
      /// A command of the host ended so; `text` is the key of the button that gave it, if one did.
      case outcome(String, command: String, text: String?)
      case event(String)
      /// Nothing happened for that long.
      case idle(Duration)
      /// A paged choice had nothing to offer.
      case nothing
      /// The called dialog came to its end.
      case called(String)
      /// The called dialog ended in another way.
      case broken(String)
      /// At once.
      case flow
    }

    package var cause: Cause
    /// A state, an end ("#done") or another dialog ("@help").
    package var target: String
    /// Taken under a condition only.
    package var isConditional: Bool
  }

  /// One of the ways that a conversation can go: what the drawing shows, and coverage counts.
  package struct Way: Hashable, Sendable {
    /// Where it begins; nil in any state that waits.
    package var state: String?
    /// Of an outcome without the button that led to it, which is a way of its own.
    package var cause: Arrow.Cause
    /// As an arrow has it; nil where the conversation stays, goes back, or goes where a command's outcome leads.
    package var target: String?
  }

  package struct State: Sendable {
    package enum Kind: Sendable { case ask, say, decide, command, dialog }

    package var name: String
    package var kind: Kind
    package var arrows: [Arrow]
    package var ways: [Way]
    /// A conversation can rest here or end here: all but what only passes on.
    package var isStop: Bool
  }

  package var start: String
  /// As a conversation comes to them: from the start by the shortest ways; what only an event leads to stands last.
  package var states: [State]
  /// Ways out of every state that waits.
  package var everywhere: [Arrow]
  /// Of all states, each once.
  package var ways: [Way]
}

extension DialogDefinition {
  package var outline: DialogOutline {
    let everywhere = arrows(reactions) + arrows(idle)
    var rest = states
    var next = [start]
    var ordered: [DialogOutline.State] = []
    while !rest.isEmpty {
      // Reached from no state: by an event in any state. By name, so that the order is always the same.
      if next.isEmpty { next = everywhere.map(\.target).filter { rest[$0] != nil } + rest.keys.sorted() }
      let name = next.removeFirst()
      guard let state = rest.removeValue(forKey: name) else { continue }
      let outlined = outline(name, state)
      ordered.append(outlined)
      next += outlined.arrows.map(\.target)
    }
    var ways: [DialogOutline.Way] = []
    // The host's rule for waits is no way of the author's.
    let common = arrows(reactions) + (hasOwnIdle ? arrows(idle) : [])
    for way in ordered.flatMap(\.ways) + self.ways(common, of: nil) + staying(reactions, in: nil)
    where !ways.contains(way) { ways.append(way) }
    return DialogOutline(start: start, states: ordered, everywhere: everywhere, ways: ways)
  }

  /// The languages of its own texts, the default one first.
  package var languages: [String] {
    let own = texts.layers.first.map { Array($0.keys) } ?? []
    return own.sorted { ($0 == texts.defaultLanguage ? 0 : 1, $0) < ($1 == texts.defaultLanguage ? 0 : 1, $1) }
  }

  private func outline(_ name: String, _ state: State) -> DialogOutline.State {
    var outline = DialogOutline.State(name: name, kind: .ask, arrows: [], ways: [], isStop: true)
    switch state.kind {
    case .prompt(let prompting):
      let buttons = prompting.rows.flatMap(\.self)
      // Those that lead nowhere by themselves.
      outline.ways = buttons.filter(\.action.isOpen).map { .init(state: name, cause: .button(text: $0.text)) }
      outline.arrows = buttons.flatMap(arrows)
      if let next = prompting.next { outline.arrows += arrows(next, .answer) }
      if let choice = prompting.choice {
        outline.arrows.append(.init(cause: .nothing, target: choice.empty.name, isConditional: true))
      }
      if let then = prompting.answer?.limit?.then {
        outline.arrows.append(.init(cause: .answer, target: then.name, isConditional: true))
      }
    case .say(_, let route):
      outline.kind = .say
      outline.arrows = arrows(route, .flow)
      outline.isStop = outline.arrows.allSatisfy { $0.target.hasPrefix("#") }
    case .route(let route):
      outline.kind = .decide
      outline.arrows = arrows(route, .flow)
      outline.isStop = false
    case .run(let effect):
      outline.kind = .command
      outline.arrows = arrows(effect, text: nil)
    case .call(let call):
      outline.kind = .dialog
      outline.isStop = false
      outline.arrows = arrows(call.next, .called(call.dialog))
      if let otherwise = call.otherwise {
        outline.arrows.append(.init(cause: .broken(call.dialog), target: otherwise.name, isConditional: true))
      }
    case .start(let successor):
      outline.kind = .dialog
      outline.arrows = [.init(cause: .flow, target: successor.name, isConditional: false)]
    }
    outline.arrows += arrows(state.reactions) + arrows(state.idle)
    outline.ways += ways(outline.arrows, of: name) + staying(state.reactions, in: name)
    return outline
  }

  private func ways(_ arrows: [DialogOutline.Arrow], of state: String?) -> [DialogOutline.Way] {
    arrows.map { arrow in
      var cause = arrow.cause
      if case .outcome(let outcome, let command, _) = cause { cause = .outcome(outcome, command: command, text: nil) }
      return .init(state: state, cause: cause, target: arrow.target)
    }
  }

  /// What happens and leads nowhere else.
  private func staying(_ reactions: [String: Reaction], in state: String?) -> [DialogOutline.Way] {
    reactions.sorted { $0.key < $1.key }.compactMap { event, reaction in
      if case .go = reaction.next { nil } else { .init(state: state, cause: .event(event)) }
    }
  }

  private func arrows(_ button: Button) -> [DialogOutline.Arrow] {
    switch button.action {
    case .go(let route): arrows(route, .button(text: button.text))
    case .run(let effect): arrows(effect, text: button.text)
    // Back leads where the person came from: no way of its own.
    case .back: []
    case .start(let dialog):
      [.init(cause: .button(text: button.text), target: "@\(dialog)", isConditional: button.condition != nil)]
    }
  }

  private func arrows(_ effect: String, text: String?) -> [DialogOutline.Arrow] {
    guard let use = effects[effect] else { return [] }
    return use.branches.sorted { $0.key < $1.key }.flatMap { outcome, branch in
      arrows(branch.go, .outcome(outcome, command: use.command, text: text))
    }
  }

  private func arrows(_ route: Route, _ cause: DialogOutline.Arrow.Cause) -> [DialogOutline.Arrow] {
    route.branches.map { branch in
      .init(cause: cause, target: branch.target.name, isConditional: route.branches.count > 1)
    }
  }

  private func arrows(_ reactions: [String: Reaction]) -> [DialogOutline.Arrow] {
    reactions.sorted { $0.key < $1.key }.flatMap { event, reaction -> [DialogOutline.Arrow] in
      guard case .go(let route) = reaction.next else { return [] }
      return arrows(route, .event(event))
    }
  }

  private func arrows(_ idle: Idle?) -> [DialogOutline.Arrow] {
    guard let idle else { return [] }
    return [.init(cause: .idle(idle.wholeWait), target: idle.then.name, isConditional: false)]
  }
}

extension DialogDefinition.Target {
  /// "ask_topic", "#done".
  var name: String {
    switch self {
    case .state(let name): name
    case .end(let ending): ending.target
    }
  }
}

extension DialogDefinition.Successor {
  /// "@help"; of a slot that names the dialog, "@slot".
  var name: String {
    switch self {
    case .dialog(let name), .slot(let name): "@\(name)"
    }
  }
}

extension DialogDefinition.Button.Action {
  /// Where it leads shows only when it is pressed: back, or by a command's outcome.
  fileprivate var isOpen: Bool {
    switch self {
    case .run, .back: true
    case .go, .start: false
    }
  }
}

extension DialogDefinition.Idle {
  /// Until it is over, reminder included.
  var wholeWait: Duration { after + (reminder?.again ?? .zero) }
}

extension DialogOutline.Arrow.Cause {
  /// "[Беру] help.take: ok", "idle PT30M"; empty for what happens at once.
  ///
  /// - Parameter label: what a button is called, by the key of its text.
  package func name(_ label: (_ key: String) -> String) -> String {
    switch self {
    case .button(let key): "[\(label(key))]"
    case .answer: "answer"
    case .outcome(let outcome, let command, let key):
      (key.map { "[\(label($0))] " } ?? "") + "\(command): \(outcome)"
    case .event(let name): "event \(name)"
    case .idle(let wait): "idle \(iso8601(wait))"
    case .nothing: "nothing to choose"
    case .called(let dialog): "\(dialog): done"
    case .broken(let dialog): "\(dialog): not done"
    case .flow: ""
    }
  }
}

extension DialogOutline.Way {
  /// "[cancel] → #cancel", by the names of the file; without the state.
  package var name: String {
    [cause.name { $0 }, target.map { "→ \($0)" } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
