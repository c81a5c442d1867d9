/// Made-up values, by the names that ask for them.
struct SampleValues {
  let texts: TextLayers
  /// Milliseconds UTC.
  let now: Int64

  func of(_ types: [String: ValueType]) -> [String: Value] {
    types.reduce(into: [:]) { $0[$1.key] = sample($1.key, $1.value) }
  }

  private func sample(_ name: String, _ type: ValueType) -> Value? {
    switch type {
    case .int: return .int(15)
    case .rating(let range): return .int(range.upperBound)
    case .choice(let options): return options.first.map { .text($0) }
    case .yesNo: return .bool(true)
    case .multi(let options): return .text(options.prefix(2).joined(separator: ","))
    case .decimal: return .text("3.5")
    case .date: return .text("2026-11-25")
    case .time: return .text("14:30")
    case .datetime: return .text("2026-11-25T14:30")
    case .duration: return .int(90)
    case .phone, .contact: return .text("+79990000000")
    case .file: return FileReference(kind: .document, id: "0", name: "‹\(name)›").value
    case .instant: return .instant(now + 2 * 3_600_000)
    case .label:
      // The first name that has a text.
      let prefix = "\(name)."
      let keys = texts.layers.flatMap { $0.values.flatMap(\.keys) }.filter { $0.hasPrefix(prefix) }
      return keys.min().map { .text(String($0.dropFirst(prefix.count))) }
    case .text, .email, .ref, .personName: return .text("‹\(name)›")
    }
  }
}
