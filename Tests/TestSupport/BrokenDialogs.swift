import Foundation

/// A folder of `Tests/DialogEngineTests/Broken`: dialogs that break one rule, and in `expected.txt` what is said about them.
package struct BrokenDialogs: Sendable, CustomStringConvertible {
  /// "dead-end"
  package let rule: String
  package let folder: String
  /// The lines of `expected.txt` but its remarks; "…" stands for anything.
  package let expected: [String]

  package var description: String { rule }

  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "DialogEngineTests/Broken").path

  package static let all: [BrokenDialogs] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map(BrokenDialogs.init)
  }()

  package init(_ rule: String) {
    self.rule = rule
    folder = "\(Self.root)/\(rule)"
    let text = (try? String(contentsOfFile: "\(folder)/expected.txt", encoding: .utf8)) ?? ""
    expected = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  /// Whether exactly the expected lines were said, in their order.
  package func areExpected(_ lines: [String]) -> Bool {
    lines.count == expected.count && zip(lines, expected).allSatisfy(Self.matches)
  }

  private static func matches(_ line: String, _ pattern: String) -> Bool {
    let parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return line == pattern }
    var rest = line[...]
    for (index, part) in parts.enumerated() {
      if index == 0 {
        guard rest.hasPrefix(part) else { return false }
        rest = rest.dropFirst(part.count)
      } else if index == parts.count - 1 {
        return rest.hasSuffix(part)
      } else if let range = rest.range(of: part) {
        rest = rest[range.upperBound...]
      } else {
        return false
      }
    }
    return true
  }
}
