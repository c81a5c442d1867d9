/// A compiled text. Values are put in when it is rendered, as they are: nothing in them is markup.
struct Template: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case literal(String)
    case placeholder(Placeholder)
    /// `**` or `__`: the style begins or ends here.
    case toggle(StyledText.Style)
  }

  /// `{name}`, `{name:format}`, `{name|key}`, `{name:format|key}`.
  struct Placeholder: Hashable, Sendable {
    let name: String
    let format: ValueFormat?
    /// The text that stands here when the value is empty.
    let fallback: String?
    /// Where it stands in its line, in Unicode scalars: for problems.
    let offset: Int
  }

  let parts: [Part]

  var placeholders: [Placeholder] {
    parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
  }

  /// UTF-16 units of the author's own words.
  var fixedLength: Int {
    parts.reduce(0) { if case .literal(let text) = $1 { $0 + text.utf16.count } else { $0 } }
  }
}

/// What stands behind a key of a text file.
enum TextEntry: Hashable, Sendable {
  case plain(Template)
  /// One template for each category of the number `by`.
  case plural(by: String, [PluralCategory: Template])

  var templates: [Template] {
    switch self {
    case .plain(let template): [template]
    case .plural(_, let forms): Array(forms.values)
    }
  }

  func template(in scope: Scope, language: String) -> Template {
    switch self {
    case .plain(let template): return template
    case .plural(let name, let forms):
      let category: PluralCategory =
        if case .int(let number) = scope[name] { Language.of(language).category(number) } else { .other }
      return forms[category] ?? forms[.other] ?? Template(parts: [])
    }
  }
}
