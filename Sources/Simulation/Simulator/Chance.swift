import Foundation
import Fuzzing

/// A seeded source of chance, and what is drawn from it.
struct Chance {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  /// From 0 up to but not including 1.
  mutating func share() -> Double { Double.random(in: 0..<1, using: &random) }

  /// True in that share of all cases.
  mutating func hits(_ share: Double) -> Bool { self.share() < share }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }

  /// One of them; nil of none.
  mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

  /// The place of one of them, by weight; nil when nothing has any.
  mutating func pick(weights: [Double]) -> Int? {
    var left = share() * weights.reduce(0, +)
    for (place, weight) in weights.enumerated() where weight > 0 {
      left -= weight
      if left < 0 { return place }
    }
    return weights.lastIndex { $0 > 0 }
  }

  /// A wait that is so long on average and may be any.
  mutating func wait(_ mean: Duration) -> Duration { mean * -log(1 - share()) }

  /// How often something happens in a time in which it happens so often on average.
  mutating func times(_ mean: Double) -> Int {
    var (count, time) = (0, -log(1 - share()))
    while time < mean {
      count += 1
      time -= log(1 - share())
    }
    return count
  }
}
