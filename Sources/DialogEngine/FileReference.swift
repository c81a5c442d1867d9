import JSON5

/// A file that somebody sent, as the platform names it. Nothing of it has been fetched.
package struct FileReference: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable { case photo, document, audio, voice, video }

  package var kind: Kind
  /// The platform's name for it.
  package var id: String
  /// As its sender named it, without what cannot be seen, at most `longestName` UTF-16 units; empty where the platform names none. Only ever shown, never a path.
  package var name: String
  package var sizeBytes: Int64?

  package static let longestName = 256

  package init(kind: Kind, id: String, name: String = "", sizeBytes: Int64? = nil) {
    self.kind = kind
    self.id = id
    // A scalar takes two units at most. One that hides or turns round what stands next to it could make a program look like a picture.
    let visible = name.unicodeScalars.filter { !$0.isHidden && !$0.isLineEnd }
    self.name = String(String.UnicodeScalarView(visible.prefix(Self.longestName / 2)))
    self.sizeBytes = sizeBytes
  }

  /// "document BQACAgIAAxkBAAI отчёт.pdf"
  var value: Value { .text("\(kind.rawValue) \(id) \(name)") }

  /// Of a value that `value` made.
  init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let kind = Kind(rawValue: String(parts[0])), !parts[1].isEmpty else { return nil }
    self.init(kind: kind, id: String(parts[1]), name: String(parts[2]))
  }
}
