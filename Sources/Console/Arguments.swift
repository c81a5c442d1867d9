import JSON5

/// What somebody typed after a command's name. Asking for what the command does not declare is a mistake in the code.
package struct Arguments: Sendable {
  let command: Command
  /// The commands before this one.
  let path: [String]
  fileprivate(set) var values: [String: String] = [:]
  fileprivate(set) var flags: Set<String> = []
  fileprivate(set) var words: [String] = []

  /// The value of `--name VALUE`, nil when it was not given.
  package subscript(option: String) -> String? {
    precondition(command.options.contains { $0.name == option && $0.placeholder != nil }, "no option --\(option)")
    return values[option]
  }

  package func has(_ flag: String) -> Bool {
    precondition(command.options.contains { $0.name == flag && $0.placeholder == nil }, "no flag --\(flag)")
    return flags.contains(flag)
  }

  /// A positional that stands once; nil for an optional one that was not given.
  package func positional(_ name: String) -> String? {
    guard let index = command.positionals.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("no positional \(name)")
    }
    return words.indices.contains(index) ? words[index] : nil
  }

  /// A repeated positional.
  package func positionals(_ name: String) -> [String] {
    guard let index = command.positionals.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("no positional \(name)")
    }
    return Array(words.dropFirst(index))
  }

  package func integer(_ option: String, in range: ClosedRange<Int>) throws(WrongUsage) -> Int? {
    guard let text = self[option] else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    throw wrong(
      "--\(option): expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(quoted(text))")
  }

  /// One of a set of words: the raw values of `Choice`.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ option: String, of type: Choice.Type = Choice.self
  ) throws(WrongUsage) -> Choice? {
    guard let text = self[option] else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    throw wrong("--\(option): " + unknownName("value", text, among: Choice.allCases.map(\.rawValue)))
  }

  /// A use of this command that cannot be done, for its `run` to throw.
  package func wrong(_ message: String) -> WrongUsage {
    WrongUsage(message: message, usage: command.usage(after: path))
  }
}

/// A command line that cannot be understood: exit code 2.
package struct WrongUsage: Error, CustomStringConvertible {
  package var message: String
  /// The usage of the command that was meant.
  package var usage: String
  package var description: String { message }
}

/// What a command line asks for.
enum Invocation: Sendable {
  case help(String)
  case run(@Sendable (Arguments) async throws -> Void, Arguments)
}

/// Finds the command that `words` (without the program's own name) mean, and sorts its arguments.
///
/// `--name VALUE` and `--name=VALUE` are the same, `--` ends the options, `--help` and `-h` work at each level.
func parseCommandLine(_ words: [String], _ root: Command) throws(WrongUsage) -> Invocation {
  var arguments = Arguments(command: root, path: [])
  var rest = words[...]
  var takesOptions = true
  while let word = rest.popFirst() {
    let command = arguments.command
    if takesOptions, word == "--" {
      takesOptions = false
    } else if takesOptions, word == "--help" || word == "-h" {
      return .help(command.usage(after: arguments.path))
    } else if takesOptions, word.hasPrefix("-"), word != "-" {
      try arguments.take(option: word, &rest)
    } else if case .group(let commands) = command.body {
      guard let next = commands.first(where: { $0.name == word }) else {
        throw arguments.wrong(unknownName("command", word, among: commands.map(\.name)))
      }
      arguments = Arguments(command: next, path: arguments.path + [command.name])
    } else {
      arguments.words.append(word)
    }
  }
  guard case .run(let run) = arguments.command.body else { throw arguments.wrong("a command is missing") }
  try arguments.checkCount()
  return .run(run, arguments)
}

extension Arguments {
  fileprivate mutating func take(option word: String, _ rest: inout ArraySlice<String>) throws(WrongUsage) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let known = command.options.map { "--" + $0.name } + ["--help"]
    guard let option = command.options.first(where: { "--" + $0.name == parts[0] }) else {
      throw wrong(unknownName("option", String(parts[0]), among: known))
    }
    guard values[option.name] == nil, !flags.contains(option.name) else { throw wrong("\(parts[0]) is given twice") }
    switch (option.placeholder, parts.count) {
    case (nil, 1):
      flags.insert(option.name)
    case (nil, _):
      throw wrong("\(parts[0]) takes no value")
    case (_?, 2):
      values[option.name] = String(parts[1])
    case (let placeholder?, _):
      guard let value = rest.first, !value.hasPrefix("--") else {
        throw wrong("\(parts[0]) needs a value: \(placeholder)")
      }
      rest.removeFirst()
      values[option.name] = value
    }
  }

  fileprivate func checkCount() throws(WrongUsage) {
    for (index, positional) in command.positionals.enumerated() where words.count <= index {
      if positional.count == .one || positional.count == .some { throw wrong("\(positional.name) is missing") }
    }
    let isRepeated = command.positionals.last.map { $0.count == .some || $0.count == .any } ?? false
    if !isRepeated, words.count > command.positionals.count {
      throw wrong("\(quoted(words[command.positionals.count])) is one word too many")
    }
  }
}
