import DialogEngine
import TestSupport
import Testing

@Suite("Any sequence of events")
struct RandomTests {
  @Test("keeps a conversation within its bounds and its definition", arguments: 1...40 as ClosedRange<UInt64>)
  func stays(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let dialogs = [StepTests.survey, EventTests.card, EventTests.patient]
    let chosen = dialogs[Int(seed) % dialogs.count]
    let definition = try load(chosen.dialog, chosen.texts)
    var player = try Player(definition)
    for _ in 0..<60 {
      let before = player.conversation
      do {
        let told = try player.send(Self.event(&random))
        #expect(told.filter { $0.hasPrefix("run") }.count <= 1)
        #expect(told.count <= StepBudget.messages + 3)
      } catch let error as DialogError {
        // Out of place, but never out of bounds; and what is refused leaves no trace.
        if case .budget = error { Issue.record("\(error)") }
        if case .unknownState = error { Issue.record("\(error)") }
        #expect(player.conversation == before)
      }
      let after = player.conversation
      #expect(after.revision - before.revision <= 1 && after.revision >= before.revision)
      #expect(Set(after.current.trail).count == after.current.trail.count)
      if before.ended != nil { #expect(after == before) }
      // A person is never left with nothing to see or do.
      if after.ended == nil, after.awaiting == nil, after.revision > 0 { #expect(player.prompt != nil) }
      if after.ended != nil, random.next() % 4 == 0 { player.conversation = Conversation(of: definition) }
    }
  }

  @Test(
    "a damaged file is refused, or still makes a dialog that keeps its bounds", arguments: 1...10 as ClosedRange<UInt64>
  )
  func damaged(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let whole = source(StepTests.survey.dialog, StepTests.survey.texts)
    for _ in 0..<15 {
      var damaged = whole
      let file = try #require(["dialog.json5", "text.ru.json5"].randomElement(using: &random))
      var content = Array(try #require(whole.files[file]))
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 0..<content.count - 8, using: &random)
        let other = Int.random(in: 0..<content.count - 8, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: content.remove(at: place)
        case 1: content.replaceSubrange(place..<place + 8, with: content[other..<other + 8])
        default: content.swapAt(place, other)
        }
      }
      damaged.files[file] = String(content)
      // Also what is refused must restore without a crash: a store may hold anything.
      let restored = try? DialogDefinition.restore(damaged, host: .sample)
      let found = problems(damaged)
      #expect(found.allSatisfy { !$0.isEmpty })
      guard found.isEmpty else { continue }
      var player = try Player(#require(restored))
      for _ in 0..<20 {
        do {
          _ = try player.send(Self.event(&random))
        } catch let error as DialogError {
          if case .budget = error { Issue.record("\(error)") }
          if case .unknownState = error { Issue.record("\(error)") }
        }
      }
    }
  }

  private static func event(_ random: inout SeededRandom) -> DialogEvent {
    let number = Int.random(in: 0...4, using: &random)
    let results: [String: Value] = ["request": .int(1), "mentor": .text("Олег")]
    let texts = ["", "1", "2", "да", "учёба", "Назад", String(repeating: "ж", count: 30), "9999999999999999999999"]
    return switch Int.random(in: 0..<12, using: &random) {
    case 0...1: .start(arguments: ["request": .int(3), "deadline": .instant(Player.now)])
    case 2...4: .press(button: number)
    case 5...6: .text(texts.randomElement(using: &random) ?? "")
    case 7: .attachment()
    case 8: .outcome(["ok", "forbidden", "taken", "closed"].randomElement(using: &random) ?? "", results: results)
    case 9: .idle(number)
    case 10: .domain("help.taken", arguments: ["mentor": .text("Олег")])
    default: .domain("help.half_time", arguments: ["minutes": .int(7)])
    }
  }
}
