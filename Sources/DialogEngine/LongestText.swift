/// Counts how long texts can get, in UTF-16 units, when every value is as long as its type allows.
struct LongestText {
  let layers: TextLayers
  /// Of every name that a text may speak of; others count as nothing.
  let types: [String: ValueType]
  /// What a value counts at the most: where it may be cut, no more need fit.
  var valueLimit = Int.max

  struct Size {
    var total = 0
    /// What each name takes of it.
    var values: [String: Int] = [:]

    mutating func add(_ other: Size) {
      total += other.total
      values.merge(other.values, uniquingKeysWith: +)
    }
  }

  /// The longest of the entry's forms.
  func size(of entry: TextEntry, in language: String, depth: Int = 0) -> Size {
    entry.templates.map { size(of: $0, in: language, depth: depth) }.max { $0.total < $1.total } ?? Size()
  }

  private func size(of template: Template, in language: String, depth: Int) -> Size {
    var size = Size(total: template.fixedLength)
    for placeholder in template.placeholders {
      let name = placeholder.name
      let longest = types[name]?.longest(as: placeholder.format, named: name, layers, language: language) ?? 0
      let value = min(longest, valueLimit)
      let fallback = placeholder.fallback.map { self.size(ofText: $0, in: language, depth: depth + 1) } ?? Size()
      size.add(fallback.total > value ? fallback : Size(total: value, values: [name: value]))
    }
    return size
  }

  private func size(ofText key: String, in language: String, depth: Int) -> Size {
    guard depth <= Renderer.fallbackDepth, let found = layers.entry(key, language: language) else { return Size() }
    return size(of: found.entry, in: found.language, depth: depth)
  }
}
