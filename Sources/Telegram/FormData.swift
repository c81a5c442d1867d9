/// A `multipart/form-data` body (RFC 7578) as this adapter writes it: fields first, one file last. It can be read again and its fields
/// changed; the file, which may be long, is neither looked into nor written anew.
///
///     --mentorbot-6f0c3a7d8e21b954
///     Content-Disposition: form-data; name="chat_id"
///
///     5550001
///     --mentorbot-6f0c3a7d8e21b954
///     Content-Disposition: form-data; name="document"; filename="meeting.ics"
///     Content-Type: text/calendar
///
///     BEGIN:VCALENDAR…
///     --mentorbot-6f0c3a7d8e21b954--
struct FormData {
  struct File {
    var field: String
    /// Without quotes and ends of lines. Other than ASCII goes as UTF-8, as browsers send it.
    var name: String
    var mediaType: String
    var bytes: [UInt8]
  }

  private let boundary: String
  private var fields: [(name: String, value: String)]
  /// The file's part, from the boundary before it to the one behind it.
  private let rest: ArraySlice<UInt8>

  /// - Parameter fields: their names are ours.
  init(_ fields: [(name: String, value: String)], file: File) {
    let boundary = Self.boundary(absentIn: fields.map { Array($0.value.utf8) } + [file.bytes])
    let mediaType = file.mediaType.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
    var rest = Array(
      """
      --\(boundary)\r
      Content-Disposition: form-data; name="\(file.field)"; filename="\(file.name)"\r
      Content-Type: \(String(String.UnicodeScalarView(mediaType)))\r
      \r\n
      """.utf8)
    rest += file.bytes
    rest += "\r\n--\(boundary)--\r\n".utf8
    self.boundary = boundary
    self.fields = fields
    self.rest = rest[...]
  }

  /// Reads a body that was written here; nil for any other, such as a JSON object.
  init?(_ body: [UInt8]) {
    guard let boundary = Self.boundary(of: body) else { return nil }
    let gap = Array("\r\n\r\n".utf8)
    let end = Array("\r\n--\(boundary)".utf8)
    var fields: [(name: String, value: String)] = []
    var rest = body[...]
    while let head = rest.firstPosition(of: gap) {
      let words = String(decoding: rest[..<head], as: UTF8.self).split(
        separator: "\"", omittingEmptySubsequences: false)
      guard words.count == 3 else { break }  // A name alone: a field. The file has a second.
      let value = rest[(head + gap.count)...]
      guard let border = value.firstPosition(of: end) else { return nil }
      fields.append((String(words[1]), String(decoding: value[..<border], as: UTF8.self)))
      rest = value[(border + 2)...]
    }
    self.boundary = boundary
    self.fields = fields
    self.rest = rest
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (name, value) in fields {
      bytes += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
    }
    return bytes + rest
  }

  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  func without(_ name: String) -> FormData {
    var form = self
    form.fields.removeAll { $0.name == name }
    return form
  }

  /// - Parameter value: one in which the boundary cannot be.
  func with(_ name: String, _ value: String) -> FormData {
    var form = self
    for index in form.fields.indices where form.fields[index].name == name { form.fields[index].value = value }
    return form
  }

  /// What the header `Content-Type` says of the body; nil when it is no form.
  static func contentType(of body: [UInt8]) -> String? {
    boundary(of: body).map { "multipart/form-data; boundary=\($0)" }
  }

  private static let boundaryBegin = "mentorbot-"

  private static func boundary(of body: [UInt8]) -> String? {
    guard body.starts(with: "--\(boundaryBegin)".utf8) else { return nil }
    return String(decoding: body.dropFirst(2).prefix { $0 != 0x0D }, as: UTF8.self)
  }

  /// A boundary drawn from the contents, so that equal calls are equal bytes, and looked for in them: one that they hold, by chance or
  /// because somebody wrote it there, is passed over.
  private static func boundary(absentIn contents: [[UInt8]]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
    for content in contents { for byte in content { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
    while true {
      let digits = String(hash, radix: 16)
      let boundary = boundaryBegin + String(repeating: "0", count: 16 - digits.count) + digits
      let word = Array(boundary.utf8)
      if contents.allSatisfy({ $0[...].firstPosition(of: word) == nil }) { return boundary }
      hash &+= 1
    }
  }
}

extension ArraySlice<UInt8> {
  /// Where `word`, which is not empty, begins first; nil when it is not there.
  fileprivate func firstPosition(of word: [UInt8]) -> Int? {
    withUnsafeBytes { bytes in
      var place = 0
      while place + word.count <= bytes.count {
        // Most bytes are not even the first of it: the loop over a file stays short.
        if bytes[place] == word[0], bytes[place..<place + word.count].elementsEqual(word) { return startIndex + place }
        place += 1
      }
      return nil
    }
  }
}
