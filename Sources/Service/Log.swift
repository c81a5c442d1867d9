/// Where the service says what happens: one entry an event, ids only. Names, texts, phones, URLs and tokens never enter one.
package struct Log: Sendable {
  package enum Level: String, CaseIterable, Comparable, Sendable {
    case debug, info, warning, error

    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
    private var rank: Int {
      switch self {
      case .debug: 0
      case .info: 1
      case .warning: 2
      case .error: 3
      }
    }
  }

  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct Entry: Sendable, Equatable {
    package var level: Level
    /// The part of the service that speaks: "poller".
    package var component: String
    /// What happened, in words that are always the same: "batch committed".
    package var message: String
    /// Which one, and how many: `bot=school7 updates=12`.
    package var fields: [Field]

    package init(_ level: Level, _ component: String, _ message: String, _ fields: [Field] = []) {
      self.level = level
      self.component = component
      self.message = message
      self.fields = fields
    }
  }

  /// Takes an entry. Never blocks on the one who reads it for longer than a write to a file takes, never fails.
  package var write: @Sendable (Entry) -> Void
  /// Entries below it are not wanted, and not made.
  let least: Level

  package init(from least: Level = .debug, write: @escaping @Sendable (Entry) -> Void) {
    self.write = write
    self.least = least
  }

  package func debug(
    _ component: String, _ message: String,
    _ fields: @autoclosure () -> KeyValuePairs<String, any CustomStringConvertible> = [:]
  ) {
    log(.debug, component, message, fields)
  }

  package func info(
    _ component: String, _ message: String,
    _ fields: @autoclosure () -> KeyValuePairs<String, any CustomStringConvertible> = [:]
  ) {
    log(.info, component, message, fields)
  }

  package func warning(
    _ component: String, _ message: String,
    _ fields: @autoclosure () -> KeyValuePairs<String, any CustomStringConvertible> = [:]
  ) {
    log(.warning, component, message, fields)
  }

  package func error(
    _ component: String, _ message: String,
    _ fields: @autoclosure () -> KeyValuePairs<String, any CustomStringConvertible> = [:]
  ) {
    log(.error, component, message, fields)
  }

  private func log(
    _ level: Level, _ component: String, _ message: String,
    _ fields: () -> KeyValuePairs<String, any CustomStringConvertible>
  ) {
    guard level >= least else { return }
    write(Entry(level, component, message, fields().map { Field($0.key, $0.value.description) }))
  }
}
