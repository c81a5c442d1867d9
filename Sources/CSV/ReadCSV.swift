package import JSON5

/// What reading a CSV file gave: its cells where its form allows, and everything that is wrong with its form.
package struct CSVReading: Sendable {
  package struct Finding: Hashable, Sendable {
    package var fault: CSVFault
    /// Nil when the whole file is meant.
    package var position: Position?

    package init(fault: CSVFault, position: Position?) {
      self.fault = fault
      self.position = position
    }
  }

  /// Nil when the file cannot be read as text or is empty.
  package var table: CSVTable?
  package var findings: [Finding]
}

/// Reads RFC 4180 text as spreadsheets write it: UTF-8 with or without a byte order mark; comma or semicolon, whichever
/// the first line has more of outside quotes; lines ending in CRLF, LF or CR. Lines without any text are left out.
package func readCSV(_ bytes: [UInt8], limits: CSVLimits = CSVLimits()) -> CSVReading {
  func refuse(_ fault: CSVFault, at position: Position? = nil) -> CSVReading {
    CSVReading(table: nil, findings: [.init(fault: fault, position: position)])
  }
  guard bytes.count <= limits.sizeBytes else { return refuse(.tooBig(limitBytes: limits.sizeBytes)) }
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return refuse(.utf16) }
  let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  if let position = firstNonUTF8(text) { return refuse(.notUTF8, at: position) }
  var parser = CSVParser(text, delimiter: delimiter(of: text), limits: limits)
  return parser.parse()
}

/// Where the first byte stands that belongs to no character; nil in UTF-8 text.
private func firstNonUTF8(_ bytes: ArraySlice<UInt8>) -> Position? {
  if String(validating: bytes, as: UTF8.self) != nil { return nil }
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var position = Position(line: 1, column: 1)
  while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
    if scalar.first == UInt8(ascii: "\n") {
      position = Position(line: position.line + 1, column: 1)
    } else {
      position.column += 1
    }
  }
  return position
}

private func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
  var isQuoted = false
  var commas = 0
  var semicolons = 0
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "\""): isQuoted.toggle()
    case UInt8(ascii: ",") where !isQuoted: commas += 1
    case UInt8(ascii: ";") where !isQuoted: semicolons += 1
    case UInt8(ascii: "\n") where !isQuoted, UInt8(ascii: "\r") where !isQuoted:
      return semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
    default: break
    }
  }
  return semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
}

/// Walks the bytes of valid UTF-8 once. Every mark that it looks for is ASCII, which no longer character contains.
private struct CSVParser {
  private let bytes: ArraySlice<UInt8>
  private let delimiter: UInt8
  private let limits: CSVLimits
  private var index: Int
  private var position = Position(line: 1, column: 1)
  private var findings: [CSVReading.Finding] = []

  init(_ bytes: ArraySlice<UInt8>, delimiter: UInt8, limits: CSVLimits) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.limits = limits
    index = bytes.startIndex
  }

  mutating func parse() -> CSVReading {
    var records: [[CSVCell]] = []
    while next != nil {
      let record = record()
      guard record.contains(where: { !$0.text.isEmpty }) else { continue }
      // The first record is the header.
      guard records.count <= limits.records else {
        note(.tooManyRecords(limit: limits.records), at: record[0].position)
        break
      }
      records.append(record)
    }
    guard let header = records.first else {
      note(.empty, at: nil)
      return CSVReading(table: nil, findings: findings)
    }
    return CSVReading(table: CSVTable(header: header, records: Array(records.dropFirst())), findings: findings)
  }

  /// The cells up to the end of the line, which is consumed.
  private mutating func record() -> [CSVCell] {
    var cells = [cell()]
    while next == delimiter {
      advance()
      cells.append(cell())
    }
    if next != nil { advance() }
    return cells
  }

  private mutating func cell() -> CSVCell {
    let start = position
    var text: [UInt8] = []
    if next == quote {
      guard quoted(into: &text) else {
        note(.unclosedQuote, at: start)
        return CSVCell(text: "", position: start)
      }
      if let byte = next, !ends(byte) {
        note(.textAfterQuote, at: position)
        plain(into: &text, allowingQuotes: true)
      }
    } else {
      plain(into: &text, allowingQuotes: false)
    }
    let cell = String(decoding: text, as: UTF8.self)
    if text.count > limits.cellCharacters, cell.unicodeScalars.count > limits.cellCharacters {
      note(.cellTooLong(limit: limits.cellCharacters), at: start)
      return CSVCell(text: "", position: start)
    }
    return CSVCell(text: cell, position: start)
  }

  /// What stands between two quotes; false when the file ends before the second one.
  private mutating func quoted(into text: inout [UInt8]) -> Bool {
    advance()
    while let byte = next {
      advance()
      if byte == quote {
        guard next == quote else { return true }
        advance()
      }
      text.append(byte)
    }
    return false
  }

  private mutating func plain(into text: inout [UInt8], allowingQuotes: Bool) {
    var isAllowed = allowingQuotes
    while let byte = next, !ends(byte) {
      if byte == quote, !isAllowed {
        note(.quoteInCell, at: position)
        isAllowed = true  // One finding for a cell is enough.
      }
      text.append(byte)
      advance()
    }
  }

  private let quote = UInt8(ascii: "\"")

  private func ends(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  /// Steps over one byte, or over both of CRLF.
  private mutating func advance() {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\r") where next == UInt8(ascii: "\n"): break  // The LF ends the line.
    case UInt8(ascii: "\r"), UInt8(ascii: "\n"): position = Position(line: position.line + 1, column: 1)
    // Only the first byte of a character counts.
    default: if byte & 0xC0 != 0x80 { position.column += 1 }
    }
  }

  private mutating func note(_ fault: CSVFault, at position: Position?) {
    findings.append(.init(fault: fault, position: position))
  }
}
