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

  mutating func fail(_ line: Int, column: Int = 1, _ message: String) {
    problems.append(Problem(file: file, position: Position(line: line, column: column), message: message))
  }

  mutating func read(_ line: Substring, number: Int) {
    guard line.contains(where: { !$0.isWhitespace }), !line.hasPrefix("#") else { return }
    if parts.isEmpty { return readHeader(line, number) }
    switch line.first {
    case "w" where line.hasPrefix("with "): readCast(line, number)
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
    let pieces = line.split(separator: ",", omittingEmptySubsequences: false)
    guard pieces.count == 3, pieces[0].hasPrefix("as "), pieces[2].trimmed.hasPrefix("now ") else {
      return fail(number, "a transcript begins with \(Self.example), found \(line)")
    }
    let moment = pieces[2].trimmed.dropFirst(4).trimmed
    guard let now = instant(moment) else {
      let column = column(of: pieces[2].drop(while: \.isWhitespace), in: line) + 4
      return fail(number, column: column, "expected a moment such as 2026-03-02T10:00+03:00, found \(moment)")
    }
    start = now
    readPart(pieces[0].dropFirst(3), language: pieces[1].trimmed, line, number)
  }

  /// "with a mentor", "with a mentor: oleg", "with a mentor: oleg, en"
  private mutating func readCast(_ line: Substring, _ number: Int) {
    guard steps.isEmpty else { return fail(number, "everybody who takes part stands at the top") }
    let pieces = line.dropFirst(5).split(separator: ",")
    guard (1...2).contains(pieces.count) else { return fail(number, "expected with a mentor: NAME, LANGUAGE") }
    readPart(pieces[0], language: pieces.count == 2 ? pieces[1].trimmed : parts[0].language, line, number)
  }

  /// "a mentee of 13 who has a code but no consent: anna"
  private mutating func readPart(_ text: Substring, language: String, _ line: Substring, _ number: Int) {
    let halves = text.split(separator: ":", maxSplits: 1)
    var words = (halves.first ?? "").split(whereSeparator: \.isWhitespace)[...]
    if let article = words.first, ["a", "an", "the"].contains(article) { words.removeFirst() }
    let role = words.popFirst() ?? text[text.endIndex...]
    guard Part.roles.contains(String(role)) else {
      return fail(
        number, column: column(of: role, in: line), unknownName("role", String(role), among: Part.roles))
    }
    var part = Part(name: String(role), role: Role(rawValue: String(role)), language: language)
    if words.first == "of" {
      let age = words.dropFirst().first ?? words[words.startIndex]
      guard let years = Int(age), (1...120).contains(years) else {
        return fail(number, column: column(of: age, in: line), "expected an age behind `of`: a mentee of 13")
      }
      part.age = years
      words = words.dropFirst(2)
    }
    if let next = words.first {
      let phrase = words.joined(separator: " ")
      let standings = [Part.Standing.invited, .invitedWithoutConsent]
      guard let standing = standings.first(where: { $0.words == phrase }) else {
        let valid = ["of AGE"] + standings.map(\.words)
        let message = "expected \(valid.map { "`\($0)`" }.joined(separator: " or ")), found \(phrase)"
        return fail(number, column: column(of: next, in: line), message)
      }
      part.standing = standing
    }
    if part.role == nil, part.age != nil || part.standing != .joined {
      return fail(number, column: column(of: role, in: line), "the school does not know a stranger: name a role")
    }
    if halves.count == 2 {
      part.name = halves[1].trimmed
      guard isName(part.name[...]) else {
        let column = column(of: halves[1].drop(while: \.isWhitespace), in: line)
        return fail(number, column: column, "a name is of a-z, 0-9 and _, found \(part.name)")
      }
    }
    guard !parts.contains(where: { $0.name == part.name }) else {
      return fail(number, "two are called \(part.name): write `with a \(role): ANOTHER_NAME`")
    }
    parts.append(part)
  }

  /// Where a piece of a line stands in it.
  private func column(of piece: Substring, in line: Substring) -> Int {
    line.unicodeScalars[..<piece.startIndex].count + 1
  }

  // MARK: Lines

  /// "> text", "mentor[Беру]", "mentor< Спасибо…", "= [Да] [Нет]", "anna gets a consent"
  private mutating func readLine(_ line: Substring, _ number: Int) {
    if line.trimmed.hasSuffix(" gets a consent") {
      guard let part = part(line.prefix { $0 != " " }, number) else { return }
      guard parts[part].role != nil else { return fail(number, "the school does not know a stranger") }
      return steps.append(.init(line: number, action: .consents(part: part)))
    }
    let name = line.prefix { !"><=[".contains($0) }
    let rest = line[name.endIndex...]
    guard let mark = rest.first, name.isEmpty || isName(name) else {
      return fail(
        number,
        "expected one of > text, [button], < text, = [button], +PT30M, ! command, NAME gets a consent, found \(line)")
    }
    guard let part = name.isEmpty ? 0 : part(name, number) else { return }
    let text = rest.dropFirst().trimmed
    if mark == ">", !checkCodes(in: rest, part, line, number) { return }
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

  private mutating func part(_ name: Substring, _ number: Int) -> Int? {
    let part = parts.firstIndex { $0.name == name }
    if part == nil { fail(number, unknownName("person", String(name), among: parts.map(\.name))) }
    return part
  }

  /// Whether the codes that a text names are there: `{code}`, `{code of anna}`.
  private mutating func checkCodes(in text: Substring, _ speaker: Int, _ line: Substring, _ number: Int) -> Bool {
    var rest = text
    while let found = rest.firstRange(of: "{code") {
      let column = column(of: rest[found], in: line)
      let body = rest[found.upperBound...].prefix { $0 != "}" }
      rest = rest[found.upperBound...]
      let name = body.hasPrefix(" of ") ? String(body.dropFirst(4)) : parts[speaker].name
      guard body.isEmpty || body.hasPrefix(" of ") else { continue }
      guard let owner = parts.first(where: { $0.name == name }) else {
        fail(number, column: column, unknownName("person", name, among: parts.map(\.name)))
        return false
      }
      guard owner.role != nil else {
        fail(number, column: column, "\(name) has no code: the school does not know a stranger")
        return false
      }
    }
    return true
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
