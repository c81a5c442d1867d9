import Foundation

/// One part of a form, as a server reads it.
package struct FormPart: Equatable, Sendable {
  package var name: String
  /// Nil for a value that is no file.
  package var fileName: String?
  package var mediaType: String?
  package var content: [UInt8]
}

/// The parts of a `multipart/form-data` body, read by the letter of RFC 7578 and 2046; nil for anything else: a boundary that is not the
/// header's, a part without a name, anything before the first or behind the last part.
package func formParts(_ body: [UInt8], contentType: String) -> [FormPart]? {
  let begin = "multipart/form-data; boundary="
  guard contentType.hasPrefix(begin) else { return nil }
  let boundary = contentType.dropFirst(begin.count)
  guard (1...70).contains(boundary.utf8.count) else { return nil }
  let border = Array("\r\n--\(boundary)".utf8)
  // The first boundary has no end of line before it.
  let pieces = split(Array("\r\n".utf8) + body, at: border)
  guard pieces.count >= 2, pieces[0].isEmpty, pieces[pieces.count - 1] == Array("--\r\n".utf8) else { return nil }
  var parts: [FormPart] = []
  for piece in pieces[1..<(pieces.count - 1)] {
    let halves = split(piece, at: Array("\r\n\r\n".utf8))
    guard halves.count >= 2, halves[0].starts(with: "\r\n".utf8) else { return nil }
    let lines = String(decoding: halves[0].dropFirst(2), as: UTF8.self).components(separatedBy: "\r\n")
    guard
      let match = lines[0].wholeMatch(
        of: /Content-Disposition: form-data; name="([^"]+)"(?:; filename="([^"\r\n]*)")?/)
    else { return nil }
    let type = lines.dropFirst().compactMap { $0.wholeMatch(of: /Content-Type: (.+)/)?.1 }.first
    parts.append(
      FormPart(
        name: String(match.1), fileName: match.2.map { String($0) }, mediaType: type.map { String($0) },
        content: Array(halves.dropFirst().joined(separator: "\r\n\r\n".utf8))))
  }
  return parts
}

private func split(_ bytes: [UInt8], at word: [UInt8]) -> [[UInt8]] {
  var pieces: [[UInt8]] = []
  var start = 0
  var place = 0
  while place + word.count <= bytes.count {
    if bytes[place] == word[0], bytes[place..<place + word.count].elementsEqual(word) {
      pieces.append(Array(bytes[start..<place]))
      place += word.count
      start = place
    } else {
      place += 1
    }
  }
  return pieces + [Array(bytes[start...])]
}
