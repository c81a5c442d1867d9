package import JSON5
import Mentoring

/// Reads a transcript.
///
/// - Throws: every line that cannot be understood.
package func readTranscript(_ text: String, file: String) throws(Problems) -> Transcript {
  var reader = TranscriptReader(file: file)
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    reader.read(line.hasSuffix("\r") ? line.dropLast() : line, number: index + 1)
  }
  return try reader.finish()
}

private struct TranscriptReader {
  let file: String
  var parts: [Part] = []
  var start: Timestamp?
  var steps: [Transcript.Step] = []
  var problems: [Problem] = []

  mutating func finish() throws(Problems) -> Transcript {
    if problems.isEmpty, start == nil { fail(1, "the transcript is empty; it begins with \(Self.example)") }
    guard problems.isEmpty, let start else { throw Problems(problems) }
    return Transcript(file: file, parts: parts, start: start, steps: steps)
  }

  static let example = "`as a mentee, ru, now 2026-03-02T10:00+03:00`"

  mutating func fail(_ line: Int, _ message: String) {
    problems.append(Problem(file: file, position: Position(line: line, column: 1), message: message))
  }

  mutating func read(_ line: Substring, number: Int) {
    guard line.contains(where: { !$0.isWhitespace }), !line.hasPrefix("#") else { return }
    if parts.isEmpty { return readHeader(line, number) }
    switch line.first {
    case "w" where line.hasPrefix("with "): readCast(line.dropFirst(5), number)
    case "|": continueText(line.dropFirst(), number)
    case "+":
      guard let time = parseDuration(String(line.dropFirst().trimmed)) else {
        return fail(number, "expected how much time passes, such as +PT31M or +P1D, found \(line)")
      }
      steps.append(.init(line: number, action: .passes(time)))
    case "!":
      let words = line.dropFirst().split(whereSeparator: \.isWhitespace)
      guard (1...2).contains(words.count) else {
        return fail(number, "expected a command and perhaps its outcome: ! help.open ok")
      }
      steps.append(
        .init(
          line: number, action: .commands(String(words[0]), outcome: words.count == 2 ? String(words[1]) : nil)))
    default: readLine(line, number)
    }
  }

  // MARK: Who takes part

  /// "as a mentee, ru, now 2026-03-02T10:00+03:00"
  private mutating func readHeader(_ line: Substring, _ number: Int) {
    let pieces = line.split(separator: ",").map(\.trimmed)
    guard pieces.count == 3, pieces[0].hasPrefix("as "), pieces[2].hasPrefix("now ") else {
      return fail(number, "a transcript begins with \(Self.example), found \(line)")
    }
    guard let now = instant(pieces[2].dropFirst(4).trimmed) else {
      return fail(number, "expected a moment such as 2026-03-02T10:00+03:00, found \(pieces[2].dropFirst(4))")
    }
    start = now
    readPart(pieces[0].dropFirst(3), language: pieces[1], number)
  }

  /// "a mentor", "a mentor: oleg", "a mentor: oleg, en"
  private mutating func readCast(_ text: Substring, _ number: Int) {
    guard steps.isEmpty else { return fail(number, "everybody who takes part stands at the top") }
    let pieces = text.split(separator: ",").map(\.trimmed)
    guard (1...2).contains(pieces.count) else { return fail(number, "expected with a mentor: NAME, LANGUAGE") }
    readPart(pieces[0][...], language: pieces.count == 2 ? pieces[1] : parts[0].language, number)
  }

  private mutating func readPart(_ text: Substring, language: String, _ number: Int) {
    let pieces = text.split(separator: ":", maxSplits: 1).map(\.trimmed)
    var word = pieces.first ?? ""
    for article in ["a ", "an ", "the "] where word.hasPrefix(article) {
      word = String(word.dropFirst(article.count))
      break
    }
    guard Part.roles.contains(word) else { return fail(number, unknownName("role", word, among: Part.roles)) }
    let name = pieces.count == 2 ? pieces[1] : word
    guard isName(name[...]) else { return fail(number, "a name is of a-z, 0-9 and _, found \(name)") }
    guard !parts.contains(where: { $0.name == name }) else {
      return fail(number, "two are called \(name): write `with a \(word): ANOTHER_NAME`")
    }
    parts.append(Part(name: name, role: Role(rawValue: word), language: language))
  }

  // MARK: Lines

  /// "> text", "mentor[Беру]", "mentor< Спасибо…", "= [Да] [Нет]"
  private mutating func readLine(_ line: Substring, _ number: Int) {
    let name = line.prefix { !"><=[".contains($0) }
    let rest = line[name.endIndex...]
    guard let mark = rest.first, name.isEmpty || isName(name) else {
      return fail(number, "expected one of > text, [button], < text, = [button], +PT30M, ! command, found \(line)")
    }
    var part = 0
    if !name.isEmpty {
      guard let known = parts.firstIndex(where: { $0.name == name }) else {
        return fail(number, unknownName("person", String(name), among: parts.map(\.name)))
      }
      part = known
    }
    let text = rest.dropFirst().trimmed
    let action: Transcript.Action
    switch mark {
    case ">": action = .says(part: part, text)
    case "<": action = .hears(part: part, text.isEmpty ? nil : text)
    case "=": action = .sees(part: part, text)
    default:
      guard text.hasSuffix("]"), text.count > 1 else { return fail(number, "a button stands in brackets: [Да]") }
      action = .presses(part: part, String(text.dropLast()))
    }
    if case .sees = action {
      guard case .hears(part, _?)? = steps.last?.action else {
        return fail(number, "buttons stand below the message (<) that has them")
      }
    }
    steps.append(.init(line: number, action: action))
  }

  /// "| the next line of the text above"
  private mutating func continueText(_ text: Substring, _ number: Int) {
    let line = text.hasPrefix(" ") ? text.dropFirst() : text
    switch steps.last?.action {
    case .says(let part, let text): steps[steps.count - 1].action = .says(part: part, text + "\n" + line)
    case .hears(let part, let text?): steps[steps.count - 1].action = .hears(part: part, text + "\n" + line)
    default: fail(number, "| goes on with a text (> or <) on the line above")
    }
  }
}

private func isName(_ text: Substring) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}

/// Reads "2026-03-02T10:00+03:00" or "…Z"; seconds may stand after the minutes.
func instant(_ text: String) -> Timestamp? {
  let parts = text.split(separator: "T", omittingEmptySubsequences: false)
  guard parts.count == 2, let date = LocalDate(iso: parts[0]) else { return nil }
  let clock = parts[1].prefix { $0 != "+" && $0 != "-" && $0 != "Z" }
  let zone = parts[1][clock.endIndex...]
  let numbers = clock.split(separator: ":", omittingEmptySubsequences: false).map { twoDigits($0) }
  guard (2...3).contains(numbers.count), let hour = numbers[0], hour < 24, let minute = numbers[1], minute < 60,
    let second = numbers.count == 3 ? numbers[2] : 0, second < 60
  else { return nil }
  var offset = 0
  if zone != "Z" {
    let pair = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map { twoDigits($0) }
    guard zone.first == "+" || zone.first == "-", pair.count == 2, let hours = pair[0], hours <= 14,
      let minutes = pair[1], minutes < 60
    else { return nil }
    offset = (hours * 3600 + minutes * 60) * (zone.first == "-" ? -1 : 1)
  }
  return Timestamp(seconds: Int64(date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offset))
}

private func twoDigits(_ text: Substring) -> Int? {
  text.utf8.count == 2 && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
}

extension Substring {
  var trimmed: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}

extension String {
  var trimmed: String { self[...].trimmed }
}
