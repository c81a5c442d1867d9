/// One dialog, read and compiled. Every name in it has been looked up; `step` only follows it.
package struct DialogDefinition: Sendable {
  package let id: String
  package let version: Int
  /// Names the dialog with all its texts.
  package let hash: String
  /// Names the structure alone: comments, white space, the order of keys and texts do not change it.
  package let structureHash: String
  package let audience: Audience
  package let entries: [Entry]
  package let slots: [String: Slot]
  /// The files it was read from, for the store.
  package let source: DialogSource

  let idle: Idle?
  let reactions: [String: Reaction]
  let start: String
  let states: [String: State]
  let effects: [String: CommandUse]
  let texts: TextLayers
  /// Of slots, facts and arguments by name: they decide how values print.
  let types: [String: ValueType]

  /// Who may use the dialog. The host asks at every event.
  package enum Audience: Hashable, Sendable {
    /// Also people whom the host does not know.
    case anyone
    case roles(Set<String>)

    package func admits(_ roles: Set<String>) -> Bool {
      switch self {
      case .anyone: true
      case .roles(let admitted): !admitted.isDisjoint(with: roles)
      }
    }
  }

  /// A way in.
  package enum Entry: Hashable, Sendable {
    /// "/sos", without the slash.
    case command(String)
    /// A button in the person's menu: the key of its label, and its place (lower stands first).
    case menu(text: String, order: Int)
    /// The payload of a deep link.
    case link(String)
    /// The key of a text that lists words, parted by "|", which start the dialog when typed.
    case word(text: String)
    /// A domain event; its arguments fall into the slots of the same name.
    case event(String)
  }

  package struct Slot: Hashable, Sendable {
    package let type: ValueType
    package let isOptional: Bool
    /// Kept only with the person's consent.
    package let isPersonal: Bool
    /// How long the host keeps the value after the conversation; nil for its own rule.
    package let keep: Duration?
  }

  struct State: Sendable {
    enum Kind: Sendable {
      /// Asks and waits.
      case prompt(Prompting)
      /// Speaks and goes on at once.
      case say(String, Route)
      /// Decides at once.
      case route(Route)
      /// Runs an effect at once.
      case run(String)
    }

    let kind: Kind
    let idle: Idle?
    let reactions: [String: Reaction]
  }

  struct Prompting: Sendable {
    let text: String
    /// Replaces the previous prompt in place.
    let edits: Bool
    let rows: [[Button]]
    let answer: Answer?
    /// Where a valid answer leads; present with `answer`.
    let next: Route?
  }

  struct Button: Sendable {
    enum Action: Sendable {
      case go(Route)
      case run(String)
      case back
      case start(String)
    }

    let text: String
    let condition: Expression?
    let assignments: [String: Expression]
    let action: Action
  }

  struct Answer: Sendable {
    let slot: String
    /// The text after an answer that does not fit; nil for the built-in one of the slot's type.
    let retry: String?
    let limit: (tries: Int, then: Target)?
  }

  struct Idle: Sendable {
    let after: Duration
    /// A reminder after `after`, and the end comes `again` later; nil when the end comes after `after` itself.
    let reminder: (text: String, again: Duration)?
    let then: Target
  }

  /// What a running conversation does about a domain event.
  struct Reaction: Sendable {
    enum Next: Sendable {
      case stay
      /// Shows the current prompt again.
      case again
      case go(Route)
    }

    let say: String?
    let next: Next
  }

  /// One command as the dialog uses it.
  struct CommandUse: Sendable {
    struct Branch: Sendable {
      let say: String?
      let go: Route
    }

    let command: String
    let arguments: [String: Expression]
    /// Slot by the name of the result that it takes.
    let into: [String: String]
    let branches: [String: Branch]
  }

  /// Leads on by the first branch whose condition holds; the last has none.
  struct Route: Sendable {
    struct Branch: Sendable {
      let condition: Expression?
      let target: Target
    }

    let branches: [Branch]

    func target(in scope: Scope) -> Target {
      branches.first { $0.condition?.holds(in: scope) ?? true }?.target ?? .end(.done)
    }
  }

  enum Target: Hashable, Sendable {
    case state(String)
    case end(Ending)
  }
}

extension DialogDefinition {
  /// Whether a conversation in `state` does anything at a domain event.
  package func reacts(to event: String, in state: String) -> Bool {
    reactions[event] != nil || states[state]?.reactions[event] != nil
  }
}
