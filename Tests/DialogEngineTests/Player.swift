import DialogEngine
import Foundation
import JSON
import Testing

/// Plays a dialog event by event and tells what came of each, a line an effect. The conversation goes through JSON between any two.
struct Player {
  var definition: DialogDefinition
  var conversation: Conversation
  /// Of the last step.
  var course: [Passage] = []
  var context: DialogContext

  /// Sunday 1 March 2026, 10:00 in Moscow.
  static let now: Int64 = 1_772_348_400_000

  init(_ definition: DialogDefinition, language: String = "ru", facts: [String: Value] = [:]) throws {
    self.definition = definition
    conversation = Conversation(of: definition)
    context = DialogContext(
      now: Self.now, language: language, timeZone: try #require(TimeZone(identifier: "Europe/Moscow")),
      facts: ["role": .text("mentee"), "me.name": .text("Аня")].merging(facts) { $1 })
  }

  init(_ dialog: String, _ texts: String) throws { try self.init(load(dialog, texts)) }

  /// Other dialogs that it may call.
  var others: [DialogDefinition] = []

  var definitions: Definitions {
    let all = [definition] + others
    return Definitions(
      running: { hash in all.first { $0.hash == hash } }, inForce: { id in all.first { $0.id == id } })
  }

  mutating func send(_ event: DialogEvent) throws -> [String] {
    let text = conversation.jsonText
    let stored = try Conversation(jsonText: text)
    #expect(stored == conversation)
    #expect(stored.jsonText == text)
    let transition = try step(stored, event, definitions, context)
    conversation = transition.conversation
    course = transition.course
    return transition.effects.map(tell) + (conversation.ended.map { ["over: \($0.rawValue)"] } ?? [])
  }

  mutating func start(_ arguments: [String: Value] = [:]) throws -> [String] {
    try send(.start(arguments: arguments))
  }

  var prompt: Prompt? { currentPrompt(conversation, definitions, context) }

  func understand(_ text: String) -> Understanding {
    understands(text, conversation, definitions, context)
  }
}

/// "ask 1: Тема? [1 Учёба, 2 Работа]", "say: Спасибо", "wake 1 after 1800 s", "run save: answers.save note=«…»"
func tell(_ effect: Effect) -> String {
  switch effect {
  case .say(let prompt): tell(prompt)
  case .wake(let after, let number): "wake \(number) after \(after.components.seconds) s"
  case .sleep: "sleep"
  case .run(let call):
    "run \(call.effect): \(call.command)"
      + call.arguments.sorted { $0.key < $1.key }.map { " \($0.key)=\(tell($0.value))" }.joined()
  case .query(let call):
    "query \(call.query)" + call.arguments.sorted { $0.key < $1.key }.map { " \($0.key)=\(tell($0.value))" }.joined()
  case .start(let dialog): "start \(dialog)"
  }
}

func tell(_ prompt: Prompt) -> String {
  let verb = prompt.edits ? "edit" : "ask"
  let rows = prompt.buttons.map { row in
    " [" + row.map { "\($0.number) \($0.label)" }.joined(separator: ", ") + "]"
  }
  return (prompt.isPrompt ? "\(verb) \(prompt.revision): " : "say: ") + prompt.text.text + rows.joined()
}

private func tell(_ value: Value) -> String {
  switch value {
  case .text(let text): text
  case .int(let number): "\(number)"
  case .bool(let truth): "\(truth)"
  case .instant(let milliseconds): "@\(milliseconds)"
  }
}
