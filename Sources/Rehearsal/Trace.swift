import DialogEngine
import Service
import Synchronization

/// Watches a service for what a rehearsal wants to know.
final class Trace: Sendable {
  enum Entry: Sendable {
    case passed([Passage], language: String)
    case command(String, outcome: String)
    /// Something went wrong in the service, as its log says it.
    case failure(String)
  }

  private let entries = Mutex<[Entry]>([])

  var witness: Witness {
    Witness { course, language in
      self.add(.passed(course, language: language))
    } commanded: { command, outcome in
      self.add(.command(command, outcome: outcome))
    }
  }

  /// Keeps what is logged as an error.
  var log: Log {
    Log { line in
      guard line.level == .error else { return }
      let fields = line.fields.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      self.add(.failure("\(line.message): \(fields)"))
    }
  }

  private func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }

  /// What has come since this was asked last.
  @discardableResult
  func take() -> [Entry] {
    entries.withLock { entries in
      defer { entries = [] }
      return entries
    }
  }
}
