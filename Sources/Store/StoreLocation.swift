import SQLite

/// Where a core store is, as `store` in the configuration and `--store` name it.
package enum StoreLocation: Hashable, Sendable, CustomStringConvertible {
  /// `sqlite:PATH`; a relative path starts at the current folder.
  case sqlite(path: String)

  /// Reads "sqlite:var/mentorbot.db". Throws what is wrong and how to mend it.
  package init(_ url: String) throws(StoreError) {
    guard let colon = url.firstIndex(of: ":") else {
      throw StoreError("store \(url): write \(Self.expected)")
    }
    let path = String(url[url.index(after: colon)...])
    switch url[..<colon] {
    case "sqlite" where !path.isEmpty: self = .sqlite(path: path)
    default: throw StoreError("store \(url): only SQLite is supported; write \(Self.expected)")
    }
  }

  /// For a message when a text is no location.
  package static let expected = "\"sqlite:PATH\", for example \"sqlite:var/mentorbot.db\""

  package var path: String {
    switch self {
    case .sqlite(let path): path
    }
  }

  package var description: String { "sqlite:\(path)" }
}

/// A store that cannot be used, in words that say what to do. Holds no personal data.
package struct StoreError: Error, Equatable, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }

  /// - Parameter finding: SQLite's words.
  init(damaged location: StoreLocation, _ finding: String) {
    self.init(
      "\(location) is damaged (\(finding)); restore a backup, or save what can be read with: mentorbot store recover")
  }

  /// For a store that fails while it is in use.
  init(disk error: SQLiteError, _ location: StoreLocation) {
    guard error.code == .ioError else {
      self.init(damaged: location, error.message)
      return
    }
    self.init(
      """
      the disk under \(location) fails (\(error)); nothing has been acknowledged that is not kept, so nothing is lost. See what the system says \
      of the disk (journalctl -k), then start again
      """)
  }
}
