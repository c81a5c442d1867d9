import Foundation
import JSON5

/// A value as Foundation decodes it.
struct SecondOpinion: Decodable {
  var node: Node

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// A line break is put behind the text: of a number that is the text's last thing, Foundation reads on into whatever lies behind it in memory
  /// (Swift 6.3.1 on Linux), so that the number comes out wrong, or the program ends.
  static func read(_ text: String) throws -> Node {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return try decoder.decode(SecondOpinion.self, from: Data((text + "\n").utf8)).node
  }

  init(from decoder: any Decoder) throws {
    let none = Position(line: 1, column: 1)
    if let object = try? decoder.container(keyedBy: Key.self) {
      let members = try object.allKeys.map {
        Node.Member(
          key: $0.stringValue, keyPosition: none, value: try object.decode(SecondOpinion.self, forKey: $0).node)
      }
      node = Node(.object(members), at: none)
    } else if var array = try? decoder.unkeyedContainer() {
      var elements: [Node] = []
      while !array.isAtEnd { elements.append(try array.decode(SecondOpinion.self).node) }
      node = Node(.array(elements), at: none)
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        node = Node(.null, at: none)
      } else if let flag = try? value.decode(Bool.self) {
        node = Node(.bool(flag), at: none)
      } else if let number = try? value.decode(Int64.self) {
        node = Node(.integer(number), at: none)
      } else if let number = try? value.decode(Double.self) {
        node = Node(.number(number), at: none)
      } else {
        node = Node(.string(try value.decode(String.self)), at: none)
      }
    }
  }
}
