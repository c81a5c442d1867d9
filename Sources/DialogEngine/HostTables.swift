/// What the host lets dialogs use: its commands, events, facts, roles and base texts. Loading proves dialogs against it.
package struct HostTables: Sendable {
  /// By name: "help.open".
  package var commands: [String: CommandSignature]
  /// By name: the arguments of the event.
  package var events: [String: [String: ValueType]]
  /// By event: those of its arguments that it may come without.
  package var optionalArguments: [String: Set<String>]
  /// By name: what paged choices may list.
  package var queries: [String: QuerySignature]
  /// What a person can say in any state, by name: "help", "menu". A state may narrow them to some, but always keeps `firmInterrupts`.
  package var interrupts: Set<String>
  package var firmInterrupts: Set<String>
  /// What expressions and texts may ask about the person: "role", "me.name".
  package var facts: [String: ValueType]
  package var roles: Set<String>
  /// Base texts under every dialog, by language: the content of a text file whose `for` is "_base".
  package var texts: [String: String]
  /// What those of the base texts are for that are more than messages about facts, by key.
  package var baseTexts: [String: BaseText]
  /// The languages that the product speaks; the first is the default, which every dialog must have.
  package var languages: [String]
  /// How long a prompt without an idle rule of its own waits before the conversation expires.
  package var defaultIdle: Duration
  /// The name of some bytes for good: a cryptographic hash as text.
  package var digest: @Sendable ([UInt8]) -> String

  package init(
    commands: [String: CommandSignature] = [:], events: [String: [String: ValueType]] = [:],
    optionalArguments: [String: Set<String>] = [:],
    queries: [String: QuerySignature] = [:], interrupts: Set<String> = [], firmInterrupts: Set<String> = [],
    facts: [String: ValueType] = [:], roles: Set<String> = [], texts: [String: String] = [:],
    baseTexts: [String: BaseText] = [:], languages: [String], defaultIdle: Duration = .seconds(24 * 3600),
    digest: @escaping @Sendable ([UInt8]) -> String
  ) {
    precondition(!languages.isEmpty, "a host speaks at least one language")
    self.commands = commands
    self.events = events
    self.optionalArguments = optionalArguments
    self.queries = queries
    self.interrupts = interrupts
    self.firmInterrupts = firmInterrupts
    self.facts = facts
    self.roles = roles
    self.texts = texts
    self.baseTexts = baseTexts
    self.languages = languages
    self.defaultIdle = defaultIdle
    self.digest = digest
  }

  /// The arguments that `event` never comes without.
  func surelyBrought(by event: String) -> Set<String> {
    Set((events[event] ?? [:]).keys).subtracting(optionalArguments[event] ?? [])
  }
}

/// What a command takes and how it can end.
package struct CommandSignature: Sendable, Hashable {
  package struct Argument: Sendable, Hashable {
    package var type: ValueType
    package var isOptional: Bool

    package init(_ type: ValueType, optional: Bool = false) {
      self.type = type
      isOptional = optional
    }
  }

  package var arguments: [String: Argument]
  /// The command's arguments are slots of the dialog, whichever it declares, each under its own name (`answers.save`).
  package var takesSlots: Bool
  /// An effect must say how each of these goes on.
  package var outcomes: [String]
  package var results: [String: ValueType]
  /// By outcome: the results that it never comes without.
  package var brings: [String: Set<String>]

  package init(
    arguments: [String: Argument] = [:], takesSlots: Bool = false, outcomes: [String],
    results: [String: ValueType] = [:], brings: [String: Set<String>] = [:]
  ) {
    self.arguments = arguments
    self.takesSlots = takesSlots
    self.outcomes = outcomes
    self.results = results
    self.brings = brings
  }
}
