import DialogEngine
import FoundationEssentials
import JSON
import JSON5

/// Loads damaged dialogs beside the good ones, and plays those that come through.
package struct DialogTrial: Sendable {
  package struct Tally: Sendable, Equatable {
    package var dialogs = 0
    /// Refused, at places that are in their files.
    package var refused = 0
    /// Damaged so that they are still dialogs; played at random.
    package var played = 0
    /// What must not be: must be empty.
    package var complaints: [String] = []

    package init(dialogs: Int = 0) { self.dialogs = dialogs }

    package static func += (a: inout Tally, b: Tally) {
      a.dialogs += b.dialogs
      a.refused += b.refused
      a.played += b.played
      if a.complaints.count < 100 { a.complaints += b.complaints }
    }
  }

  /// Damaged dialogs that are loaded together.
  package static let batch = 50

  let stock: DialogFuzz.Stock

  package init(_ stock: DialogFuzz.Stock) { self.stock = stock }

  /// One batch; equal seeds give equal batches.
  package func run(seed: UInt64) -> Tally {
    var fuzz = DialogFuzz(stock: stock, random: SplitMix(seed: seed))
    let sources = (0..<Self.batch).map { fuzz.damaged("x\($0)") }
    let found = problems(stock.sources + sources)
    var tally = Tally(dialogs: sources.count)
    let files = Dictionary(
      uniqueKeysWithValues: (stock.sources + sources).flatMap { source in
        source.files.map { ("Dialogs/\(source.id)/\($0.key)", lines($0.value)) }
      })
    tally.complaints = found.compactMap { place($0, in: files) }
    if seed % 10 == 0, problems(stock.sources + sources) != found {
      tally.complaints.append("it is not the same a second time")
    }
    for source in sources {
      // Copies of one dialog claim the same commands; that is no damage.
      let isSound = !found.contains {
        $0.file.hasPrefix("Dialogs/\(source.id)/") && !$0.message.contains("already starts the dialog")
      }
      if isSound { tally.played += 1 } else { tally.refused += 1 }
      guard isSound || fuzz.random.next() % 40 == 0 else { continue }
      // Also what is refused must come back without a crash: a store may hold anything.
      let restored = try? DialogDefinition.restore(source, host: stock.host)
      guard isSound else { continue }
      guard let restored else {
        tally.complaints.append("a sound dialog does not come back out of the store")
        continue
      }
      tally.complaints += play(restored, &fuzz.random)
    }
    tally.complaints = tally.complaints.map { "\($0): seed \(seed)" }
    return tally
  }

  private func problems(_ sources: [DialogSource]) -> [Problem] {
    do {
      _ = try DialogLibrary(sources: sources, common: stock.common, host: stock.host)
      return []
    } catch { return error.all }
  }

  // MARK: Places

  /// As the reader counts them: every line end is one.
  private func lines(_ text: String) -> [Int] {
    text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map(\.unicodeScalars.count)
  }

  /// What is wrong with the place that a problem names.
  private func place(_ problem: Problem, in files: [String: [Int]]) -> String? {
    guard !problem.message.isEmpty else { return "a problem without words at \(problem.file)" }
    guard let position = problem.position else { return nil }
    guard let lines = files[problem.file], lines.indices.contains(position.line - 1) else {
      return "\(problem) is in no file, or behind it"
    }
    return (1...lines[position.line - 1] + 1).contains(position.column) ? nil : "\(problem) is behind its line"
  }

  // MARK: Play

  private static let texts = ["", "1", "2", "да", "Назад", "завтра в 15", String(repeating: "ж", count: 30)]
  private static let rows = [
    QueryRow(key: .text("moscow"), columns: ["name": .text("Москва"), "label": .text("Меню")])
  ]
  /// Sunday 1 March 2026, 10:00 in Moscow.
  private static let now: Int64 = 1_772_348_400_000

  /// - Returns: what went wrong.
  private func play(_ definition: DialogDefinition, _ random: inout SplitMix) -> [String] {
    let definitions = Definitions(
      running: { $0 == definition.hash ? definition : nil }, inForce: { $0 == definition.id ? definition : nil })
    let context = DialogContext(
      now: Self.now, language: "ru", timeZone: TimeZone(identifier: "Europe/Moscow") ?? .gmt,
      facts: ["role": .text("mentee"), "me.name": .text("Аня")])
    var conversation = Conversation(of: definition)
    var complaints: [String] = []
    for _ in 0..<10 {
      let event: DialogEvent =
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .start(arguments: [:])
        case 1...2: .press(button: Int.random(in: 0...4, using: &random))
        case 3: .text(Self.texts.randomElement(using: &random) ?? "")
        case 4: .outcome("ok", results: [:])
        default: .rows(Self.rows)
        }
      do {
        conversation = try step(conversation, event, definitions, context).conversation
        let text = conversation.jsonText
        if try Conversation(jsonText: text).jsonText != text {
          complaints.append("a conversation changes in the store")
        }
      } catch let error as DialogError {
        if case .budget = error { complaints.append("\(error)") }
        if case .unknownState = error { complaints.append("\(error)") }
      } catch { complaints.append("\(error)") }
    }
    return complaints
  }
}
