import JSON5

/// Reads one text: `{…}` are placeholders, `**` and `__` switch bold and italic, `{{` and `}}` are braces.
struct TemplateParser {
  /// Offsets count Unicode scalars.
  private(set) var problems: [(offset: Int, message: String)] = []
  private var parts: [Template.Part] = []
  private var literal = ScalarBuffer()
  private var open: [(style: StyledText.Style, offset: Int)] = []

  static func parse(_ text: String) -> (template: Template, problems: [(offset: Int, message: String)]) {
    var parser = TemplateParser()
    parser.read(Array(text.unicodeScalars))
    return (Template(parts: parser.parts), parser.problems)
  }

  private mutating func read(_ scalars: [Unicode.Scalar]) {
    var next = 0
    while next < scalars.count {
      let scalar = scalars[next]
      let isDoubled = next + 1 < scalars.count && scalars[next + 1] == scalar
      switch scalar {
      case "{" where isDoubled, "}" where isDoubled:
        literal.append(scalar)
        next += 2
      case "*" where isDoubled:
        toggle(.bold, next)
        next += 2
      case "_" where isDoubled:
        toggle(.italic, next)
        next += 2
      case "{":
        guard let end = scalars[next...].firstIndex(of: "}") else {
          problems.append((next, "this `{` is never closed (write `{{` for a brace)"))
          return endLiteral()
        }
        placeholder(String(String.UnicodeScalarView(scalars[(next + 1)..<end])), next)
        next = end + 1
      case "}":
        problems.append((next, "a `}` without `{` (write `}}` for a brace)"))
        next += 1
      default:
        literal.append(scalar)
        next += 1
      }
    }
    endLiteral()
    for (style, offset) in open {
      problems.append((offset, "this `\(style == .bold ? "**" : "__")` is never closed"))
    }
  }

  private mutating func endLiteral() {
    if !literal.isEmpty { parts.append(.literal(literal.text)) }
    literal = ScalarBuffer()
  }

  private mutating func toggle(_ style: StyledText.Style, _ offset: Int) {
    endLiteral()
    parts.append(.toggle(style))
    if let index = open.firstIndex(where: { $0.style == style }) {
      open.remove(at: index)
    } else {
      open.append((style, offset))
    }
  }

  private mutating func placeholder(_ body: String, _ offset: Int) {
    endLiteral()
    let halves = body.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let words = halves[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(words[0])
    guard isName(name) else {
      problems.append((offset, "expected a name between the braces, found `\(name)`"))
      return
    }
    var format: ValueFormat?
    if words.count == 2 {
      format = ValueFormat(rawValue: String(words[1]))
      if format == nil {
        let message = unknownName("format", String(words[1]), among: ValueFormat.allCases.map(\.rawValue))
        problems.append((offset, message))
      }
    }
    let fallback = halves.count == 2 ? String(halves[1]) : nil
    parts.append(.placeholder(.init(name: name, format: format, fallback: fallback, offset: offset)))
  }

  private func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "."
      }
  }
}
