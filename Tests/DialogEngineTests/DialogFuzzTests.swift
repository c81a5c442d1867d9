import DialogEngine
import Foundation
import JSON5
import TestSupport
import Testing

/// Hundreds of damaged dialogs; `MENTORBOT_FUZZ=100` makes it a hundred times as many.
@Suite("Damaged dialog files")
struct DialogFuzzTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Dialogs").path
  private static let stock = try? DialogFuzz.Stock(folder: folder)
  private static let times = ProcessInfo.processInfo.environment["MENTORBOT_FUZZ"].flatMap(UInt64.init) ?? 1
  private static let batch = 50

  @Test(
    "are refused at places that are in them, or make dialogs that keep their bounds", arguments: 1...(15 * times))
  func damaged(_ seed: UInt64) throws {
    let stock = try #require(Self.stock)
    var fuzz = DialogFuzz(stock: stock, random: SeededRandom(seed: seed))
    let sources = (0..<Self.batch).map { fuzz.damaged("x\($0)") }
    let found = problems(stock.sources + sources, stock)
    let files = Dictionary(
      uniqueKeysWithValues: (stock.sources + sources).flatMap { source in
        source.files.map { ("Dialogs/\(source.id)/\($0.key)", lines($0.value)) }
      })
    for problem in found { expectInside(problem, files, seed) }
    if seed % 10 == 0 {
      #expect(problems(stock.sources + sources, stock) == found, "it is not the same a second time: seed \(seed)")
    }
    for source in sources {
      // Copies of one dialog claim the same commands; that is no damage.
      let isSound = !found.contains {
        $0.file.hasPrefix("Dialogs/\(source.id)/") && !$0.message.contains("already starts the dialog")
      }
      guard isSound || fuzz.random.next() % 40 == 0 else { continue }
      // Also what is refused must come back without a crash: a store may hold anything.
      let restored = try? DialogDefinition.restore(source, host: stock.host)
      if isSound { try play(#require(restored), &fuzz.random) }
    }
  }

  private func problems(_ sources: [DialogSource], _ stock: DialogFuzz.Stock) -> [Problem] {
    do {
      _ = try DialogLibrary(sources: sources, common: stock.common, host: stock.host)
      return []
    } catch { return error.all }
  }

  /// As the reader counts them: every line end is one.
  private func lines(_ text: String) -> [Int] {
    text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map(\.unicodeScalars.count)
  }

  private func expectInside(_ problem: Problem, _ files: [String: [Int]], _ seed: UInt64) {
    #expect(!problem.message.isEmpty)
    guard let position = problem.position else { return }
    guard let lines = files[problem.file], lines.indices.contains(position.line - 1) else {
      Issue.record("\(problem) is in no file, or behind it: seed \(seed)")
      return
    }
    #expect(
      (1...lines[position.line - 1] + 1).contains(position.column), "\(problem) is behind its line: seed \(seed)")
  }

  private func play(_ definition: DialogDefinition, _ random: inout SeededRandom) throws {
    var player = try Player(definition)
    let texts = ["", "1", "2", "да", "Назад", "завтра в 15", String(repeating: "ж", count: 30)]
    for _ in 0..<10 {
      let event: DialogEvent =
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .start(arguments: [:])
        case 1...2: .press(button: Int.random(in: 0...4, using: &random))
        case 3: .text(texts.randomElement(using: &random) ?? "")
        case 4: .outcome("ok", results: [:])
        default: .rows([QueryRow(key: .text("moscow"), columns: ["name": .text("Москва"), "label": .text("Меню")])])
        }
      do {
        _ = try player.send(event)
      } catch let error as DialogError {
        if case .budget = error { Issue.record("\(error)") }
        if case .unknownState = error { Issue.record("\(error)") }
      }
    }
  }
}
