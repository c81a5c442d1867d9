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

  package struct State: Sendable {
    package enum Kind: Sendable { case ask, say, decide, command, dialog }

    package var name: String
    package var kind: Kind
    package var arrows: [Arrow]
    /// How many buttons it has, shown or hidden; they count from 1.
    package var buttons: Int
    /// A conversation can rest here or end here: all but what only passes on.
    package var isStop: Bool
  }

  package var start: String
  /// As a conversation comes to them: from the start by the shortest ways; what only an event leads to stands last.
  package var states: [State]
  /// Ways out of every state that waits.
  package var everywhere: [Arrow]
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
    return DialogOutline(start: start, states: ordered, everywhere: everywhere)
  }

  /// The languages of its own texts, the default one first.
  package var languages: [String] {
    let own = texts.layers.first.map { Array($0.keys) } ?? []
    return own.sorted { ($0 == texts.defaultLanguage ? 0 : 1, $0) < ($1 == texts.defaultLanguage ? 0 : 1, $1) }
  }

  private func outline(_ name: String, _ state: State) -> DialogOutline.State {
    var outline = DialogOutline.State(name: name, kind: .ask, arrows: [], buttons: 0, isStop: true)
    switch state.kind {
    case .prompt(let prompting):
      let buttons = prompting.rows.flatMap(\.self)
      outline.buttons = buttons.count
      outline.arrows = buttons.flatMap(arrows)
      if let next = prompting.next { outline.arrows += arrows(next, .answer) }
      if let choice = prompting.choice {
        outline.arrows.append(.init(cause: .nothing, target: choice.empty.name, isConditional: true))
      }
      if case .state(let then)? = prompting.answer?.limit?.then {
        outline.arrows.append(.init(cause: .answer, target: then, isConditional: true))
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
    case .start(.dialog(let dialog)):
      outline.kind = .dialog
      outline.arrows = [.init(cause: .flow, target: "@\(dialog)", isConditional: false)]
    case .start(.slot(let slot)):
      outline.kind = .dialog
      outline.arrows = [.init(cause: .flow, target: "@\(slot)", isConditional: false)]
    }
    outline.arrows += arrows(state.reactions) + arrows(state.idle)
    return outline
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
    let wait = idle.after + (idle.reminder?.again ?? .zero)
    return [.init(cause: .idle(wait), target: idle.then.name, isConditional: false)]
  }
}

extension DialogDefinition.Target {
  /// "ask_topic", "#done".
  fileprivate var name: String {
    switch self {
    case .state(let name): name
    case .end(let ending): ending.target
    }
  }
}
