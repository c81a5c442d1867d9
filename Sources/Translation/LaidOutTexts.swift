import DialogEngine
import JSON5

/// A text file as its author laid it out: enough to list its texts, and to change them where they stand.
struct LaidOutTexts {
  /// One text in all its forms.
  struct Entry {
    let member: Node.Member
    /// By form; a text without forms stands under "".
    let forms: [String: String]
    /// The number that the forms go by.
    let counted: String?
  }

  let path: String
  let content: String
  let root: Node
  /// In the file's order.
  let entries: [Entry]

  subscript(key: String) -> Entry? { entries.first { $0.member.key == key } }

  /// - Throws: what keeps the file from being read; whether its texts are right is not asked.
  init(_ content: String, path: String) throws(Problems) {
    let (root, problems) = parseJSON5(content, file: path)
    guard let root, case .object(let members) = root.value, problems.isEmpty else {
      let wrong = Problem(file: path, position: root?.position, message: "expected an object with texts")
      throw Problems(problems.isEmpty ? [wrong] : problems)
    }
    self.path = path
    self.content = content
    self.root = root
    var found: [Problem] = []
    entries = members.filter { $0.key != "lang" && $0.key != "for" }.compactMap { member in
      if case .object(let forms) = member.value.value {
        let texts = forms.filter { $0.key != "plural" }.map { ($0.key, words($0.value, path, &found)) }
        return Entry(
          member: member, forms: Dictionary(texts) { first, _ in first }, counted: member.value["plural"]?.string)
      }
      return Entry(member: member, forms: ["": words(member.value, path, &found)], counted: nil)
    }
    guard found.isEmpty else { throw Problems(found) }
  }
}

/// A text, or a list of lines.
private func words(_ node: Node, _ path: String, _ problems: inout [Problem]) -> String {
  if let text = node.string { return text }
  if case .array(let elements) = node.value, elements.allSatisfy({ $0.string != nil }) {
    return elements.compactMap(\.string).joined(separator: "\n")
  }
  let message = "expected text or a list of lines, found \(node.shown)"
  problems.append(Problem(file: path, position: node.position, message: message))
  return ""
}
