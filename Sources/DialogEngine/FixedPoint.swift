/// A decimal number with at most six places, exact: "3.5", "-0.000001", up to a trillion either way.
package struct FixedPoint: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let millionths: Int64

  private static let scale: Int64 = 1_000_000
  private static let places = 6
  /// Either way of nought.
  static let largest = FixedPoint(whole: 1_000_000_000_000)
  static let everything = FixedPoint(millionths: -largest.millionths)...largest

  init(millionths: Int64) { self.millionths = millionths }

  /// - Parameter whole: at most `largest` either way.
  init(whole: Int64) { millionths = whole * Self.scale }

  /// "3.5", "3,5", "-2", "+1.250"; nil for anything else, for more than six places and for what is too large.
  package init?(_ text: some StringProtocol) {
    var digits = Substring(text)
    let isNegative = digits.first == "-" || digits.first == "−"
    if isNegative || digits.first == "+" { digits = digits.dropFirst() }
    let halves = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard (1...2).contains(halves.count),
      halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let whole = Int64(halves[0]), whole <= Self.largest.millionths / Self.scale
    else { return nil }
    var fraction: Int64 = 0
    if halves.count == 2 {
      let written = halves[1].reversed().drop { $0 == "0" }.reversed().map(String.init).joined()
      guard written.count <= Self.places else { return nil }
      fraction = Int64(written.padding(to: Self.places)) ?? 0
    }
    let size = whole * Self.scale + fraction
    guard size <= Self.largest.millionths else { return nil }
    millionths = isNegative ? -size : size
  }

  /// Nil when there is a fraction.
  var whole: Int64? { millionths % Self.scale == 0 ? millionths / Self.scale : nil }

  /// A whole number is `.int`, any other is canonical text: equal numbers are equal values.
  var value: Value { whole.map(Value.int) ?? .text(description) }

  /// The number that `value` holds, in either form.
  init?(_ value: Value) {
    switch value {
    case .int(let whole) where whole.magnitude <= Self.largest.millionths.magnitude / Self.scale.magnitude:
      self.init(whole: whole)
    case .text(let text): self.init(text)
    default: return nil
    }
  }

  /// The nearest number that there is; nil of what is no number.
  init?(clamping value: Value) {
    if case .int(let whole) = value {
      let largest = Self.largest.millionths / Self.scale
      self.init(whole: Swift.min(Swift.max(whole, -largest), largest))
    } else {
      self.init(value)
    }
  }

  init(clamping millionths: Int64) {
    self.millionths = Swift.min(Swift.max(millionths, -Self.largest.millionths), Self.largest.millionths)
  }

  /// The nearest whole number; a half goes away from nought.
  var rounded: Int64 {
    let half = millionths < 0 ? -Self.scale / 2 : Self.scale / 2
    return (millionths + half) / Self.scale
  }

  /// "3.5": no noughts at the end, a point.
  package var description: String {
    let fraction = String(Int64(millionths.magnitude) % Self.scale)
    let noughts = String(repeating: "0", count: Self.places - fraction.count)
    let places = (noughts + fraction).reversed().drop { $0 == "0" }.reversed()
    let whole = "\(millionths < 0 ? "-" : "")\(Int64(millionths.magnitude) / Self.scale)"
    return places.isEmpty ? whole : "\(whole).\(String(places))"
  }

  package static func < (a: FixedPoint, b: FixedPoint) -> Bool { a.millionths < b.millionths }
}

extension String {
  /// With noughts behind, up to `length`.
  fileprivate func padding(to length: Int) -> String { self + String(repeating: "0", count: length - count) }
}
