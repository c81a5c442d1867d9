import Dispatch
package import Emulator
import Synchronization

/// Kills one daemon after the other at a drawn call: before the messenger does it, before the daemon hears of it, or a drawn while later. A drawn share
/// of all other calls goes wrong.
package final class Killer: Sendable {
  private struct State {
    var random: any RandomNumberGenerator & Sendable
    var rounds: Int
    var victim: Program?
    var callsLeft = 0
  }

  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "simulation.killer")
  private let faults: [Fault]

  /// What goes wrong on a bad day, once in `faultEvery` calls.
  package static let badDay: [Fault] = [
    .tooManyRequests(retryAfter: 1), .refuse(code: 500, description: "Internal Server Error: restart"),
    .html(status: 502), .loseCall, .loseAnswer, .garbleAnswer,
  ]
  private static let faultEvery = 12

  /// - Parameters:
  ///   - rounds: how many daemons it kills.
  ///   - faults: what goes wrong besides; none if empty.
  package init(random: any RandomNumberGenerator & Sendable, rounds: Int, faults: [Fault] = []) {
    state = Mutex(State(random: random, rounds: rounds))
    self.faults = faults
  }

  /// Whether everybody has been killed who was to be. True from the last shot on.
  package var isDone: Bool { state.withLock { $0.rounds == 0 && $0.victim == nil } }

  package func aim(at daemon: Program) {
    state.withLock { state in
      state.rounds -= 1
      state.victim = daemon
      state.callsLeft = Int.random(in: 2...16, using: &state.random)
    }
  }

  @Sendable package func judge(_ call: Call) -> Fault? {
    enum Verdict: Sendable {
      case live(Fault?)
      case die(Program, way: Int, microseconds: Int)
    }
    let verdict: Verdict = state.withLock { state in
      state.callsLeft -= 1
      guard state.callsLeft <= 0, let victim = state.victim.take() else {
        let isBad = Int.random(in: 0..<Self.faultEvery, using: &state.random) == 0
        return .live(isBad ? faults.randomElement(using: &state.random) : nil)
      }
      return .die(
        victim, way: Int.random(in: 0..<3, using: &state.random),
        microseconds: Int.random(in: 0..<20_000, using: &state.random))
    }
    switch verdict {
    case .live(let fault): return fault
    case .die(let victim, way: 0, _):
      victim.kill()
      return .loseCall
    case .die(let victim, way: 1, _): victim.kill()
    case .die(let victim, _, let microseconds):
      queue.asyncAfter(deadline: .now() + .microseconds(microseconds)) { victim.kill() }
    }
    return nil
  }
}
