/// A person's name, which texts print whole or in part (`ValueFormat.ofNames`).
package struct FullName: Hashable, Sendable {
  package var first: String
  package var patronymic: String?
  package var last: String?

  /// The most UTF-16 units that a host may put into each part.
  package static let longestPart = 100

  package init(first: String, patronymic: String? = nil, last: String? = nil) {
    self.first = first
    self.patronymic = patronymic
    self.last = last
  }

  /// Nobody can type it: a text that has it is a name, whatever the slot is that it lies in.
  private static let separator: Character = "\u{1f}"

  /// As values hold it: the parts in one text. Any other text is a first name alone.
  package init(_ text: String) {
    // Every text that is printed comes through here.
    guard text.utf8.contains(0x1F) else {
      first = text
      return
    }
    let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
    first = parts[0]
    patronymic = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
    last = parts.count > 2 && !parts[2].isEmpty ? parts[2] : nil
  }

  package var value: Value {
    .text([first, patronymic ?? "", last ?? ""].joined(separator: String(Self.separator)))
  }

  /// - Parameter format: one of names; any other prints politely.
  package func printed(_ format: ValueFormat, language: String) -> String {
    printed(format, Language.of(language))
  }

  func printed(_ format: ValueFormat, _ language: Language) -> String {
    let given = [first, patronymic].compactMap(\.self)
    switch format {
    case .short: return first
    case .full: return joined(given, language)
    case .initials: return last == nil ? joined(given, language) : joined(given.map { "\($0.prefix(1))." }, language)
    default: return given.joined(separator: " ")
    }
  }

  private func joined(_ given: [String], _ language: Language) -> String {
    let last = last.map { [$0] } ?? []
    return (language.putsLastNameFirst ? last + given : given + last).joined(separator: " ")
  }
}
