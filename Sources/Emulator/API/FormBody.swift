/// A `multipart/form-data` body, read as the platform's own server reads it (tdlib/td, HttpReader.cpp, read 2026-11-26): a
/// header is parted at semicolons even between quotes, and what stands before the first boundary or behind the last one does not count.
struct FormBody {
  struct File: Sendable, Equatable {
    var name: String
    var mediaType: String
    var content: [UInt8]
  }

  private(set) var fields: [String: String] = [:]
  /// By field.
  private(set) var files: [String: File] = [:]

  private static let fieldsLimitBytes = 1 << 20
  private static let headLimitBytes = 1 << 18
  private static let fileLimit = 30
  private static let boundaryLimit = 70

  static func isContentType(_ contentType: String) -> Bool {
    contentType.lowercased().hasPrefix("multipart/form-data")
  }

  init(_ body: [UInt8], contentType: String) throws(Refusal) {
    let delimiter = "\r\n--" + (try FormBody.boundary(contentType))
    // The first one may stand at the very begin.
    var rest = (Array("\r\n".utf8) + body)[...]
    var isBegun = false
    var sizeBytes = 0
    while let part = rest.cut(at: delimiter) {
      if isBegun { sizeBytes += try take(part) }
      guard sizeBytes <= FormBody.fieldsLimitBytes else {
        throw Refusal(413, "Request Entity Too Large: too much parameters in form data")
      }
      if isBegun, rest.starts(with: "--".utf8) { return }
      isBegun = true
    }
    throw .formUnfinished
  }

  /// - Returns: how many bytes of values it brought.
  private mutating func take(_ part: ArraySlice<UInt8>) throws(Refusal) -> Int {
    var content = part
    guard let head = content.cut(at: "\r\n\r\n"), head.count <= FormBody.headLimitBytes else {
      throw .badRequest("can't parse form data headers")
    }
    var names: [String: String] = [:]
    var mediaType = "application/octet-stream"
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
      let halves = line.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else { throw .badRequest("can't parse form data headers") }
      switch halves[0].lowercased() {
      case "content-disposition":
        let items = halves[1].split(separator: ";").map(FormBody.trimmed)
        guard items.first == "form-data" else { throw .badRequest("expected form-data content disposition") }
        for item in items.dropFirst() {
          let pair = item.split(separator: "=", maxSplits: 1).map(FormBody.trimmed)
          if pair.count == 2 { names[pair[0]] = FormBody.unquoted(pair[1]) }
        }
      case "content-type": mediaType = FormBody.trimmed(halves[1])
      default: break
      }
    }
    guard let name = names["name"], !name.isEmpty else {
      throw .badRequest("field name in multipart/form-data not found")
    }
    guard let fileName = names["filename"] else {
      fields[name] = String(decoding: content, as: UTF8.self)
      return content.count
    }
    guard files.count < FormBody.fileLimit else {
      throw Refusal(413, "Request Entity Too Large: too much files attached")
    }
    files[name] = File(name: fileName, mediaType: mediaType, content: Array(content))
    return 0
  }

  private static func boundary(_ contentType: String) throws(Refusal) -> String {
    for item in contentType.split(separator: ";").dropFirst() {
      let pair = item.split(separator: "=", maxSplits: 1).map(trimmed)
      guard pair.count == 2, pair[0].lowercased() == "boundary" else { continue }
      let boundary = unquoted(pair[1])
      guard (1...boundaryLimit).contains(boundary.utf8.count) else { break }
      return boundary
    }
    throw .badRequest("boundary too big or empty")
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)])
  }

  private static func unquoted(_ text: String) -> String {
    text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
  }
}

extension ArraySlice<UInt8> {
  /// Takes off what stands before `word`, and the word; nil, and nothing is taken, where it does not occur.
  fileprivate mutating func cut(at word: String) -> ArraySlice<UInt8>? {
    let word = Array(word.utf8)
    let found = withUnsafeBytes { bytes in
      var place = 0
      while place + word.count <= bytes.count {
        if bytes[place] == word[0], bytes[place..<place + word.count].elementsEqual(word) { return place }
        place += 1
      }
      return -1
    }
    guard found >= 0 else { return nil }
    let head = self[startIndex..<startIndex + found]
    self = self[(startIndex + found + word.count)...]
    return head
  }
}
