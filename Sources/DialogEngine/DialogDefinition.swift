/// One dialog, read and compiled. Every name in it has been looked up; `step` only follows it. A class, so that handing it on costs nothing.
package final class DialogDefinition: Sendable {
  package let id: String
  package let version: Int
  /// Names the dialog with all its texts.
  package let hash: String
  /// Names the structure alone: comments, white space, the order of keys, texts and `upgrade` do not change it.
  package let structureHash: String
  package let audience: Audience
  package let entries: [Entry]
  /// Those that start the dialog when typed, `normalized`.
  package let words: Set<String>
  package let slots: [String: Slot]
  /// The files it was read from, for the store.
  package let source: DialogSource

  let idle: Idle?
  /// Whether the dialog says `idle` itself; else it is the host's, and as a part of another dialog it waits by that one's.
  let hasOwnIdle: Bool
  let reactions: [String: Reaction]
  let start: String
  let states: [String: State]
  let effects: [String: CommandUse]
  let upgrade: Upgrade
  let texts: TextLayers
  /// Of slots, facts and arguments by name: they decide how values print.
  let types: [String: ValueType]

  init(
    id: String, version: Int, hash: String, structureHash: String, audience: Audience, entries: [Entry],
    words: Set<String>, slots: [String: Slot], source: DialogSource, idle: Idle?, hasOwnIdle: Bool,
    reactions: [String: Reaction], start: String, states: [String: State], effects: [String: CommandUse],
    upgrade: Upgrade, texts: TextLayers, types: [String: ValueType]
  ) {
    self.id = id
    self.version = version
    self.hash = hash
    self.structureHash = structureHash
    self.audience = audience
    self.entries = entries
    self.words = words
    self.slots = slots
    self.source = source
    self.idle = idle
    self.hasOwnIdle = hasOwnIdle
    self.reactions = reactions
    self.start = start
    self.states = states
    self.effects = effects
    self.upgrade = upgrade
    self.texts = texts
    self.types = types
  }

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
      /// Goes through another dialog and comes back with its results.
      case call(Call)
      /// Ends, and another dialog takes its place.
      case start(Successor)
    }

    let kind: Kind
    let idle: Idle?
    let reactions: [String: Reaction]
    /// What the person can say here beside answers; nil: everything that the host knows.
    let interrupts: Set<String>?
  }

  /// Another dialog as a part of this one.
  struct Call: Sendable {
    let dialog: String
    /// Into the other dialog's slots.
    let arguments: [String: Expression]
    /// Slot here by slot there.
    let results: [String: String]
    /// When it came to `#done`.
    let next: Route
    /// When it ended in any other way; nil: then this dialog ends in the same way.
    let otherwise: Target?
  }

  enum Successor: Sendable {
    case dialog(String)
    /// The slot that holds its id.
    case slot(String)
  }

  struct Prompting: Sendable {
    let text: String
    /// Replaces the previous prompt in place.
    let edits: Bool
    let rows: [[Button]]
    let answer: Answer?
    /// Beside an `answer` it is one or the other: whichever is given empties what the other fills.
    let choice: Choice?
    /// Where a valid answer or a choice leads; present with either.
    let next: Route?

    /// Slots that an answer empties, because only the choice beside it fills them.
    var emptiedByAnswer: Set<String> { answer.map { (choice?.filled ?? []).subtracting([$0.slot]) } ?? [] }
    /// The slot that a choice empties.
    var emptiedByChoice: Set<String> { choice.map { Set(answer.map { [$0.slot] } ?? []).subtracting($0.filled) } ?? [] }
    /// What may be empty when the prompt is done with.
    var emptied: Set<String> { emptiedByAnswer.union(emptiedByChoice) }
  }

  /// Rows of a query, offered page by page.
  struct Choice: Sendable {
    /// What it fills.
    var filled: Set<String> { Set(taken.keys).union([slot]) }

    let query: String
    let arguments: [String: Expression]
    /// The text of a row's button; it may speak of the row's columns.
    let label: String
    /// Takes the row's key.
    let slot: String
    /// Further slots, and the columns that they take.
    let taken: [String: String]
    /// Rows on a page.
    let page: Int
    /// How many of them stand side by side.
    let columns: Int
    /// A single row is taken without asking.
    let skipsSingle: Bool
    /// When there is nothing to choose from.
    let empty: Target
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
  /// Other dialogs that it cannot do without.
  var called: Set<String> {
    states.values.reduce(into: []) { if case .call(let call) = $1.kind { $0.insert(call.dialog) } }
  }
}
