import Emulator
import Synchronization
import TestSupport

/// Spoils the first, third, fifth … call of each method.
final class EveryOther: Sendable {
  private let calls = Mutex<[String: Int]>([:])

  func judge(with fault: Fault) -> @Sendable (Call) -> Fault? {
    { call in
      self.calls.withLock { calls in
        calls[call.method, default: 0] += 1
        return calls[call.method, default: 0] % 2 == 1 ? fault : nil
      }
    }
  }
}

/// Spoils a third of all calls, each in a way that is drawn.
final class ByChance: Sendable {
  private let random: Mutex<SeededRandom>
  private let faults: [Fault]

  init(seed: UInt64, among faults: [Fault]) {
    random = Mutex(SeededRandom(seed: seed))
    self.faults = faults
  }

  @Sendable func judge(_ call: Call) -> Fault? {
    random.withLock { Int.random(in: 0..<3, using: &$0) == 0 ? faults.randomElement(using: &$0) : nil }
  }
}
