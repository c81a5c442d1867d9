import Service
import Synchronization

/// Reads the service's log for what a rehearsal wants to know.
final class Trace: Sendable {
  enum Entry: Sendable {
    case step(conversation: String, dialog: String, state: String, button: Int?)
    case command(String, outcome: String)
    /// Something went wrong in the service: "update quarantined".
    case failure(String)
  }

  private let entries = Mutex<[Entry]>([])

  var log: Log {
    Log { line in
      guard let entry = Self.read(line) else { return }
      self.entries.withLock { $0.append(entry) }
    }
  }

  /// What has come since this was asked last.
  @discardableResult
  func take() -> [Entry] {
    entries.withLock { entries in
      defer { entries = [] }
      return entries
    }
  }

  private static func read(_ line: Log.Entry) -> Entry? {
    func field(_ name: String) -> String { line.fields.first { $0.name == name }?.value ?? "" }
    if line.level == .error {
      return .failure("\(line.message): " + line.fields.map { "\($0.name)=\($0.value)" }.joined(separator: " "))
    }
    guard line.component == "dialog" else { return nil }
    switch line.message {
    case DialogTrace.step:
      let button = Int(field("button")).flatMap { $0 > 0 ? $0 : nil }
      return .step(
        conversation: field("conversation"), dialog: field("dialog"), state: field("state"), button: button)
    case DialogTrace.command: return .command(field("command"), outcome: field("outcome"))
    default: return nil
    }
  }
}
