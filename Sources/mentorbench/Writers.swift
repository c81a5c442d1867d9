import Emulator
import Synchronization

/// People of a school who write now and then, whether or not those before have been answered: an open loop.
final class Writers: Sendable {
  private struct State {
    /// When whoever waits for an answer wrote.
    var writtenAt: [Int64: ContinuousClock.Instant] = [:]
    /// From a question to its answer, in ms.
    var times: [Double] = []
    /// Copies of the announcement that have come.
    var copies = 0
  }

  private let emulator: Emulator
  private let count: Int64
  private let state = Mutex(State())

  /// The chats 1, 2, 3… up to `count` write.
  init(_ count: Int, in emulator: Emulator) {
    self.emulator = emulator
    self.count = Int64(count)
    emulator.onMessage { [weak self] person, message in self?.hear(message, person) }
  }

  /// Somebody writes `perSecond` times a second, each time another.
  ///
  /// - Returns: how long the answers took, in ms, the shortest first; whose is missing after ten seconds has that.
  func write(perSecond: Int, for time: Duration) async throws -> [Double] {
    state.withLock { state in (state.times, state.writtenAt) = ([], [:]) }
    let start = ContinuousClock.now
    let total = Int64(time / .seconds(1) * Double(perSecond))
    for number in 0..<total {
      try await ContinuousClock().sleep(until: start + .seconds(1) * Double(number) / Double(perSecond))
      let person = number % count + 1
      state.withLock { $0.writtenAt[person] = .now }
      try emulator.type("помощь", as: person)
    }
    let limit = ContinuousClock.now + Self.patience
    while state.withLock({ !$0.writtenAt.isEmpty }), .now < limit { try await Task.sleep(for: .milliseconds(10)) }
    return state.withLock { state in
      (state.times + state.writtenAt.values.map { (.now - $0) / .milliseconds(1) }).sorted()
    }
  }

  private static let patience = Duration.seconds(10)

  /// How many copies of the announcement have come so far.
  var copies: Int { state.withLock(\.copies) }

  private func hear(_ message: Message, _ person: Int64) {
    let now = ContinuousClock.now
    state.withLock { state in
      if message.text == SampleBroadcast.words {
        state.copies += 1
      } else if message.text.hasPrefix("Я бот"), let writtenAt = state.writtenAt.removeValue(forKey: person) {
        state.times.append((now - writtenAt) / .milliseconds(1))
      }
    }
  }
}
