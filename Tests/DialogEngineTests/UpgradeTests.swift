import JSON
import Testing

@testable import DialogEngine

/// A dialog out of the inner lines of its structure, and of its Russian texts.
private struct Dialog {
  var id: String
  var version = 1
  var upgrade = "{}"
  var structure: String
  var texts: String

  var source: DialogSource {
    DialogSource(
      id: id,
      files: [
        "dialog.json5":
          "{ format: 1, id: \"\(id)\", version: \(version), who: \"anyone\", upgrade: \(upgrade),\n\(structure) }",
        "text.ru.json5": "{ lang: \"ru\", for: \"\(id)\",\n\(texts) }",
      ])
  }

  func changed(_ change: (inout Dialog) -> Void) -> Dialog {
    var dialog = self
    change(&dialog)
    return dialog
  }

  /// Asks where to go, has `day` ask for the day, and asks why.
  static let trip = Dialog(
    id: "trip",
    structure: ##"""
      slots: { place: { type: "text" }, day: { type: "date", optional: true }, why: { type: "text", optional: true } },
      start: "place", states: {
        place: { ask: "place", answer: { into: "place" }, go: "when" },
        when: { call: "day", into: { day: "day" }, go: "why" },
        why: { ask: "why", answer: { into: "why" }, buttons: [[{ text: "back", back: true }]], go: "#done" },
      }
      """##,
    texts:
      #"place: "Куда?", why: "Зачем в {place}?", back: "Назад", closed: "Закрыто.", moved: "Новые вопросы о {place}.""#)

  /// The same states in another structure.
  static func trip(_ version: Int, _ upgrade: String) -> Dialog {
    trip.changed {
      $0.version = version
      $0.upgrade = upgrade
      $0.structure = $0.structure.replacing("go: \"why\" }", with: "go: \"why\", otherwise: \"why\" }")
    }
  }

  static let day = Dialog(
    id: "day",
    structure: ##"""
      slots: { day: { type: "datetime" } }, start: "ask",
      states: { ask: { ask: "ask", answer: { into: "day" }, go: "#done" } }
      """##
      .replacing("datetime", with: "date"), texts: #"ask: "В какой день?", again: "В другой день?""#)

  /// The state `ask` of version 1 is called `pick`.
  static func day(_ upgrade: String) -> Dialog {
    Dialog(
      id: "day", version: 2, upgrade: upgrade,
      structure: ##"""
        slots: { day: { type: "date" } }, start: "pick",
        states: { pick: { ask: "again", answer: { into: "day" }, go: "#done" } }
        """##,
      texts: day.texts)
  }
  static let dayMap = #"{ "1": { states: { ask: "pick" } } }"#
}

/// Somebody in a dialog, and the dialogs that come into force meanwhile.
private struct Scene {
  var old: DialogLibrary
  var new: DialogLibrary
  var conversation: Conversation
  let context: DialogContext

  init(_ old: [Dialog] = [.trip, .day], new: [Dialog], host: HostTables = .upgrading) throws {
    self.old = try DialogLibrary(sources: old.map(\.source), host: host)
    self.new = try DialogLibrary(sources: new.map(\.source), host: host)
    context = try Player(##"start: "a", states: { a: { say: "a", go: "#done" } }"##, #"a: "А""#).context
    conversation = Conversation(of: try #require(self.old.dialogs[old[0].id]))
    try send(.start(arguments: [:]))
  }

  var definitions: Definitions {
    let all = Array(old.dialogs.values) + Array(new.dialogs.values)
    return Definitions(running: { hash in all.first { $0.hash == hash } }, inForce: { [new] in new.dialogs[$0] })
  }

  @discardableResult
  mutating func send(_ event: DialogEvent) throws -> [String] {
    let definitions = Definitions(running: self.definitions.running) { [old] in old.dialogs[$0] }
    let transition = try step(conversation, event, definitions, context)
    conversation = transition.conversation
    return transition.effects.map(tell) + (conversation.ended.map { ["over: \($0.rawValue)"] } ?? [])
  }

  var verdict: UpgradeVerdict { upgradeVerdict(conversation, definitions) }

  mutating func upgrade(speaks: Bool = true) throws -> [String] {
    #expect(verdict.whole == .map)
    let transition = try upgraded(conversation, definitions, speaks: speaks, context)
    // As the store keeps it.
    conversation = try Conversation(jsonText: transition.conversation.jsonText)
    #expect(conversation == transition.conversation)
    #expect(verdict.whole == .current)
    return transition.effects.map(tell)
  }

  var prompt: String? { currentPrompt(conversation, definitions, context).map(tell) }
  var place: String { conversation.frames.map { "\($0.dialog).\($0.state)" }.joined(separator: " ") }
}

@Suite("What becomes of a conversation")
struct UpgradeVerdictTests {
  private typealias Fate = UpgradeVerdict.Fate

  @Test("is what its dialog says about its version")
  func policies() throws {
    let told = BreakOff.exit(saying: .init(dialog: "trip", text: "closed"))
    let cases: [(String, Fate)] = [
      ("{}", .drain(nil)),
      (#"{ otherwise: "drain" }"#, .drain(nil)),
      (#"{ "1": "map", otherwise: "exit" }"#, .map),
      (#"{ "1": {} }"#, .map),
      (#"{ "2": "map", otherwise: "exit" }"#, .breakOff(.exit(saying: .init(dialog: "trip", text: "upgrade.exit")))),
      (#"{ "1": { exit: true, say: "closed" } }"#, .breakOff(told)),
      (#"{ "1": "restart" }"#, .breakOff(.restart(saying: nil))),
      (
        #"{ "1": { restart: true, say: "closed" } }"#,
        .breakOff(.restart(saying: .init(dialog: "trip", text: "closed")))
      ),
      (
        #"{ "1": { drain: "P7D", then: "exit", say: "closed" } }"#,
        .drain(DrainLimit(after: .seconds(604_800), then: told))
      ),
      (
        #"{ "1": { drain: "PT1H", then: "restart" } }"#,
        .drain(DrainLimit(after: .seconds(3600), then: .restart(saying: nil)))
      ),
    ]
    for (upgrade, fate) in cases {
      let verdict = try Scene(new: [.trip(3, upgrade), .day]).verdict
      #expect(verdict.whole == fate, "\(upgrade)")
      #expect(verdict.frames == [.init(dialog: "trip", version: 1, fate: fate)])
    }
  }

  @Test("is nothing where the structure is the same, and to finish where the dialog is gone, older, or lost")
  func none() throws {
    let retold = Dialog.trip.changed {
      $0.texts = $0.texts.replacing("Куда?", with: "Куда едем?")
      $0.upgrade = #"{ otherwise: "exit" }"#
    }
    let scene = try Scene(new: [retold, .day])
    #expect(scene.verdict.whole == .current)
    #expect(try Scene(new: [.day]).verdict.whole == .drain(nil))
    #expect(try Scene([.trip(2, "{}"), .day], new: [.trip, .day]).verdict.whole == .drain(nil))
    var lost = try Scene(new: [.trip(2, #"{ otherwise: "exit" }"#), .day])
    lost.old = lost.new
    #expect(lost.verdict.frames == [.init(dialog: "trip", version: nil, fate: .drain(nil))])
  }

  @Test("depends on all its dialogs: it moves as a whole or not at all, and ends where one of them says so")
  func frames() throws {
    let exit = BreakOff.exit(saying: .init(dialog: "day", text: "upgrade.exit"))
    let hour = DrainLimit(after: .seconds(3600), then: exit)
    let week = DrainLimit(after: .seconds(604_800), then: .restart(saying: nil))
    let limit = #"{ "1": { drain: "PT1H", then: "exit" } }"#
    let cases: [(Dialog, Dialog, [Fate], Fate)] = [
      (.trip, .day(Dialog.dayMap), [.current, .map], .map),
      (.trip(2, #"{ "1": "map" }"#), .day, [.map, .current], .map),
      (.trip(2, #"{ "1": "map" }"#), .day(Dialog.dayMap), [.map, .map], .map),
      (.trip(2, "{}"), .day(Dialog.dayMap), [.drain(nil), .map], .drain(nil)),
      (.trip(2, #"{ "1": "map" }"#), .day(limit), [.map, .drain(hour)], .drain(hour)),
      (
        .trip(2, #"{ "1": { drain: "P7D", then: "restart" } }"#), .day(limit), [.drain(week), .drain(hour)],
        .drain(hour)
      ),
      (.trip(2, #"{ "1": "map" }"#), .day(#"{ "1": "exit" }"#), [.map, .breakOff(exit)], .breakOff(exit)),
      (.trip(2, "{}"), .day(#"{ "1": "exit" }"#), [.drain(nil), .breakOff(exit)], .breakOff(exit)),
      (
        .trip(2, #"{ "1": "restart" }"#), .day(#"{ "1": "exit" }"#),
        [.breakOff(.restart(saying: nil)), .breakOff(exit)], .breakOff(.restart(saying: nil))
      ),
    ]
    for (trip, day, frames, whole) in cases {
      var scene = try Scene(new: [trip, day])
      try scene.send(.text("Музей"))
      #expect(scene.place == "trip.when day.ask")
      #expect(scene.verdict.frames.map(\.fate) == frames)
      #expect(scene.verdict.whole == whole)
    }
  }
}

@Suite("A conversation that a map moves")
struct UpgradeTests {
  @Test("goes on at its place, its slots under their new names, its old buttons stale, its timer running")
  func moves() throws {
    let new = Dialog(
      id: "trip", version: 2,
      upgrade: ##"""
        { "1": { states: { place: "goal", why: "reason" },
                 slots: { rename: { place: "goal" }, drop: ["why"], set: { kind: "'fun'", since: "today", again: "goal" } } } }
        """##,
      structure: ##"""
        slots: { goal: { type: "text" }, again: { type: "text" }, day: { type: "date", optional: true },
                 kind: { type: "choice", options: ["fun", "work"] }, since: { type: "date" }, reason: { type: "text" } },
        start: "goal", states: {
          goal: { ask: "goal", answer: { into: "goal" }, go: "when" },
          when: { call: "day", into: { day: "day" }, go: "reason" },
          reason: { ask: "reason", answer: { into: "reason" }, buttons: [[{ text: "skip", go: "#done" }, { text: "back", back: true }]], go: "#done" },
        }
        """##,
      texts: #"goal: "Куда едете?", reason: "Почему {goal}?", skip: "Дальше", back: "Назад""#)
    var scene = try Scene(new: [new, .day])
    try scene.send(.text("Музей"))
    try scene.send(.text("25.11"))
    #expect(scene.prompt == "ask 3: Зачем в Музей? [1 Назад]")
    #expect(try scene.upgrade() == [])
    #expect(scene.place == "trip.reason")
    #expect(
      scene.conversation.current.slots == [
        "goal": .text("Музей"), "again": .text("Музей"), "day": .text("2026-11-25"), "kind": .text("fun"),
        "since": .text("2026-03-01"),
      ])
    #expect(scene.prompt == "ask 4: Почему Музей? [1 Дальше, 2 Назад]")
    // Back to where the person came from, by the name that holds now.
    var back = scene
    #expect(try back.send(.press(button: 2)) == ["ask 5: Куда едете?", "wake 4 after 86400 s"])
    // The timer that was set before still counts.
    #expect(try scene.send(.idle(3)) == ["over: expire"])
  }

  @Test("in a dialog that it calls goes on there, and comes back to the caller's new version")
  func called() throws {
    var scene = try Scene(new: [.trip(2, #"{ "1": { say: "moved" } }"#), .day(Dialog.dayMap)])
    try scene.send(.text("Музей"))
    #expect(
      try scene.upgrade() == ["say: Новые вопросы о Музей.", "ask 3: В другой день?"])
    #expect(scene.place == "trip.when day.pick")
    scene.old = scene.new
    #expect(try scene.send(.text("25.11")).first == "ask 4: Зачем в Музей? [1 Назад]")
  }

  @Test("hears what its map says, with the prompt as it is now; who may not be written to hears nothing")
  func speaks() throws {
    let new = Dialog.trip(2, #"{ "1": { say: "moved" } }"#)
    var scene = try Scene(new: [new, .day])
    try scene.send(.text("Музей"))
    try scene.send(.text("25.11"))
    var silent = scene
    #expect(try scene.upgrade() == ["say: Новые вопросы о Музей.", "ask 4: Зачем в Музей? [1 Назад]"])
    #expect(try silent.upgrade(speaks: false) == [])
    #expect(scene.prompt == silent.prompt)
  }

  @Test("is asked its question anew when something was asked back")
  func question() throws {
    let clock = Dialog(
      id: "clock",
      structure:
        ##"slots: { at: { type: "time" } }, start: "a", states: { a: { ask: "a", answer: { into: "at" }, go: "#done" } }"##,
      texts: #"a: "Во сколько?""#)
    let new = clock.changed {
      $0.version = 2
      $0.upgrade = #"{ "1": { states: { a: "b" } } }"#
      $0.structure = $0.structure.replacing("a: { ask", with: "b: { ask").replacing(
        "start: \"a\"", with: "start: \"b\"")
    }
    var scene = try Scene([clock], new: [new])
    try scene.send(.text("в 5"))
    #expect(scene.prompt == "ask 2: Уточните: утра или вечера? [202 05:00, утро] [203 17:00, вечер]")
    #expect(try scene.upgrade() == [])
    #expect(scene.prompt == "ask 3: Во сколько?")
  }

  @Test("gets a timer where it had none, and loses one that has no rule any more")
  func timers() throws {
    let silent = Dialog(
      id: "card",
      structure:
        ##"enter: [{ event: "help.taken" }], start: "a", states: { a: { ask: "a", buttons: [[{ text: "b", go: "#done" }]] } }"##,
      texts: #"a: "А", b: "Б""#)
    let timed = silent.changed {
      $0.version = 2
      $0.upgrade = #"{ "1": "map" }"#
      $0.structure += ##", idle: { after: "PT1H", then: "#expire" }"##
    }
    var scene = try Scene([silent], new: [timed])
    #expect(try scene.upgrade() == ["wake 1 after 3600 s"])
    let untimed = silent.changed {
      $0.version = 3
      $0.upgrade = #"{ "2": "map" }"#
    }
    scene.new = try DialogLibrary(sources: [untimed.source], host: .upgrading)
    scene.old = try DialogLibrary(sources: [timed.source], host: .upgrading)
    #expect(try scene.upgrade() == ["sleep"])
    #expect(scene.conversation.timer == nil)
  }

  @Test("keeps the rows that it was offered, from the first page on")
  func choices() throws {
    let choice = Dialog(
      id: "pick",
      structure: ##"""
        slots: { room: { type: "text" } }, start: "a",
        states: { a: { ask: "a", choose: { from: "rooms", show: "row", into: "room", page: 2, empty: "#done" }, go: "#done" } }
        """##,
      texts: #"a: "Где?", row: "{room}""#)
    let new = choice.changed {
      $0.version = 2
      $0.upgrade = #"{ "1": { states: { a: "b" } } }"#
      $0.structure = $0.structure.replacing("a: {", with: "b: {").replacing("start: \"a\"", with: "start: \"b\"")
        .replacing("page: 2", with: "page: 3")
    }
    var scene = try Scene([choice], new: [new])
    let rows = (1...5).map { QueryRow(key: .text("\($0)"), columns: ["room": .text("\($0)")]) }
    try scene.send(.rows(rows))
    let next = try #require(
      currentPrompt(scene.conversation, scene.definitions, scene.context)?.buttons.joined().first {
        $0.label.hasPrefix("Следующие")
      })
    try scene.send(.press(button: next.number))
    #expect(scene.conversation.current.choices?.page == 1)
    #expect(try scene.upgrade() == [])
    let labels = currentPrompt(scene.conversation, scene.definitions, scene.context)?.buttons.joined().map(\.label)
    #expect(labels == ["1", "2", "3", "Следующие ›"])
  }

  @Test("stays where it is when its place or a value is left out")
  func leftOut() throws {
    func move(_ new: Dialog) throws(DialogError) -> Transition {
      guard var scene = try? Scene(new: [new, .day]) else { throw .ended }
      _ = try? scene.send(.text("Музей"))
      _ = try? scene.send(.text("25.11"))
      return try upgraded(scene.conversation, scene.definitions, speaks: true, scene.context)
    }
    let map = Dialog.trip(2, #"{ "1": "map" }"#)
    #expect(throws: DialogError.unknownState(dialog: "trip", state: "when")) {
      try move(.trip(2, #"{ "1": { states: { why: "when" } } }"#))
    }
    #expect(throws: DialogError.wrongValue(slot: "place")) {
      try move(
        map.changed {
          $0.structure = $0.structure.replacing("place: { type: \"text\" }", with: "place: { type: \"date\" }")
        })
    }
    #expect(throws: DialogError.wrongValue(slot: "place")) {
      try move(
        map.changed {
          $0.structure = $0.structure.replacing("place: { type", with: "goal: { type").replacing(
            "into: \"place\"", with: "into: \"goal\"")
          $0.texts = $0.texts.replacing("{place}", with: "{goal}")
        })
    }
  }
}
