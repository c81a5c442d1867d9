import JSON5
import TestSupport
import Testing

@Suite("Random input")
struct RandomTests {
  private static let sample = """
    // A sample with everything in it.
    { format: 1, "id": 'help', 'a.b-c': [ 1, -2.5e3, 0xFF, .5, true, null, ],
      texts: { ru: ["строка", "\\u0441\\x41\\n"], /* note */ en: "it's", }, "#end": {}, }
    """

  @Test(
    "of our characters in any order gives an answer, and a tree without problems when Foundation gives one",
    arguments: 1...20)
  func soup(seed: UInt64) {
    let pieces = [
      "{", "}", "[", "]", ":", ",", "'", "\"", "\\", "\n", "a", "b-", "1", ".", "e", "+", "0x", "true", "//", "/*",
      "*/", " ", "я", "\u{202e}", "\\u00",
    ]
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      expectConsistent(text)
    }
  }

  @Test("made from a good file by changing some characters gives an answer", arguments: 1...20)
  func mutated(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<100 {
      var scalars = Array(Self.sample.unicodeScalars)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(scalars.randomElement(using: &random)!, at: place)
        default: scalars[place] = scalars.randomElement(using: &random)!
        }
      }
      expectConsistent(String(String.UnicodeScalarView(scalars)))
    }
  }

  @Test("that is good, in any of its spellings, is read as it was meant and as Foundation reads it", arguments: 1...20)
  func spelled(seed: UInt64) throws {
    var writer = AnyWriter(random: SeededRandom(seed: seed))
    for _ in 0..<50 {
      let tree = writer.tree(depth: 0)
      let text = writer.written(tree)
      let (root, problems) = parseJSON5(text, file: "f")
      #expect(problems.isEmpty, "\(text)\n\(problems)")
      #expect(root.map(canonical) == canonical(tree), "\(text)")
      #expect(try canonical(SecondOpinion.read(text)) == canonical(tree), "\(text)")
    }
  }

  /// Either a whole tree without problems, which Foundation reads the same way, or problems that stand inside the text.
  private func expectConsistent(_ text: String) {
    let (root, problems) = parseJSON5(text, file: "f")
    #expect(root != nil || !problems.isEmpty, "\(text)")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for problem in problems {
      guard let position = problem.position, lines.indices.contains(position.line - 1) else {
        Issue.record("\(problem) is outside \(text)")
        continue
      }
      #expect(
        (1...lines[position.line - 1].unicodeScalars.count + 1).contains(position.column), "\(problem) in \(text)")
    }
    #expect(problems == problems.sorted { $0.position! < $1.position! })
    if let root, problems.isEmpty {
      let theirs = try? SecondOpinion.read(text)
      #expect(theirs.map(canonical) == canonical(root), "\(text)")
    }
  }
}
