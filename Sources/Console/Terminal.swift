import Glibc

/// Where a command prints: its result, and what it has to say about it.
package struct Terminal: Sendable {
  package var output: @Sendable (String) -> Void
  package var complain: @Sendable (String) -> Void
  /// Whether somebody looks at what is complained: a terminal, not a file.
  package var isWatched: Bool

  package init(
    output: @escaping @Sendable (String) -> Void, complain: @escaping @Sendable (String) -> Void,
    isWatched: Bool = false
  ) {
    self.output = output
    self.complain = complain
    self.isWatched = isWatched
  }

  /// Shows how far long work has come, in one line that is written over; nothing where nobody looks. The empty text takes the line away.
  package func showProgress(_ text: String) {
    guard isWatched else { return }
    complain("\r\(text)\u{1B}[K")
  }

  /// Standard output and standard error.
  package static let standard = Terminal(
    output: { writeAll($0, to: STDOUT_FILENO) }, complain: { writeAll($0, to: STDERR_FILENO) },
    isWatched: isatty(STDERR_FILENO) == 1)
}

/// Writes the whole text; gives up when nobody reads it any more (a closed pipe, a full disk), as there is nowhere to say so.
func writeAll(_ text: String, to descriptor: Int32) {
  let bytes = Array(text.utf8)
  var start = 0
  while start < bytes.count {
    let written = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if written >= 0 { start += written } else if errno != EINTR { return }
  }
}
