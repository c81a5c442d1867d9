/// Which files a slot takes.
package struct FileRule: Hashable, Sendable {
  enum Fault { case kind, size }

  package var kinds: Set<FileReference.Kind>
  package var maxBytes: Int64

  /// Telegram lets a bot fetch at most 20 MB (https://core.telegram.org/bots/api#getfile, read 2026-11).
  package static let mostBytes: Int64 = 20_000_000

  package init(kinds: Set<FileReference.Kind> = Set(FileReference.Kind.allCases), maxBytes: Int64 = FileRule.mostBytes)
  {
    self.kinds = kinds
    self.maxBytes = maxBytes
  }

  /// What is wrong with `file`; nil when it can be taken.
  func fault(of file: FileReference?) -> Fault? {
    guard let file, kinds.contains(file.kind) else { return .kind }
    return file.sizeBytes ?? 0 > maxBytes ? .size : nil
  }

  /// What the texts about a file that does not fit may speak of: `max`, in megabytes.
  var arguments: [String: Value] { ["max": .text("\(max(1, maxBytes / 1_000_000))")] }
}
