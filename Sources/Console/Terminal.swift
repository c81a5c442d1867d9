import Glibc

/// Where a command prints: its result, and what it has to say about it.
package struct Terminal: Sendable {
  package var output: @Sendable (String) -> Void
  package var complain: @Sendable (String) -> Void

  package init(output: @escaping @Sendable (String) -> Void, complain: @escaping @Sendable (String) -> Void) {
    self.output = output
    self.complain = complain
  }

  /// Standard output and standard error.
  package static let standard = Terminal(
    output: { writeAll($0, to: STDOUT_FILENO) }, complain: { writeAll($0, to: STDERR_FILENO) })
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
