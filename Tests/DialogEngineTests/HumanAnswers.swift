import DialogEngine
import Foundation
import Testing

/// What people type for an answer of one type, and what becomes of it. Asked on Wednesday 25 November 2026 at 10:00 in Moscow.
struct HumanAnswer: Sendable, CustomTestStringConvertible {
  var type: String
  var text: String
  /// The value as JSON writes it; or, after "?", what is said instead, with the labels of the offers.
  var expected: String
  var language: String

  var testDescription: String { "\(type) ← \(text)" }

  static let now: Int64 = 1_795_590_000_000

  /// Lines of "text = value" and "text ? what is said".
  static func table(_ type: String, language: String = "ru", _ lines: String) -> [HumanAnswer] {
    lines.split(separator: "\n").map { line in
      let mark = line.firstRange(of: " = ")?.lowerBound ?? line.firstRange(of: " ? ")?.lowerBound ?? line.endIndex
      let isValue = line[mark...].hasPrefix(" = ")
      return HumanAnswer(
        type: type, text: String(line[..<mark]), expected: (isValue ? "" : "? ") + line[mark...].dropFirst(3),
        language: language)
    }
  }

  /// A conversation that has just asked for an answer of `type`.
  static func asked(_ type: String, language: String = "ru") throws -> Player {
    let definition = try load(
      """
      slots: { x: { type: \(type) } }, start: "a",
      states: { a: { ask: "a", answer: { into: "x" }, go: "#done" } }
      """, #"a: "?", "x.study": "Учёба", "x.work": "Работа""#)
    var player = try Player(definition, language: language)
    player.context.now = now
    _ = try player.start()
    return player
  }

  /// Types `texts` one after the other and tells what came of the last.
  static func answer(
    _ type: String, _ texts: [String], language: String = "ru", now: Int64 = now, zone: TimeZone? = nil
  ) throws -> String {
    var player = try asked(type, language: language)
    player.context.now = now
    if let zone { player.context.timeZone = zone }
    var told = ""
    for text in texts {
      let effects = try player.send(.text(text))
      switch player.conversation.current.slots["x"] {
      case .text(let value)?: told = value
      case .int(let value)?: told = "\(value)"
      case .bool(let value)?: told = "\(value)"
      case .instant?, nil:
        let prompt = try #require(effects.first)
        told = "? " + prompt.drop { $0 != ":" }.dropFirst(2)
      }
    }
    // Numbers of buttons are the engine's own affair.
    return told.replacing(#/\[\d+ /#, with: "[")
  }
}
