/// One command of the command line: what it takes, what it does. Commands form a tree: a group has commands, others run.
package struct Command: Sendable {
  /// What stands under a name: `--config FILE`, or a flag alone.
  package struct Option: Sendable {
    /// Without the dashes: "config".
    package var name: String
    /// What stands for the value in the usage: "FILE". A flag has none.
    package var placeholder: String?
    package var summary: String

    /// `--name PLACEHOLDER`
    package init(_ name: String, _ placeholder: String, _ summary: String) {
      (self.name, self.placeholder, self.summary) = (name, placeholder, summary)
    }

    /// `--name` alone.
    package init(flag name: String, _ summary: String) {
      (self.name, self.summary) = (name, summary)
    }
  }

  /// A word that stands without a name.
  package struct Positional: Sendable {
    package enum Count: Sendable { case one, optional, some, any }
    /// As the usage shows it: "FILE.csv".
    package var name: String
    package var count: Count

    package init(_ name: String, _ count: Count = .one) {
      self.name = name
      self.count = count
    }
  }

  package enum Body: Sendable {
    case group([Command])
    case run(@Sendable (Arguments) async throws -> Void)
  }

  package var name: String
  /// One line for the list of commands.
  package var summary: String
  /// What `--help` adds: several lines if needed.
  package var details: String
  package var options: [Option]
  /// A repeated one stands last.
  package var positionals: [Positional]
  package var body: Body

  /// A command that holds others.
  package init(_ name: String, _ summary: String, details: String = "", _ commands: [Command]) {
    self.init(name, summary, details, [], [], .group(commands))
  }

  /// A command that does something.
  package init(
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

  package var commands: [Command] {
    if case .group(let commands) = body { commands } else { [] }
  }
}
