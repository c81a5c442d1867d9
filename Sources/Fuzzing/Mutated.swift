/// JSON that was damaged by one to four changes: a byte replaced, a stretch removed, doubled or moved.
package func mutated(_ bytes: [UInt8], using chance: inout some RandomNumberGenerator) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...4, using: &chance) {
    let at = Int.random(in: 0..<bytes.count, using: &chance)
    let stretch = at..<min(bytes.count, at + Int.random(in: 1...40, using: &chance))
    switch Int.random(in: 0..<5, using: &chance) {
    case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &chance)
    case 1: bytes[at] = Array("{}[]\",:\\0-u".utf8).randomElement(using: &chance) ?? 0
    case 2: bytes.removeSubrange(stretch)
    case 3: bytes.insert(contentsOf: bytes[stretch], at: at)
    default: bytes.insert(contentsOf: bytes[stretch], at: Int.random(in: 0..<bytes.count, using: &chance))
    }
    if bytes.isEmpty { bytes = [0] }
  }
  return bytes
}
