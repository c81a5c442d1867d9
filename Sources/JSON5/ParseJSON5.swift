/// What a file of ours may hold at most.
package enum JSON5Limits {
  /// The longest file, in UTF-8 bytes.
  package static let fileBytes = 256 << 10
  /// Arrays and objects inside each other, the outermost counted as 1.
  package static let depth = 16
  /// Problems reported about one file; what comes after them is left out.
  package static let problems = 100
}

/// Reads JSON5 (https://spec.json5.org) as people write it by hand, and says where each problem is.
///
/// Comments, trailing commas, single quotes, bare keys, hexadecimal numbers, `+1`, `.5`, `5.` and the named escapes are read.
/// Refused, though JSON5 allows them: duplicate keys, NaN and Infinity, whole numbers outside 64 bits, strings continued by
/// a backslash at the end of a line, `\q` for `q`, characters that cannot be seen, keys outside `[A-Za-z0-9_.#-]`, and what passes `JSON5Limits`.
///
/// Takes time and memory in proportion to the file and never fails otherwise than by its answer.
/// - Parameter file: the path as the person gave it, for the problems.
/// - Returns: `root` is the whole tree, or nil when a part of it could not be read. A tree may come together with
///   problems that left nothing out (a missing comma), so that checks of its content can add theirs. `problems` are in the file's order.
package func parseJSON5(_ text: String, file: String) -> (root: Node?, problems: [Problem]) {
  let sizeBytes = text.utf8.count
  guard sizeBytes <= JSON5Limits.fileBytes else {
    let message = "the file has \(sizeBytes) bytes, the most is \(JSON5Limits.fileBytes): split it"
    return (nil, [Problem(file: file, position: nil, message: message)])
  }
  var parser = Parser(text)
  let root = parser.file()
  var found = parser.problems.sorted { $0.position < $1.position }
  if found.count > JSON5Limits.problems {
    found.removeSubrange(JSON5Limits.problems...)
    found.append((found[JSON5Limits.problems - 1].position, "there are more problems: mend these first"))
  }
  return (root, found.map { Problem(file: file, position: $0.position, message: $0.message) })
}
