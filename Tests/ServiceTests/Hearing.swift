import Service

/// What the service says in its log, for who waits for it.
final class Hearing: Sendable {
  private let (stream, sink) = AsyncStream.makeStream(of: String.self)

  /// The messages without their fields.
  var lines: AsyncStream<String> { stream }
  var log: Log { Log { [sink] in sink.yield($0.message) } }

  func end() { sink.finish() }
}
