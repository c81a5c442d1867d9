import JSON5

/// Reads one dialog and proves what can be proven while reading; `DialogProof` looks at the whole afterwards.
///
/// Reading goes on past whatever is wrong, so that all problems are found at once, and so that a definition from the store
/// compiles even when the host has since lost a command or an event that it names.
final class DialogReader {
  /// A text key in use: where, and what it may speak of there.
  struct TextUse {
    enum Role {
      case message, label
      /// The label of a button that can be marked.
      case option
      /// Before any conversation: facts, but no slots.
      case menu
      /// After a conversation that an upgrade has broken off: the same.
      case notice
      case words
    }

    let key: String
    let position: Position
    let role: Role
    /// What the moment adds to slots and facts.
    let arguments: [String: ValueType]
  }

  let host: HostTables
  let problems: ProblemList
  var slots: [String: DialogDefinition.Slot] = [:]
  var stateUses: [(state: String, position: Position)] = []
  var effectUses: [(effect: String, position: Position)] = []
  var textUses: [TextUse] = []
  /// Dialogs that buttons and states start.
  var dialogUses: [(dialog: String, position: Position)] = []
  var callUses: [CallUse] = []
  /// Effects that only an outermost dialog may have.
  var saveUses: [Position] = []
  /// Where the dialog's own idle rule leads; nil when it has none and the host's default holds.
  var writtenIdle: DialogDefinition.Target?
  var versionPosition: Position?
  /// Entries of `states`, `effects` and `enter`.
  var statePositions: [String: Position] = [:]
  var effectPositions: [String: Position] = [:]
  var entryPositions: [Position] = []
  /// The maps of `upgrade`, by the key that each stands under.
  var maps: [String: WrittenMap] = [:]
  /// Names and types of all that events and results bring.
  var argumentTypes: [String: ValueType] = [:]

  init(path: String, host: HostTables) {
    self.host = host
    problems = ProblemList(file: path)
  }

  /// What stands in the file.
  struct Body {
    var version: Int
    var audience: DialogDefinition.Audience
    var entries: [DialogDefinition.Entry]
    var idle: DialogDefinition.Idle?
    var reactions: [String: DialogDefinition.Reaction]
    var start: String
    var states: [String: DialogDefinition.State]
    var effects: [String: DialogDefinition.CommandUse]
    var upgrade: Upgrade
  }

  static let stateLimit = 200
  static let buttonLimit = 100
  static let rowLimit = 8

  /// - Returns: nil only when `root` is no object.
  func read(_ root: Node, id: String) -> Body? {
    readObject(root, problems) { file in
      _ = file.integer("format", in: 1...1, required: true)
      if let written = file.string("id", required: true), written != id {
        file.report("id", "must be the folder's name, \"\(id)\"")
      }
      let version = file.integer("version", in: 1...1_000_000, required: true) ?? 1
      versionPosition = file.node("version")?.position
      let audience = audience(file)
      // First what the rest is typed by.
      for member in file.members("slots") ?? [] { slot(member) }
      let entries = self.entries(file)
      var idle = file.object("idle") { self.idle($0) }
      writtenIdle = idle?.then
      // A card waits as long as what it is about.
      if idle == nil, !entries.contains(where: { if case .event = $0 { true } else { false } }) {
        idle = .init(after: host.defaultIdle, reminder: nil, then: .end(.expired))
      }
      let reactions = reactions(file)
      let start = file.string("start", required: true)
      if let start, let node = file.node("start") { stateUses.append((start, node.position)) }
      let states = states(file)
      let effects = effects(file)
      let upgrade = upgrade(file, of: id, version: version)
      return Body(
        version: version, audience: audience, entries: entries, idle: idle, reactions: reactions,
        start: start ?? "", states: states, effects: effects, upgrade: upgrade)
    }
  }

  /// Slots and facts as expressions see them. Slots are all read before the first expression.
  lazy var names: [String: ValueType] = host.facts.merging(slots.mapValues(\.type)) { $1 }
}
