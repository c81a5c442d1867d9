/// What a typed answer comes to.
enum TypedAnswer: Hashable {
  case value(Value)
  /// It does not fit: the built-in text that says so, and what that text needs.
  case retry(text: String, arguments: [String: Value])
}

/// Reads what somebody typed as a value of `type`.
///
/// - Parameters:
///   - numbered: whether an option of a choice may also be given by its number, from 1.
///   - option: the label of an option in the person's language.
func readAnswer(
  _ text: String, as type: ValueType, numbered: Bool, language: String, option: (String) -> String
) -> TypedAnswer {
  switch type {
  case .text(let max): return readText(text, max: max)
  case .int(let range), .rating(let range): return readNumber(text, in: range, as: type)
  case .yesNo:
    let word = normalized(text)
    let words = Language.of(language)
    if word == normalized(option("yes")) || words.yes.contains(word) { return .value(.bool(true)) }
    if word == normalized(option("no")) || words.no.contains(word) { return .value(.bool(false)) }
    return .retry(text: "retry.yes_no", arguments: [:])
  case .choice(let options):
    let word = normalized(text)
    if let chosen = options.first(where: { normalized(option($0)) == word || normalized($0) == word }) {
      return .value(.text(chosen))
    }
    if numbered, let number = Int(word), options.indices.contains(number - 1) {
      return .value(.text(options[number - 1]))
    }
    return .retry(text: "retry.choice", arguments: [:])
  case .instant, .label, .ref:
    // Loading lets no typed answer go into such a slot.
    return .retry(text: "retry.button", arguments: [:])
  }
}

private func readText(_ text: String, max: Int) -> TypedAnswer {
  var kept = String.UnicodeScalarView()
  kept.append(contentsOf: text.unicodeScalars.filter { !isHidden($0) })
  let answer = trimmed(String(kept))
  // A retry text of the author's may name the bound in either case.
  let bound = ["max": Value.int(Int64(max))]
  if answer.isEmpty { return .retry(text: "retry.text", arguments: bound) }
  guard answer.unicodeScalars.count <= max else { return .retry(text: "retry.text_long", arguments: bound) }
  return .value(.text(answer))
}

/// Characters that could turn round or hide what stands next to them: controls, and those that set the direction of writing.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  if scalar == "\n" || scalar == "\t" { return false }
  return scalar.properties.generalCategory == .control || ("\u{202A}"..."\u{202E}").contains(scalar)
    || ("\u{2066}"..."\u{2069}").contains(scalar)
}

private func readNumber(_ text: String, in range: ClosedRange<Int64>, as type: ValueType) -> TypedAnswer {
  if let number = wholeNumber(text), range.contains(number) { return .value(.int(number)) }
  let bounds = type.bounds.mapValues(Value.int)
  switch type {
  case .rating: return .retry(text: "retry.rating", arguments: bounds)
  default: return .retry(text: bounds.count == 2 ? "retry.int_range" : "retry.int", arguments: bounds)
  }
}

/// "12", "-3", " 5. ": a number with at most a full stop behind it.
func wholeNumber(_ text: String) -> Int64? {
  let word = trimmed(text)
  return Int64(word.last == "." ? String(word.dropLast()) : word)
}
