import JSON5

/// The texts of one folder in one language: `text.ru.json5`.
///
///     { lang: "ru", for: "help",
///       ask: "О чём **вопрос**?",
///       note: ["Первая строка", "Вторая, для {me.name}"],
///       left: { plural: "n", one: "Остался {n} день", few: "Осталось {n} дня", many: "Осталось {n} дней", other: "…" } }
struct TextFile {
  /// One text with its places, for the proof.
  struct Item {
    let entry: TextEntry
    let position: Position
    let sources: [(template: Template, source: LocatedText)]

    /// Every name that the text needs a value for.
    var names: Set<String> {
      var names = Set(sources.flatMap { $0.template.placeholders.map(\.name) })
      if case .plural(let by, _) = entry { names.insert(by) }
      return names
    }
  }

  let path: String
  let language: String
  let position: Position
  let items: [String: Item]
  /// Every key that the author wrote, also where its text could not be read.
  let keys: Set<String>

  var entries: [String: TextEntry] { items.mapValues(\.entry) }

  /// Reads `content` as the texts of `owner` in `language`. What is wrong goes to `problems`; nil when nothing can be read.
  init?(_ content: String, path: String, owner: String, language: String, _ problems: inout [Problem]) {
    let (root, broken) = parseJSON5(content, file: path)
    problems += broken
    guard let root else { return nil }
    let list = ProblemList(file: path)
    defer { problems += list.all }
    guard case .object(let members) = root.value else {
      list.add("expected an object, found \(root.shown)", at: root.position)
      return nil
    }
    self.path = path
    self.language = language
    position = root.position
    var items: [String: Item] = [:]
    for expected in [("lang", language), ("for", owner)] where root[expected.0] == nil {
      list.add("the key `\(expected.0)` is missing (here: \"\(expected.1)\")", at: root.position)
    }
    for member in members {
      switch member.key {
      case "lang" where member.value.string != language:
        list.add("`lang` must be \"\(language)\" as in the file's name", at: member.value.position)
      case "for" where member.value.string != owner:
        list.add("`for` must be \"\(owner)\", the name of the folder", at: member.value.position)
      case "lang", "for": break
      default: items[member.key] = Self.item(member, language: language, list)
      }
    }
    self.items = items
    keys = Set(members.map(\.key))
  }

  private static func item(_ member: Node.Member, language: String, _ problems: ProblemList) -> Item? {
    guard case .object(let forms) = member.value.value else {
      guard let (template, source) = template(member.value, problems) else { return nil }
      return Item(entry: .plain(template), position: member.keyPosition, sources: [(template, source)])
    }
    return plural(member, forms, language: language, problems)
  }

  private static func plural(
    _ member: Node.Member, _ forms: [Node.Member], language: String, _ problems: ProblemList
  ) -> Item? {
    var templates: [PluralCategory: Template] = [:]
    var sources: [(Template, LocatedText)] = []
    let needed = Language.of(language).categories
    for form in forms where form.key != "plural" {
      guard let category = PluralCategory(rawValue: form.key), needed.contains(category) else {
        let valid = ["plural"] + needed.map(\.rawValue)
        problems.add(unknownName("key", form.key, among: valid), at: form.keyPosition)
        continue
      }
      guard let (template, source) = template(form.value, problems) else { continue }
      templates[category] = template
      sources.append((template, source))
    }
    let missing = needed.filter { category in !forms.contains { $0.key == category.rawValue } }
    if !missing.isEmpty {
      let names = missing.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      problems.add("`\(member.key)` has no form \(names), which the language \(language) needs", at: member.keyPosition)
    }
    guard let by = member.value["plural"]?.string else {
      problems.add("`\(member.key)`: `plural` must name the number that is counted", at: member.value.position)
      return nil
    }
    return Item(entry: .plural(by: by, templates), position: member.keyPosition, sources: sources)
  }

  private static func template(_ node: Node, _ problems: ProblemList) -> (Template, LocatedText)? {
    guard let source = LocatedText(node, problems) else { return nil }
    let (template, wrong) = TemplateParser.parse(source.text)
    for problem in wrong { problems.add(problem.message, at: source.position(at: problem.offset)) }
    if template.placeholders.isEmpty, trimmed(source.text).isEmpty {
      problems.add("the text is empty", at: node.position)
    }
    if template.fixedLength > Renderer.textLimit {
      let message =
        "a message has at most \(Renderer.textLimit) characters, this text alone has \(template.fixedLength)"
      problems.add(message, at: node.position)
    }
    return (template, source)
  }
}
