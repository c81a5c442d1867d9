import FoundationEssentials
import JSON5

/// What a typed answer comes to. Texts are named by their keys, with the values that they need.
enum TypedAnswer: Hashable {
  case value(Value)
  /// It does not fit: an author's own retry text may stand in for `text`.
  case retry(text: String, arguments: [String: Value])
  /// It was understood and cannot be; `text` says why.
  case impossible(text: String, arguments: [String: Value])
  /// It can mean several things, or lacks one: `text` asks, and `offers` are what it may mean.
  case unclear(text: String, arguments: [String: Value], offers: [Value])

  var isImpossible: Bool { if case .impossible = self { true } else { false } }
}

/// Reads what somebody typed as a value of one type.
struct AnswerReader {
  /// Options may also be given by their numbers, from 1.
  var numbered: Bool
  var language: Language
  /// The person's local time.
  var now: CivilTime
  /// Of the person, and the instant that `now` is in it, in milliseconds UTC.
  var zone: TimeZone
  var instant: Int64
  /// The label of an option in the person's language.
  var label: (_ option: String) -> String

  func read(_ text: String, as type: ValueType) -> TypedAnswer {
    let moments = MomentReader(now: now, zone: zone, instant: instant, language: language)
    switch type {
    case .text(let max): return readText(text, max: max)
    case .int(let range), .rating(let range): return readWhole(text, in: range, as: type)
    case .decimal(let range): return readDecimal(text, in: range)
    case .yesNo: return readYesNo(text)
    case .choice(let options):
      return option(text, among: options).map { .value(.text($0)) } ?? .retry(text: "retry.choice", arguments: [:])
    case .date(let range): return moments.date(text, in: range)
    case .time(let rule): return moments.time(text, by: rule)
    case .datetime(let range, let rule): return moments.datetime(text, in: range, by: rule)
    case .duration(let range): return readDuration(text, in: range)
    case .phone: return phoneNumber(text).map { .value(.text($0)) } ?? .retry(text: "retry.phone", arguments: [:])
    case .email: return emailAddress(text).map { .value(.text($0)) } ?? .retry(text: "retry.email", arguments: [:])
    case .contact: return .retry(text: "retry.contact", arguments: [:])
    case .file(let rule): return .retry(text: "retry.file", arguments: rule.arguments)
    case .multi, .instant, .label, .ref, .personName:
      // A multiple choice is marked, not read; loading lets no typed answer go into the others.
      return .retry(text: "retry.button", arguments: [:])
    }
  }

  // MARK: Words

  private func readText(_ text: String, max: Int) -> TypedAnswer {
    var visible = text
    if text.unicodeScalars.contains(where: isHidden) { visible.unicodeScalars.removeAll(where: isHidden) }
    let answer = trimmed(visible)
    // A retry text of the author's may name the bound in either case.
    let bound = ["max": Value.int(Int64(max))]
    if answer.isEmpty { return .retry(text: "retry.text", arguments: bound) }
    let length = answer.utf16.count
    guard length <= max else {
      return .retry(text: "retry.text_long", arguments: bound.merging(["over": .int(Int64(length - max))]) { $1 })
    }
    return .value(.text(answer))
  }

  /// Characters that could turn round or hide what stands next to them: controls, those that set the direction of writing, and those without a width.
  private func isHidden(_ scalar: Unicode.Scalar) -> Bool { scalar.isHidden || scalar == "\r" }

  private func readYesNo(_ text: String) -> TypedAnswer {
    let word = normalized(text)
    let known = Language.known.values
    if word == normalized(label("yes")) || known.contains(where: { $0.yes.contains(word) }) {
      return .value(.bool(true))
    }
    if word == normalized(label("no")) || known.contains(where: { $0.no.contains(word) }) {
      return .value(.bool(false))
    }
    return .retry(text: "retry.yes_no", arguments: [:])
  }

  /// The option that `text` names by its label, its name or its number.
  private func option(_ text: String, among options: [String]) -> String? {
    let word = normalized(text)
    if let named = options.first(where: { normalized(label($0)) == word || normalized($0) == word }) { return named }
    guard numbered, let number = wholeNumber(text), (1...Int64(max(1, options.count))).contains(number) else {
      return nil
    }
    return options.isEmpty ? nil : options[Int(number) - 1]
  }

  /// The options that a text names, parted by commas, «и» or "and": «учёба, работа», "1 3"; nil when a part names none.
  func options(_ text: String, among options: [String]) -> [String]? {
    if let whole = option(text, among: options) { return [whole] }
    let parts = text.split { $0 == "," || $0 == ";" || $0 == "\n" }
      .flatMap {
        normalized(String($0)).replacing(" и ", with: "|").replacing(" and ", with: "|").split(separator: "|")
      }
    let named = parts.map { option(String($0), among: options) }
    if !named.isEmpty, named.allSatisfy({ $0 != nil }) { return named.compactMap(\.self) }
    let numbers = normalized(text).split(separator: " ").map { option(String($0), among: options) }
    return !numbers.isEmpty && numbers.allSatisfy { $0 != nil } ? numbers.compactMap(\.self) : nil
  }

  // MARK: Numbers

  private func readWhole(_ text: String, in range: ClosedRange<Int64>, as type: ValueType) -> TypedAnswer {
    if let number = wholeNumber(text), range.contains(number) { return .value(.int(number)) }
    switch type {
    case .rating: return .retry(text: "retry.rating", arguments: type.bounds)
    default: return .retry(text: type.bounds.count == 2 ? "retry.int_range" : "retry.int", arguments: type.bounds)
    }
  }

  private func readDecimal(_ text: String, in range: ClosedRange<FixedPoint>) -> TypedAnswer {
    let bounds = ValueType.decimal(range).bounds.mapValues { Value.text(FixedPoint($0).map(written) ?? "") }
    let word = normalized(text)
    let spoken = word == "полтора" ? FixedPoint("1.5") : wholeNumber(text).flatMap { FixedPoint(.int($0)) }
    let number = spoken ?? FixedPoint(trimmed(text).filter { !$0.isWhitespace })
    if let number, range.contains(number) { return .value(number.value) }
    return .retry(text: bounds.count == 2 ? "retry.decimal_range" : "retry.decimal", arguments: bounds)
  }

  private func written(_ number: FixedPoint) -> String { number.description.replacing(".", with: language.decimalMark) }

  private func readDuration(_ text: String, in range: ClosedRange<Int64>) -> TypedAnswer {
    let bounds = ["min": range.lowerBound, "max": range.upperBound].mapValues {
      Value.text(language.duration(minutes: $0))
    }
    guard let heard = durations(text) else { return .retry(text: "retry.duration", arguments: bounds) }
    let fitting = heard.filter(range.contains)
    if fitting.count > 1 { return .unclear(text: "ask.which", arguments: [:], offers: fitting.map(Value.int)) }
    return fitting.first.map { .value(.int($0)) } ?? .retry(text: "retry.duration_range", arguments: bounds)
  }

  /// The minutes that a text may mean; a bare number is minutes or hours.
  private func durations(_ text: String) -> [Int64]? {
    guard let atoms = timeAtoms(text) else { return nil }
    let phrase = TimePhraseReader(atoms: atoms, wanted: .duration, monthFirst: false)
    if let (amount, end) = phrase.amount(at: 0), end == atoms.count {
      // Months and years have no length of their own.
      return amount.months == 0 ? [Int64(amount.days) * 1440 + Int64(amount.minutes)] : nil
    }
    guard atoms.count == 1 else { return nil }
    switch atoms[0] {
    case .number(let number, _): return [Int64(number), Int64(number) * 60]
    case .clock(let hours, let minutes, _) where minutes < 60: return [Int64(hours * 60 + minutes)]
    default: return nil
    }
  }
}

/// "12", "-3", " 5. ", «пять»: a number with at most a full stop behind it, or in words up to twelve.
func wholeNumber(_ text: String) -> Int64? {
  let word = trimmed(text)
  return Int64(word.last == "." ? String(word.dropLast()) : word)
    ?? PhraseBook.shared.number(normalized(text)).map(Int64.init)
}

/// "+79161234567" out of «8 (916) 123-45-67» and what else people write; nil for what is no number to call.
///
/// A number without a country is Russian: ten digits, or eleven after 8 or 7. E.164 allows at most 15 digits
/// (https://www.itu.int/rec/T-REC-E.164, read 2026-01); fewer than 8 reach nobody from abroad.
func phoneNumber(_ text: String) -> String? {
  let written = trimmed(text)
  guard written.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) || "+-–()./ \u{A0}".unicodeScalars.contains($0) }),
    written.dropFirst().allSatisfy({ $0 != "+" })
  else { return nil }
  let digits = written.filter(\.isNumber)
  if written.first == "+" { return (8...15).contains(digits.count) ? "+\(digits)" : nil }
  switch digits.count {
  // Russian area codes begin with 3, 4, 8 or 9, and none with 89: that is a number with a digit missing.
  case 10 where "3489".contains(digits.prefix(1)) && !digits.hasPrefix("89"): return "+7\(digits)"
  case 11 where digits.first == "8" || digits.first == "7": return "+7\(digits.dropFirst())"
  default: return nil
  }
}

/// The address as it was typed, its domain in lower case; nil for what cannot be one. Cyrillic addresses count («почта@школа.рф»).
func emailAddress(_ text: String) -> String? {
  let written = trimmed(text)
  let halves = written.split(separator: "@", omittingEmptySubsequences: false)
  // RFC 5321, 4.5.3.1 (read 2026-01): 64 octets before the sign, 254 in all.
  guard halves.count == 2, (1...64).contains(halves[0].utf8.count), written.utf8.count <= 254 else { return nil }
  let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
  func isWord(_ part: Substring, _ marks: String) -> Bool {
    !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isASCII && $0.isNumber || marks.contains($0) }
  }
  let names = halves[0].split(separator: ".", omittingEmptySubsequences: false)
  guard names.allSatisfy({ isWord($0, "!#$%&'*+/=?^_`{|}~-") }), labels.count > 1,
    labels.allSatisfy({ isWord($0, "-") && $0.first != "-" && $0.last != "-" }),
    let top = labels.last, top.count > 1, top.contains(where: \.isLetter)
  else { return nil }
  return "\(halves[0])@\(halves[1].lowercased())"
}
