/// A text in the making, Unicode scalar by Unicode scalar. A `String` looks itself over at each one, which takes ten times as long.
package struct ScalarBuffer {
  private var utf8: [UInt8] = []

  package init() {}

  package mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { utf8.append(UInt8(scalar.value)) } else { utf8 += scalar.utf8 }
  }

  package var isEmpty: Bool { utf8.isEmpty }
  package var text: String { String(decoding: utf8, as: UTF8.self) }
}
