/// Writes JSON text straight into bytes. Commas are its own business; that each member has a name and a value is the
/// caller's.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []

  package init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func array<Element>(
    of elements: some Sequence<Element>, _ write: (Element, inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: "["))
    for element in elements { write(element, &self) }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The name of a member; its value is to follow.
  package mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes += $0 }
    bytes += "\":".utf8
  }

  /// The name of a member that is known only now.
  package mutating func name(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  /// A member; none where there is no value.
  package mutating func memberIfPresent<Value: JSONConvertible>(_ name: StaticString, _ value: Value?) {
    if let value { member(name, value) }
  }

  package mutating func member<Value: JSONConvertible>(_ name: StaticString, _ value: Value) {
    self.name(name)
    value.write(to: &self)
  }

  package mutating func integer(_ number: Int64) {
    separate()
    bytes += String(number).utf8
  }

  package mutating func boolean(_ truth: Bool) {
    separate()
    bytes += (truth ? "true" : "false").utf8
  }

  package mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      // Stretches that need no escape are copied whole: nearly every text is one.
      var rest = utf8[...]
      while let special = rest.firstIndex(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
      {
        bytes += rest[..<special]
        escape(rest[special])
        rest = rest[(special + 1)...]
      }
      bytes += rest
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes += #"\""#.utf8
    case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
    case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
    default:
      bytes += #"\u00"#.utf8
      bytes.append(UInt8(ascii: "0") + byte >> 4)
      bytes.append(hexDigits[Int(byte & 0xF)])
    }
  }

  /// A comma, unless what follows is the first in its list or the value of a name.
  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }
}

private let hexDigits = Array("0123456789abcdef".utf8)
