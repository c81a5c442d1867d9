import Glibc

/// A file as it was read in one go.
package struct TextFile: Sendable {
  package var text: String
  /// The nine permission bits: 0o600.
  package var permissions: UInt32
}

/// Reads a text that somebody wrote: a regular file in UTF-8 of at most `limitBytes`, whatever the path points to.
/// - Throws: what is wrong in the system's words, or the line that is not UTF-8.
package func readTextFile(_ path: String, limitBytes: Int) throws(Problem) -> TextFile {
  func failure(_ message: String) -> Problem { Problem(file: path, position: nil, message: message) }
  func systemFailure() -> Problem { failure("cannot be read: \(String(cString: strerror(errno)))") }

  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)  // A pipe without a writer must not hold us.
  guard descriptor >= 0 else { throw systemFailure() }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw systemFailure() }
  guard status.st_mode & S_IFMT == S_IFREG else { throw failure("cannot be read: not a file") }

  var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
  var count = 0
  while count < bytes.count {
    let taken = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + count, $0.count - count) }
    if taken == 0 { break }
    if taken > 0 { count += taken } else if errno != EINTR { throw systemFailure() }
  }
  guard count <= limitBytes else { throw failure("is too large: the most is \(limitBytes) bytes") }
  guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
    let lines = bytes[..<count].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw Problem(
      file: path, position: Position(line: line + 1, column: 1),
      message: "this line is not UTF-8: save the file as UTF-8")
  }
  return TextFile(text: text, permissions: UInt32(status.st_mode) & 0o777)
}

/// Reads and parses a JSON5 file; what keeps it from being read is the one problem then.
package func readJSON5(_ path: String) -> (root: Node?, problems: [Problem]) {
  do {
    return parseJSON5(try readTextFile(path, limitBytes: JSON5Limits.fileBytes).text, file: path)
  } catch {
    return (nil, [error])
  }
}
