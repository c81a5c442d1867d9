/// What is wrong with a word.
struct WordProblem: Error {
  var message: String
  /// What may stand in its place, so that what follows is still checked: the word itself where it was meant as text.
  var substitute = Node.Value.null
}

/// The value of a word that stands without quotes: `true`, `false`, `null` or a number.
func parseWord(_ word: String) -> Result<Node.Value, WordProblem> {
  switch word {
  case "true": return .success(.bool(true))
  case "false": return .success(.bool(false))
  case "null": return .success(.null)
  default: break
  }
  let isNegative = word.hasPrefix("-")
  let unsigned = isNegative || word.hasPrefix("+") ? word.dropFirst() : word[...]
  if unsigned == "NaN" || unsigned == "Infinity" {
    return .failure(WordProblem(message: "\(word) is not taken: write a number"))
  }
  guard let first = unsigned.unicodeScalars.first, first.isDigit || first == "." else {
    let hint = nearest(word, in: ["true", "false", "null"]).map { "did you mean \(quoted($0))? " } ?? ""
    let message = "\(quoted(word)) is no value: \(hint)texts stand in quotes"
    return .failure(WordProblem(message: message, substitute: .string(word)))
  }
  let value = wholeNumber(unsigned, isNegative: isNegative) ?? decimalNumber(unsigned, isNegative: isNegative)
  return value ?? .failure(WordProblem(message: "\(quoted(word)) is not a number"))
}

/// `12`, `0x1F`. Nil when it is not written like one.
private func wholeNumber(_ unsigned: Substring, isNegative: Bool) -> Result<Node.Value, WordProblem>? {
  let isHexadecimal = unsigned.hasPrefix("0x") || unsigned.hasPrefix("0X")
  let digits = isHexadecimal ? unsigned.dropFirst(2) : unsigned
  let isDigit: (Unicode.Scalar) -> Bool = { $0.isDigit || isHexadecimal && $0.properties.isASCIIHexDigit }
  guard !digits.isEmpty, digits.unicodeScalars.allSatisfy(isDigit) else { return nil }
  guard isHexadecimal || digits == "0" || !digits.hasPrefix("0") else {
    return .failure(WordProblem(message: "\(quoted(unsigned)) is not a number: it begins with 0"))
  }
  guard let value = Int64((isNegative ? "-" : "") + digits, radix: isHexadecimal ? 16 : 10) else {
    return .failure(WordProblem(message: "the number \(quoted(unsigned)) does not fit into 64 bits"))
  }
  return .success(.integer(value))
}

/// `1.5`, `.5`, `5.`, `2e-3`. Nil when it is not written like one.
private func decimalNumber(_ unsigned: Substring, isNegative: Bool) -> Result<Node.Value, WordProblem>? {
  var rest = unsigned.unicodeScalars
  func takeDigits() -> Substring.UnicodeScalarView {
    let digits = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(digits.count)
    return digits
  }
  let whole = takeDigits()
  var text = whole.isEmpty ? "0" : String(whole)
  var hasDigits = !whole.isEmpty
  if rest.first == "." {
    rest = rest.dropFirst()
    let fraction = takeDigits()
    hasDigits = hasDigits || !fraction.isEmpty
    text += "." + (fraction.isEmpty ? "0" : String(fraction))
  }
  if rest.first == "e" || rest.first == "E" {
    rest = rest.dropFirst()
    text += "e"
    if let sign = rest.first, sign == "-" || sign == "+" {
      rest = rest.dropFirst()
      text += String(sign)
    }
    let exponent = takeDigits()
    guard !exponent.isEmpty else { return nil }
    text += String(exponent)
  }
  let isPadded = whole.count > 1 && whole.first == "0"
  guard hasDigits, !isPadded, rest.isEmpty else { return nil }
  guard let value = Double(text), value.isFinite else {
    return .failure(WordProblem(message: "the number \(quoted(unsigned)) is too large"))
  }
  return .success(.number(isNegative ? -value : value))
}
