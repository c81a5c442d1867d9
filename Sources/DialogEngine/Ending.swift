/// How a conversation came to its end.
package enum Ending: String, Hashable, Sendable, CaseIterable {
  /// Over, and everything that had to be said was said.
  case done
  case cancelled = "cancel"
  case expired = "expire"
  case denied

  /// As dialog files spell it: "#done".
  var target: String { "#" + rawValue }

  init?(target: String) {
    guard target.first == "#" else { return nil }
    self.init(rawValue: String(target.dropFirst()))
  }
}
