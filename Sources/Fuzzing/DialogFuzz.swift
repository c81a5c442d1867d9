package import DialogEngine
import FoundationEssentials
import JSON5

/// Makes dialogs that are damaged as a hand, an editor or a bad disk may damage them, out of those of the product.
package struct DialogFuzz {
  /// Good dialogs with their texts, and the host that they are good for.
  package struct Stock: Sendable {
    package var sources: [DialogSource]
    package var common: [String: String]
    package var host: HostTables
    /// Every token that stands in one of them.
    var tokens: [String]

    package init(folder: String, host: HostTables) throws {
      self.host = host
      (sources, common) = try readDialogFolder(folder)
      tokens = Set(sources.flatMap(\.files.values).flatMap(DialogFuzz.tokens)).sorted()
    }
  }

  let stock: Stock
  package var random: SplitMix

  package init(stock: Stock, random: SplitMix) {
    self.stock = stock
    self.random = random
  }

  /// A damaged copy of one of the dialogs, called `id`.
  package mutating func damaged(_ id: String) -> DialogSource {
    var source = copy(id)
    for _ in 0...Int.random(in: 0...1, using: &random) {
      guard let name = source.files.keys.sorted().randomElement(using: &random), let text = source.files[name] else {
        continue
      }
      source.files[name] = damaged(file: text)
    }
    return source
  }

  private mutating func copy(_ id: String) -> DialogSource {
    var source = stock.sources[Int.random(in: stock.sources.indices, using: &random)]
    source.files = source.files.mapValues { text in
      text.replacing("id: \"\(source.id)\"", with: "id: \"\(id)\"")
        .replacing("for: \"\(source.id)\"", with: "for: \"\(id)\"")
    }
    source.id = id
    return source
  }

  private mutating func damaged(file text: String) -> String {
    switch text.isEmpty ? 4 : Int.random(in: 0..<5, using: &random) {
    case 0: String(decoding: mutated(Array(text.utf8), using: &random), as: UTF8.self)
    case 1: String(text.prefix(Int.random(in: 0...text.count, using: &random)))
    case 2: retokened(text)
    case 3: parseJSON5(text, file: "").root.map { altered($0).json } ?? ""
    default: tree(depth: 0).json
    }
  }

  // MARK: Tokens

  /// Texts in quotes, words and signs, without what stands between them.
  private static func tokens(_ text: String) -> [String] {
    text.matches(of: #/\/\/[^\n]*|"[^"\n]*"|[A-Za-z0-9_.#]+|[{}\[\]:,]/#).map { String($0.output) }
      .filter { !$0.hasPrefix("//") }
  }

  private mutating func retokened(_ text: String) -> String {
    var tokens = Self.tokens(text)
    for _ in 0...Int.random(in: 0...3, using: &random) where !tokens.isEmpty {
      let place = Int.random(in: tokens.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: tokens.remove(at: place)
      case 1: tokens.insert(tokens[place], at: place)
      case 2: tokens.swapAt(place, Int.random(in: tokens.indices, using: &random))
      default: tokens[place] = word()
      }
    }
    return tokens.joined(separator: Bool.random(using: &random) ? " " : "\n")
  }

  private mutating func word() -> String { stock.tokens.randomElement(using: &random) ?? "" }

  // MARK: Trees

  /// The same tree with members renamed, left out, and given each other's values.
  private mutating func altered(_ node: Node) -> Node {
    var node = node
    switch node.value {
    case .object(var members):
      for index in members.indices { members[index].value = altered(members[index].value) }
      if !members.isEmpty, Int.random(in: 0..<12, using: &random) == 0 {
        let (one, other) = (
          Int.random(in: members.indices, using: &random), Int.random(in: members.indices, using: &random)
        )
        switch Int.random(in: 0..<4, using: &random) {
        case 0: members.remove(at: one)
        case 1: members[one].key = key()
        case 2: members[one].value = tree(depth: 3)
        default: (members[one].value, members[other].value) = (members[other].value, members[one].value)
        }
      }
      node.value = .object(members)
    case .array(var elements):
      for index in elements.indices { elements[index] = altered(elements[index]) }
      if !elements.isEmpty, Int.random(in: 0..<12, using: &random) == 0 {
        let one = Int.random(in: elements.indices, using: &random)
        if Bool.random(using: &random) { elements.remove(at: one) } else { elements.append(elements[one]) }
      }
      node.value = .array(elements)
    case .null, .bool, .integer, .number, .string: break
    }
    return node
  }

  private mutating func key() -> String { word().filter { $0 != "\"" } }

  /// A tree out of the words of good dialogs, so that it gets past the first look.
  private mutating func tree(depth: Int) -> Node {
    let place = Position(line: 1, column: 1)
    switch Int.random(in: depth == 0 ? 0..<1 : 0..<(depth > 5 ? 6 : 9), using: &random) {
    case 0 where depth < 6, 6, 7:
      let members = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Node.Member(key: key(), keyPosition: place, value: tree(depth: depth + 1))
      }
      return Node(.object(members), at: place)
    case 1: return Node(.integer(Int64.random(in: -3...70_000, using: &random)), at: place)
    case 2:
      return Node([.null, .bool(true), .bool(false), .number(2.5)].randomElement(using: &random) ?? .null, at: place)
    case 8:
      return Node(.array((0..<Int.random(in: 0...4, using: &random)).map { _ in tree(depth: depth + 1) }), at: place)
    default: return Node(.string(key()), at: place)
    }
  }
}
