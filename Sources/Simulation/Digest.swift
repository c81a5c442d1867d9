import Crypto
package import SQLite

/// What the curator can see in a store, without when it happened and without the store's own numbers: equal for two runs in which the same was done.
package struct Digest: Sendable, Equatable, CustomStringConvertible {
  /// The rows of each view as text, sorted.
  package var views: [String: [String]] = [:]

  package init(of store: Connection) throws {
    let names = try store.query("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name") { try $0.text(0) }
    for name in names where name != "v_incidents" {
      let table = try store.table("SELECT * FROM \(name)")
      let kept = table.columns.indices.filter { !Self.isIncidental(table.columns[$0]) }
      views[name] = table.rows.map { row in
        kept.map { "\(table.columns[$0])=\(Self.written(row[$0], table.columns[$0]))" }.joined(separator: " ")
      }.sorted()
    }
  }

  private static func isIncidental(_ column: String) -> Bool {
    // A subject is a number of the store's own: "help:12".
    ["id", "at", "conversation", "subject", "consent_since"].contains(column) || column.hasSuffix("_at")
      || column.hasSuffix("_local")
  }

  private static func written(_ value: SQLValue, _ column: String) -> String {
    switch value {
    case .null: "-"
    // The number of another row.
    case _ where ["broadcast", "meeting", "reminds"].contains(column): "some"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }

  /// SHA-256 over all of it, in hexadecimal digits.
  package var hash: String {
    let text = views.sorted { $0.key < $1.key }.map { ([$0.key] + $0.value).joined(separator: "\n") }
    return hex(sha256(Array(text.joined(separator: "\n\n").utf8)))
  }

  package var description: String { hash }

  /// The rows that only one of two has, for people to read.
  package func difference(from other: Digest) -> [String] {
    Set(views.keys).union(other.views.keys).sorted().flatMap { name -> [String] in
      let (mine, theirs) = (views[name] ?? [], other.views[name] ?? [])
      return mine.removing(theirs).map { "\(name) + \($0)" } + theirs.removing(mine).map { "\(name) - \($0)" }
    }
  }
}

extension [String] {
  /// What is left when each of `others` is taken out once.
  fileprivate func removing(_ others: [String]) -> [String] {
    var rest = self
    for other in others { if let place = rest.firstIndex(of: other) { rest.remove(at: place) } }
    return rest
  }
}
