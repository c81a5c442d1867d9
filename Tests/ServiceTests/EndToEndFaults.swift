import Emulator
import Synchronization

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
  private let random: Mutex<SplitMix>
  private let faults: [Fault]

  init(seed: UInt64, among faults: [Fault]) {
    random = Mutex(SplitMix(state: seed))
    self.faults = faults
  }

  @Sendable func judge(_ call: Call) -> Fault? {
    random.withLock { Int.random(in: 0..<3, using: &$0) == 0 ? faults.randomElement(using: &$0) : nil }
  }
}

/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c): the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
