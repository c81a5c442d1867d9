import Fuzzing

/// Chance that comes out the same for the same seed.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var chance: SplitMix

  package init(seed: UInt64) { chance = SplitMix(seed: seed) }

  package mutating func next() -> UInt64 { chance.next() }
}
