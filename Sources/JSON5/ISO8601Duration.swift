/// Reads an ISO 8601 duration of fixed length: "PT30M", "P7D", "P1DT12H", "PT0.5S", "P2W". A day has 24 hours here.
///
/// Years and months, which have no fixed length, negative ones and more than 100 years give nil. Only seconds may have a fraction
/// (at most 3 digits).
package func parseDuration(_ text: String) -> Duration? {
  var rest = text.utf8[...]
  guard rest.popFirst() == UInt8(ascii: "P") else { return nil }
  var units: [(letter: UInt8, milliseconds: Int64)] = [
    (UInt8(ascii: "W"), 604_800_000), (UInt8(ascii: "D"), 86_400_000),
  ]
  var total: Int64 = 0
  var isTime = false
  var hasPart = false
  while let byte = rest.first {
    if byte == UInt8(ascii: "T") {
      guard !isTime else { return nil }
      isTime = true
      hasPart = false
      rest.removeFirst()
      units = [(UInt8(ascii: "H"), 3_600_000), (UInt8(ascii: "M"), 60_000), (UInt8(ascii: "S"), 1000)]
      continue
    }
    let (whole, fraction) = (takeDigits(&rest), takeFraction(&rest))
    guard let whole, let letter = rest.popFirst(), let unit = units.firstIndex(where: { $0.letter == letter }) else {
      return nil
    }
    guard fraction == nil || letter == UInt8(ascii: "S") else { return nil }
    total += whole * units[unit].milliseconds + (fraction ?? 0)
    units.removeSubrange(...unit)  // Each unit once, the larger first.
    hasPart = true
  }
  guard hasPart, total <= 100 * 366 * 86_400_000 else { return nil }
  return .milliseconds(total)
}

/// At most nine digits, so that no sum of them overflows.
private func takeDigits(_ rest: inout Substring.UTF8View) -> Int64? {
  let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  guard (1...9).contains(digits.count) else { return nil }
  rest = rest.dropFirst(digits.count)
  return Int64(String(Substring(digits)))
}

/// The milliseconds of ".5"; nil where there is no fraction.
private func takeFraction(_ rest: inout Substring.UTF8View) -> Int64? {
  guard rest.first == UInt8(ascii: ".") else { return nil }
  let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  guard (1...3).contains(digits.count) else { return nil }
  rest = rest.dropFirst(1 + digits.count)
  return Int64((String(Substring(digits)) + "00").prefix(3))
}

/// The same in writing: "PT30M", "P7D". Parts of a millisecond are left out.
package func iso8601(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  let milliseconds = attoseconds / 1_000_000_000_000_000
  let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
  var time = ""
  if hours != 0 { time += "\(hours)H" }
  if minutes != 0 { time += "\(minutes)M" }
  if milliseconds != 0 {
    let digits = String(1000 + milliseconds).dropFirst()
    time += "\(seconds % 60).\(digits)S"
  } else if seconds % 60 != 0 || seconds == 0 {
    time += "\(seconds % 60)S"
  }
  return "P" + (days == 0 ? "" : "\(days)D") + (time.isEmpty ? "" : "T" + time)
}
