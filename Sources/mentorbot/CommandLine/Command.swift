/// One command of the command line: what it takes, what it does. Commands form a tree: a group has commands, others run.
struct Command: Sendable {
  /// What stands under a name: `--config FILE`, or a flag alone.
  struct Option: Sendable {
    /// Without the dashes: "config".
    var name: String
    /// What stands for the value in the usage: "FILE". A flag has none.
    var placeholder: String?
    var summary: String

    /// `--name PLACEHOLDER`
    init(_ name: String, _ placeholder: String, _ summary: String) {
      (self.name, self.placeholder, self.summary) = (name, placeholder, summary)
    }

    /// `--name` alone.
    init(flag name: String, _ summary: String) {
      (self.name, self.summary) = (name, summary)
    }
  }

  /// A word that stands without a name.
  struct Positional: Sendable {
    enum Count: Sendable { case one, optional, some, any }
    /// As the usage shows it: "FILE.csv".
    var name: String
    var count: Count

    init(_ name: String, _ count: Count = .one) {
      self.name = name
      self.count = count
    }
  }

  enum Body: Sendable {
    case group([Command])
    case run(@Sendable (Arguments) async throws -> Void)
  }

  var name: String
  /// One line for the list of commands.
  var summary: String
  /// What `--help` adds: several lines if needed.
  var details: String
  var options: [Option]
  /// A repeated one stands last.
  var positionals: [Positional]
  var body: Body

  /// A command that holds others.
  init(_ name: String, _ summary: String, details: String = "", _ commands: [Command]) {
    self.init(name, summary, details, [], [], .group(commands))
  }

  /// A command that does something.
  init(
    _ name: String, _ summary: String, details: String = "", options: [Option] = [], positionals: [Positional] = [],
    run: @escaping @Sendable (Arguments) async throws -> Void
  ) {
    self.init(name, summary, details, options, positionals, .run(run))
  }

  private init(
    _ name: String, _ summary: String, _ details: String, _ options: [Option], _ positionals: [Positional], _ body: Body
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.options = options
    self.positionals = positionals
    self.body = body
  }

  var commands: [Command] {
    if case .group(let commands) = body { commands } else { [] }
  }
}
