import Emulator
import Synchronization

/// People who answer the survey again and again. Each waits for the bot before going on: a closed loop.
final class Respondents: Sendable {
  private struct Seat {
    /// The place in the survey of the answer that is waited for.
    var step = 0
    var actedAt = ContinuousClock.now
    var isWaiting = false
  }

  private struct State {
    var seats: [Seat]
    /// Nil unless it is measured.
    var times: [Double]?
    /// Answers that were not the next one, or came to somebody who waits for none.
    var mistakes = 0
    var isOver = false
  }

  private enum Act {
    case begin
    case press(message: Int)
    case write
  }

  private let emulator: Emulator
  private let state: Mutex<State>
  private let first: Int64
  private static let patience = Duration.seconds(10)

  /// - Parameter first: the first one's number; the others follow.
  init(_ count: Int, from first: Int64 = 10_000, in emulator: Emulator) {
    self.emulator = emulator
    self.first = first
    state = Mutex(State(seats: Array(repeating: Seat(), count: count)))
    for index in 0..<count {
      emulator.addPerson(.init(id: first + Int64(index), firstName: "Образцов", languageCode: "ru"))
    }
    emulator.onMessage { [weak self] person, message in self?.hear(message, Int(person - first)) }
  }

  /// Everybody begins.
  func begin() {
    for index in state.withLock({ $0.seats.indices }) { act(.begin, index) }
  }

  /// What happens from now on counts.
  func measure() { state.withLock { $0.times = [] } }

  /// From what somebody did to the bot's answer, in ms: since `measure`.
  func measured() -> [Double] {
    state.withLock { state in
      defer { state.times = nil }
      return state.times ?? []
    }
  }

  /// Nobody does anything more, and who still waits gets his answer.
  ///
  /// - Returns: how many answers have been wrong or doubled so far, and how many do not come.
  func finish() async throws -> Int {
    state.withLock { $0.isOver = true }
    let limit = ContinuousClock.now + Self.patience
    while waiting > 0, .now < limit { try await Task.sleep(for: .milliseconds(10)) }
    return waiting + state.withLock(\.mistakes)
  }

  private var waiting: Int { state.withLock { $0.seats.count(where: \.isWaiting) } }

  private func hear(_ message: Message, _ index: Int) {
    let now = ContinuousClock.now
    let next: Act? = state.withLock { state in
      let seat = state.seats[index]
      guard seat.isWaiting, message.text == SampleDialogs.surveySays[seat.step] else {
        state.mistakes += 1
        return nil
      }
      state.times?.append((now - seat.actedAt) / .milliseconds(1))
      state.seats[index].isWaiting = false
      guard !state.isOver else { return nil }
      state.seats[index].step = (seat.step + 1) % SampleDialogs.surveySays.count
      return [.press(message: message.id), .write, .begin][seat.step]
    }
    if let next { act(next, index) }
  }

  private func act(_ act: Act, _ index: Int) {
    state.withLock { state in
      state.seats[index].actedAt = .now
      state.seats[index].isWaiting = true
    }
    let person = first + Int64(index)
    switch act {
    case .begin: _ = try? emulator.type("/survey", as: person)
    case .press(let message): _ = try? emulator.press("Учёба", under: message, as: person)
    case .write: _ = try? emulator.type("План на неделю", as: person)
    }
  }
}
