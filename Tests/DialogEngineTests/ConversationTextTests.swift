import DialogEngine
import Fuzzing
import JSON
import TestSupport
import Testing

@Suite("The text of a conversation in the store")
struct ConversationTextTests {
  /// At its second prompt.
  private func noted() throws -> Player {
    var player = try Player(StepTests.survey.dialog, StepTests.survey.texts)
    _ = try player.start()
    _ = try player.send(.press(button: 1))
    return player
  }

  @Test("is JSON in which a person finds the state and the answers")
  func text() throws {
    let player = try noted()
    #expect(
      player.conversation.jsonText == """
        {"frames":[{"dialog":"d","hash":"\(player.definition.hash)","state":"note","slots":{"topic":"study"},"tries":0,\
        "trail":["topic"]}],"revision":2,"shown":{"text":"note","arguments":{}},"timer":{"number":2,"isLast":true},\
        "timersSet":2,"hasTyped":false}
        """)
  }

  @Test("is read in any order, with members that are not known, and as it was written before")
  func older() throws {
    let player = try noted()
    let text = """
      {"frames":[{"dialog":"d","hash":"\(player.definition.hash)","slots":{"topic":"study"},"state":"note","trail":["topic"],
      "tries":0,"mood":[{"good":"[}"}]}], "hasTyped":false,"later":null,"revision":2,"shown":{"arguments":{},"text":"no\\u0074e"},
      "timer":{"isLast":true,"number":2},"timersSet":2}
      """
    #expect(try Conversation(jsonText: text) == player.conversation)
  }

  @Test(
    "says where it is damaged, and nothing of what stands there",
    arguments: [
      (#""revision":2"#, #""revision":"two""#, "revision: expected a whole number"),
      (#""revision":2"#, #""revision":-2"#, "revision: expected a count"),
      (#""timersSet":2"#, #""timersSet":9223372036854775807"#, "timersSet: expected a count"),
      (#""revision":2,"#, "", "revision: expected a value"),
      (#""topic":"study""#, #""topic":[]"#, "frames.slots: expected a value"),
      (#"["topic"]"#, "[7]", "frames.trail: expected a string"),
      (#""tries":0"#, #""tries":0.5"#, "frames.tries: expected a whole number"),
      (#""hasTyped":false"#, #""hasTyped":0"#, "hasTyped: expected true or false"),
      (#""hasTyped":false"#, #""hasTyped":false,"ended":"elsewhere""#, "ended: expected an ending"),
      (#""trail":["topic"]}]"#, #""trail":["topic"]}"#, "expected one whole JSON value"),
      (#""trail":["topic"]"#, #""trail":["topic",]"#, "frames.trail: expected an array"),
    ])
  func damaged(_ whole: String, _ broken: String, _ message: String) throws {
    let text = try noted().conversation.jsonText
    #expect(text.contains(whole))
    #expect {
      try Conversation(jsonText: text.replacing(whole, with: broken))
    } throws: { error in
      (error as? JSONFault)?.description == "damaged JSON: " + message
    }
  }

  @Test("without a frame is damaged")
  func noFrame() {
    #expect(throws: JSONFault(expected: "a frame")) {
      try Conversation(jsonText: #"{"frames":[],"revision":0,"timersSet":0,"hasTyped":false}"#)
    }
  }

  @Test("damaged anyhow is refused, or makes a conversation that is kept and moved like any other", arguments: 0..<10)
  func mutations(_ seed: UInt64) throws {
    var chance = SeededRandom(seed: seed)
    var player = try Self.busy[Int(seed) % Self.busy.count]()
    let whole = Array(player.conversation.jsonText.utf8)
    var read = 0
    for round in 0..<600 {
      let bytes = round.isMultiple(of: 2) ? mutated(whole, using: &chance) : misspelt(whole, using: &chance)
      let text = String(decoding: bytes, as: UTF8.self)
      guard let conversation = try? Conversation(jsonText: text) else { continue }
      read += 1
      player.conversation = conversation
      _ = player.prompt
      _ = player.understand("учёба")
      for event in [DialogEvent.text("завтра"), .press(button: 1), .press(button: 202), .idle(1), .attachment()] {
        // Whatever it says, it stands at a bound and not in a crash.
        do { _ = try player.send(event) } catch is DialogError {}
      }
    }
    #expect(read > 100, "nearly every mutation spoils the whole text: the test reaches nothing")
  }

  @Test("holds instants and numbers up to their bounds", arguments: [Int64.min, -1, .max])
  func extremes(_ number: Int64) throws {
    var player = try Self.busy[1]()
    let text = player.conversation.jsonText
      .replacing("\"at\":\(Player.now)", with: "\"at\":\(number)").replacing(
        "\"minutes\":15", with: "\"minutes\":\(number)")
    player.conversation = try Conversation(jsonText: text)
    #expect(player.conversation.current.slots["deadline"] == .instant(number))
    #expect(player.prompt != nil)
    _ = try player.send(.press(button: 1))
  }

  /// Letters and digits changed for others: most of it stays well-formed, with other names, numbers and states.
  private func misspelt(_ bytes: [UInt8], using chance: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &chance) {
      let at = Int.random(in: 0..<bytes.count, using: &chance)
      switch bytes[at] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let number = ["0", "7", "-1", "99", "123456789"].randomElement(using: &chance) ?? ""
        bytes.replaceSubrange(at...at, with: number.utf8)
      case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes[at] = UInt8.random(in: 97...122, using: &chance)
      default: break
      }
    }
    return bytes
  }

  /// Conversations that hold a little of everything.
  private static let busy: [@Sendable () throws -> Player] = [
    {
      var player = try Player(StepTests.survey.dialog, StepTests.survey.texts)
      _ = try player.start()
      _ = try player.send(.press(button: 2))
      _ = try player.send(.text(String(repeating: "ж", count: 30)))
      return player
    },
    {
      var player = try Player(EventTests.card.dialog, EventTests.card.texts)
      _ = try player.start(["request": .int(5), "deadline": .instant(Player.now), "mentee": .text("Аня")])
      _ = try player.send(.domain("help.half_time", arguments: ["minutes": .int(15)]))
      return player
    },
    {
      // In the midst of asking back.
      var player = try HumanAnswer.asked(#""datetime""#)
      _ = try player.send(.text("завтра в 5"))
      return player
    },
    {
      // On the second page of a choice, and while its rows are awaited.
      var player = try ChoiceTests().asked().player
      _ = try player.send(.press(button: 202))
      return player
    },
    {
      var player = try ChoiceTests().player()
      _ = try player.start()
      _ = try player.send(.press(button: 1))
      return player
    },
  ]
}
