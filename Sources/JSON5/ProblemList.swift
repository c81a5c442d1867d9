/// Collects what is wrong with one file while it is read.
package final class ProblemList {
  package let file: String
  private var found: [Problem] = []

  package init(file: String) { self.file = file }

  package func add(_ message: String, at position: Position?) {
    found.append(Problem(file: file, position: position, message: message))
  }

  package func add(_ problems: [Problem]) { found += problems }

  /// In the file's order, those of the whole file first.
  package var all: [Problem] {
    let top = Position(line: 0, column: 0)
    return found.sorted { ($0.position ?? top) < ($1.position ?? top) }
  }

  /// Throws everything, if there is anything.
  package func check() throws(Problems) {
    if !found.isEmpty { throw Problems(all) }
  }
}
