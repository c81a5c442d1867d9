/// A text that nothing prints: not interpolation, not `dump`, not a coder. Whoever needs it says `reveal()`.
struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  init(_ text: String) { self.text = text }

  func reveal() -> String { text }

  var description: String { "[secret]" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
