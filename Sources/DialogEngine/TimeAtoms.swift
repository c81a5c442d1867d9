/// One thing that somebody wrote about a date or a time, words already looked up.
enum TimeAtom: Hashable {
  /// `digits` is 0 for a number in words.
  case number(Int, digits: Int)
  /// "9:30"
  case clock(hour: Int, minute: Int, hourDigits: Int)
  /// "25.11", "14.30", "1,5": only what is asked for tells which. `digits` are those of the second number.
  case pair(Int, Int, digits: Int, mark: Character)
  /// "25.11.2026", "11/25/26"
  case dayMonthYear(Int, Int, Int, mark: Character)
  case yearMonthDay(Int, Int, Int)
  case part(PhrasePart)
}

/// Reads a text into atoms without fillers; nil when a word is unknown or a number out of all bounds.
///
/// The words of all languages count: nobody switches theirs for a date.
func timeAtoms(_ text: String) -> [TimeAtom]? {
  guard text.unicodeScalars.count <= 200 else { return nil }
  var atoms: [TimeAtom] = []
  var words: [String] = []
  func flush() -> Bool {
    guard let found = PhraseBook.shared.look(up: words) else { return false }
    atoms += found
    words = []
    return true
  }
  let scalars = Array(text.lowercased().unicodeScalars).filter { !$0.properties.isDiacritic }
  var next = 0
  while next < scalars.count {
    if isDigit(scalars[next]) {
      guard flush(), let atom = numeric(scalars, &next) else { return nil }
      atoms.append(atom)
    } else if scalars[next].properties.isAlphabetic || !scalars[next].isASCII && isEmoji(scalars[next]) {
      let start = next
      while next < scalars.count, scalars[next].properties.isAlphabetic { next += 1 }
      if next == start { next += 1 }
      let word = String(String.UnicodeScalarView(scalars[start..<next].map { $0 == "ё" ? "е" : $0 }))
      words.append(word)
    } else {
      next += 1
    }
  }
  return flush() ? atoms : nil
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

/// What is neither letter nor mark must not be passed over: «👍» is no date.
private func isEmoji(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isEmojiPresentation }

/// A number, and what hangs on it by a mark without spaces.
private func numeric(_ scalars: [Unicode.Scalar], _ next: inout Int) -> TimeAtom? {
  func digits() -> (value: Int, count: Int)? {
    let start = next
    while next < scalars.count, isDigit(scalars[next]) { next += 1 }
    guard next - start <= 4 else { return nil }
    return (Int(String(String.UnicodeScalarView(scalars[start..<next]))) ?? 0, next - start)
  }
  func mark(_ wanted: Character?) -> Character? {
    guard next + 1 < scalars.count, isDigit(scalars[next + 1]) else { return nil }
    let mark = Character(scalars[next])
    guard ".:/-,".contains(mark), wanted == nil || wanted == mark else { return nil }
    next += 1
    return mark
  }
  guard let first = digits() else { return nil }
  guard let mark1 = mark(nil) else { return .number(first.value, digits: first.count) }
  guard let second = digits() else { return nil }
  guard mark1 != ",", mark(mark1) != nil else {
    if mark1 == ":" { return .clock(hour: first.value, minute: second.value, hourDigits: first.count) }
    return .pair(first.value, second.value, digits: second.count, mark: mark1)
  }
  guard let third = digits() else { return nil }
  if mark1 == ":" { return .clock(hour: first.value, minute: second.value, hourDigits: first.count) }
  if first.count == 4 { return .yearMonthDay(first.value, second.value, third.value) }
  return .dayMonthYear(first.value, second.value, third.value, mark: mark1)
}

/// The phrases and numbers of all known languages.
struct PhraseBook: Sendable {
  static let shared = PhraseBook(Language.known.values.map(\.self))

  private let phrases: [String: [TimeAtom]]
  private let longest: Int

  private init(_ languages: [Language]) {
    var phrases: [String: [TimeAtom]] = [:]
    for language in languages {
      for (meaning, words) in language.phrases {
        for phrase in words.split(separator: "|") { phrases[String(phrase)] = meaning.map(TimeAtom.part) }
      }
      for (number, words) in language.numbers {
        for word in words.split(separator: "|") { phrases[String(word)] = [.number(number, digits: 0)] }
      }
    }
    self.phrases = phrases
    longest = phrases.keys.map { $0.split(separator: " ").count }.max() ?? 1
  }

  /// The whole number that is `word`, in words; nil for anything else.
  func number(_ word: String) -> Int? {
    guard let atoms = phrases[word], case .number(let number, _)? = atoms.first else { return nil }
    return number
  }

  /// What `words` say, the longest phrases first; nil when one is unknown.
  func look(up words: [String]) -> [TimeAtom]? {
    var atoms: [TimeAtom] = []
    var rest = words[...]
    while let first = rest.first {
      let length = (1...longest).reversed().first { length in
        length <= rest.count && phrases[rest.prefix(length).joined(separator: " ")] != nil
      }
      if let length {
        atoms += phrases[rest.prefix(length).joined(separator: " ")] ?? []
        rest = rest.dropFirst(length)
      } else if first.hasPrefix("пол"), let hour = phrases[String(first.dropFirst(3))],
        case .part(.runningHour)? = hour.first
      {
        // «полтретьего» is one word for «половина третьего».
        atoms += [.part(.fraction(30))] + hour
        rest = rest.dropFirst()
      } else {
        return nil
      }
    }
    return atoms.filter { $0 != .part(.filler) }
  }
}
