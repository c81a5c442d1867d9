import Console
import FoundationEssentials
import Mentoring
import Service

/// How log lines look: `--log text` or `--log json`.
enum LogFormat: String, CaseIterable, Sendable {
  case text, json
}

/// A log that writes one line an entry, with the secrets taken out and nothing hidden in it.
/// - Parameters:
///   - least: entries below it are dropped.
///   - write: takes a whole line with its newline, to be written at once so that lines do not mix. Its length is bounded.
func lineLog(
  _ format: LogFormat, from least: Log.Level = .info, redactor: Redactor, now: @escaping @Sendable () -> Timestamp,
  write: @escaping @Sendable (String) -> Void
) -> Log {
  Log(from: least) { entry in
    // `journal` hands entries over whole.
    guard entry.level >= least else { return }
    var safe = entry
    safe.message = cut(redactor.redacted(entry.message), to: 1000)
    safe.fields = entry.fields.prefix(16).map { .init($0.name, cut(redactor.redacted($0.value), to: 200)) }
    write(line(safe, format, now()) + "\n")
  }
}

private func line(_ entry: Log.Entry, _ format: LogFormat, _ time: Timestamp) -> String {
  switch format {
  case .text:
    let fields = entry.fields.map { " \($0.name)=\(textValue($0.value))" }.joined()
    return "\(iso8601(time)) \(entry.level.rawValue) \(entry.component): \(visible(entry.message))\(fields)"
  case .json:
    let fields = entry.fields.map { "\(jsonString($0.name)):\(jsonString($0.value))" }.joined(separator: ",")
    let head = [
      ("time", iso8601(time)), ("level", entry.level.rawValue), ("component", entry.component),
      ("message", entry.message),
    ]
    return "{" + head.map { "\"\($0.0)\":\(jsonString($0.1))," }.joined() + "\"fields\":{\(fields)}}"
  }
}

/// As it is where it is one plain word, else in quotes.
private func textValue(_ value: String) -> String {
  let isPlain =
    !value.isEmpty && !value.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "=") }
  return isPlain ? visible(value) : jsonString(value)
}

/// By scalars: a `Character` may be of any length.
private func cut(_ text: String, to count: Int) -> String {
  text.unicodeScalars.dropFirst(count).isEmpty ? text : String(text.unicodeScalars.prefix(count)) + "…"
}

/// "2026-03-01T09:05:07.042Z"
func iso8601(_ time: Timestamp) -> String {
  let milliseconds = ((time.rawValue % 1000) + 1000) % 1000
  let second = Date(timeIntervalSince1970: Double((time.rawValue - milliseconds) / 1000))
  let digits = String(1000 + milliseconds).dropFirst()
  return second.formatted(.iso8601).dropLast() + "." + digits + "Z"
}
