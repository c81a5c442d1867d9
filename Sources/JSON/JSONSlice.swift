/// One JSON value in the bytes that hold it, read in place: nothing is built that is not asked for.
///
/// It is lenient where that does no harm (what is inside a value that nobody asks for may be anything with balanced
/// brackets) and total: no text makes it fail otherwise than by nil, however deep or broken it is.
package struct JSONSlice {
  package let bytes: [UInt8]
  package let range: Range<Int>

  fileprivate init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// The value that is all of `bytes`; nil when they hold none, more than one, or one that was cut short.
  package init?(whole bytes: [UInt8]) {
    var scanner = JSONScanner(bytes, 0..<bytes.count)
    guard let range = scanner.value(), scanner.isAtEnd() else { return nil }
    self.init(bytes, range)
  }

  /// The members of an object; nil for another value.
  package var object: JSONObject? {
    var scanner = JSONScanner(bytes, range)
    guard scanner.take(UInt8(ascii: "{")) else { return nil }
    var members: [JSONObject.Member] = []
    if scanner.take(UInt8(ascii: "}")) { return JSONObject(bytes, members) }
    members.reserveCapacity(8)
    repeat {
      guard let name = scanner.string(), scanner.take(UInt8(ascii: ":")), let value = scanner.value() else {
        return nil
      }
      members.append((name.lowerBound + 1..<name.upperBound - 1, value))
    } while scanner.take(UInt8(ascii: ","))
    return scanner.take(UInt8(ascii: "}")) ? JSONObject(bytes, members) : nil
  }

  /// The elements of an array; nil for another value.
  package var elements: [JSONSlice]? {
    var scanner = JSONScanner(bytes, range)
    guard scanner.take(UInt8(ascii: "[")) else { return nil }
    var elements: [JSONSlice] = []
    if scanner.take(UInt8(ascii: "]")) { return elements }
    repeat {
      guard let value = scanner.value() else { return nil }
      elements.append(JSONSlice(bytes, value))
    } while scanner.take(UInt8(ascii: ","))
    return scanner.take(UInt8(ascii: "]")) ? elements : nil
  }

  /// A number without fraction or exponent that fits; nil for another value.
  package var integer: Int64? {
    // The longest has 20 characters; a string or a list is seen by its first.
    guard range.count <= 20 else { return nil }
    return Int64(String(decoding: bytes[range], as: UTF8.self))
  }

  package var boolean: Bool? {
    if bytes[range].elementsEqual("true".utf8) { return true }
    return bytes[range].elementsEqual("false".utf8) ? false : nil
  }

  /// The text of a string; nil for another value. What is no valid text in it becomes "\u{FFFD}".
  package var string: String? { text(needed: range.count) }

  /// The same, cut to `limit` UTF-16 units.
  package func string(limit: Int) -> String? {
    // A unit takes at most three bytes; four more, so that only what is cut off anyway can be broken by this.
    text(needed: 3 * limit + 4)?.cut(toUTF16Length: limit)
  }

  /// At least the first `needed` bytes of the text, where it has so many.
  private func text(needed: Int) -> String? {
    guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
    let inside = bytes[range.lowerBound + 1..<range.upperBound - 1]
    let head = inside.prefix(needed)
    guard head.contains(UInt8(ascii: "\\")) else { return String(decoding: head, as: UTF8.self) }
    return String(decoding: unescaped(inside, atLeast: needed), as: UTF8.self)
  }
}

/// The members of an object, in order.
package struct JSONObject {
  fileprivate typealias Member = (name: Range<Int>, value: Range<Int>)
  private let bytes: [UInt8]
  private let members: [Member]

  fileprivate init(_ bytes: [UInt8], _ members: [Member]) {
    self.bytes = bytes
    self.members = members
  }

  /// The first member of that name. A name that is spelt with escapes is not found: neither Telegram nor we do that.
  package subscript(name: StaticString) -> JSONSlice? {
    members.first { isNamed($0, name) }.map { JSONSlice(bytes, $0.value) }
  }

  /// Every member, by its name as it is meant.
  package var all: [(name: String, value: JSONSlice)] {
    members.map { member in
      let name = JSONSlice(bytes, member.name.lowerBound - 1..<member.name.upperBound + 1)
      return (name.string ?? "", JSONSlice(bytes, member.value))
    }
  }

  /// The name of the first member that is not `name`, if it is a plain word, such as "channel_post".
  package func nameOfFirst(besides name: StaticString) -> String? {
    guard let member = members.first(where: { !isNamed($0, name) }) else { return nil }
    let word = bytes[member.name]
    let isPlain = word.count <= 40 && word.allSatisfy { $0 == UInt8(ascii: "_") || (0x61...0x7A).contains($0) }
    return isPlain && !word.isEmpty ? String(decoding: word, as: UTF8.self) : nil
  }

  /// The object written anew, without the members of that name.
  package func text(without name: StaticString) -> [UInt8] {
    let kept = members.filter { !isNamed($0, name) }.map { bytes[$0.name.lowerBound - 1..<$0.value.upperBound] }
    return [UInt8(ascii: "{")] + kept.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
  }

  private func isNamed(_ member: Member, _ name: StaticString) -> Bool {
    member.name.count == name.utf8CodeUnitCount
      && name.withUTF8Buffer { bytes[member.name].elementsEqual($0) }
  }
}
