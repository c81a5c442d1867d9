extension HTTPResponse {
  /// When the other side sent it, by its own clock: seconds since 1970 UTC, from the header `Date`. Nil when it does not say, or not in the form
  /// that every server has to write (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
  package var dateSeconds: Int64? { header("Date").flatMap(secondsOfHTTPDate) }
}

private func secondsOfHTTPDate(_ text: String) -> Int64? {
  let words = text.split(separator: " ", omittingEmptySubsequences: false)
  guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: words[2]) else { return nil }
  let time = words[4].split(separator: ":", omittingEmptySubsequences: false)
  guard time.count == 3, let day = number(words[1], digits: 2), let year = number(words[3], digits: 4),
    let hour = number(time[0], digits: 2), let minute = number(time[1], digits: 2),
    let second = number(time[2], digits: 2), (1...31).contains(day), year >= 1970, hour < 24, minute < 60, second <= 60
  else { return nil }
  return (days(year, month + 1, day) * 24 + hour) * 3600 + minute * 60 + second
}

private let months: [Substring] = [
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

private func number(_ text: Substring, digits: Int) -> Int64? {
  text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
}

/// Days since 1970-01-01. A year is counted from March on, so that the day that comes and goes stands at its end.
private func days(_ year: Int64, _ month: Int, _ day: Int64) -> Int64 {
  let year = month <= 2 ? year - 1 : year
  let monthsSinceMarch = Int64((month + 9) % 12)
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * monthsSinceMarch + 2) / 5 + day - 1 - 719_468
}
