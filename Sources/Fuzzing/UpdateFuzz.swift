package import JSON5

/// Makes updates of Telegram's that are more or less wrong, out of real ones: the shapes are right often enough to get far.
package struct UpdateFuzz {
  /// Good updates, by example.
  package struct Stock: Sendable {
    let samples: [Node]

    /// - Parameter json: an object of updates by name, or a list of them.
    package init(json: String, file: String) throws(Problems) {
      let parsed = parseJSON5(json, file: file)
      switch parsed.root?.value {
      case .object(let members): samples = members.map(\.value)
      case .array(let elements): samples = elements
      default: samples = []
      }
      guard parsed.problems.isEmpty, !samples.isEmpty else {
        throw Problems(parsed.problems + [Problem(file: file, position: nil, message: "there are no updates in it")])
      }
    }
  }

  let stock: Stock
  /// Ids of people whom the bot knows.
  let people: ClosedRange<Int64>
  /// What may stand on the buttons that people see now.
  package var buttons: [String] = []
  package var random: SplitMix

  package init(_ stock: Stock, people: ClosedRange<Int64>, random: SplitMix) {
    self.stock = stock
    self.people = people
    self.random = random
  }

  /// - Parameter id: its `update_id`, unless that is damaged too.
  package mutating func update(_ id: Int64) -> String {
    var update = stock.samples[Int.random(in: stock.samples.indices, using: &random)]
    let person = isRare(20) ? extremeInteger() : Int64.random(in: people, using: &random)
    update = addressed(update, person)
    for _ in 0..<Int.random(in: 0...3, using: &random) { update = altered(update, depth: 0) }
    if case .object(var members) = update.value, !isRare(50) {
      members.removeAll { $0.key == "update_id" }
      members.insert(.init(key: "update_id", keyPosition: place, value: Node(.integer(id), at: place)), at: 0)
      update.value = .object(members)
    }
    // A lone half of a pair, which only the escape can write.
    return isRare(30) ? update.json.replacing("Привет", with: "\\ud83d") : update.json
  }

  // MARK: Right shapes

  private static let words = [
    "Нужна помощь", "меню", "/start", "/help", "/cancel", "/mydata", "/language", "учёба", "срочно, сегодня", "1", "5",
    "да",
    "отмена", "завтра в 15", "Не понимаю задачу",
  ]

  /// From and to one person, saying or pressing something that means something.
  private mutating func addressed(_ node: Node, _ person: Int64) -> Node {
    var node = node
    guard case .object(var members) = node.value else { return node }
    for index in members.indices {
      switch members[index].key {
      case "from", "chat", "user": members[index].value = identified(members[index].value, person)
      case "text" where !isRare(3): members[index].value.value = .string(pick(Self.words))
      case "data" where !buttons.isEmpty && !isRare(3): members[index].value.value = .string(pick(buttons))
      default: members[index].value = addressed(members[index].value, person)
      }
    }
    node.value = .object(members)
    return node
  }

  private func identified(_ node: Node, _ person: Int64) -> Node {
    var node = node
    guard case .object(var members) = node.value else { return node }
    for index in members.indices where members[index].key == "id" { members[index].value.value = .integer(person) }
    node.value = .object(members)
    return node
  }

  // MARK: Wrong shapes

  private mutating func altered(_ node: Node, depth: Int) -> Node {
    var node = node
    switch node.value {
    case .object(var members) where !members.isEmpty:
      let one = Int.random(in: members.indices, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: members.remove(at: one)
      case 1: members.append(members[one])
      case 2: members[one].key = pick(["", "id", "chat", "\u{0}", String(repeating: "k", count: 3000)])
      case 3: members[one].value = extreme()
      default: members[one].value = altered(members[one].value, depth: depth + 1)
      }
      node.value = .object(members)
    case .array(var elements) where !elements.isEmpty:
      let one = Int.random(in: elements.indices, using: &random)
      if isRare(2) {
        elements += Array(repeating: elements[one], count: isRare(50) ? 2000 : 3)
      } else {
        elements[one] = altered(elements[one], depth: depth + 1)
      }
      node.value = .array(elements)
    default: node = extreme()
    }
    return node
  }

  private var place: Position { Position(line: 1, column: 1) }

  private mutating func extreme() -> Node {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: Node(.null, at: place)
    case 1: Node(.bool(Bool.random(using: &random)), at: place)
    case 2...3: Node(.integer(extremeInteger()), at: place)
    case 4: Node(.number(pick([0.5, -1e308, 1e-308, 9_007_199_254_740_992])), at: place)
    case 5: nested()
    default: Node(.string(extremeText()), at: place)
    }
  }

  private mutating func extremeInteger() -> Int64 {
    pick([0, 1, -1, .max, .min, 1 << 31, 1 << 53, -1_001_234_567_890, 777])
  }

  private mutating func extremeText() -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: ""
    case 1: String(repeating: "Ж", count: 5000)
    case 2: isRare(20) ? String(repeating: "x", count: 300_000) : "x"
    case 3: "\u{202E}\u{200B}\u{FEFF}имя\u{0}"
    case 4: "<b>*_[x](http://example.org)_*</b>"
    case 5: String(repeating: "👩‍👩‍👧‍👦", count: 200)
    case 6: "{\"a\":[1,2"
    default: "/" + String(repeating: "a", count: 70)
    }
  }

  private mutating func nested() -> Node {
    var node = Node(.array([]), at: place)
    for _ in 0..<(isRare(5) ? 1000 : 20) {
      node =
        Bool.random(using: &random)
        ? Node(.array([node]), at: place)
        : Node(.object([.init(key: "chat", keyPosition: place, value: node)]), at: place)
    }
    return node
  }

  private mutating func isRare(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

  private mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: all.indices, using: &random)] }
}
