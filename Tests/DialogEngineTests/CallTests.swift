import DialogEngine
import JSON5
import Testing

@Suite("A dialog within a dialog")
struct CallTests {
  /// Books something: a room through the dialog `pick`, then a look at it.
  static let outer = source(
    """
    enter: [{ command: "book" }],
    slots: { floor: { type: "int" }, room: { type: "text" }, mentor: { type: "text", optional: true } },
    idle: { after: "PT30M", say: "still_outer", then: "#expire" },
    on: { "help.taken": { go: "taken" }, "help.half_time": { say: "minutes" } },
    start: "floor",
    states: {
      floor: { ask: "floor", answer: { into: "floor" }, go: "pick" },
      pick: { call: "pick", with: { level: "floor" }, into: { room: "room" }, go: "confirm", otherwise: "none" },
      confirm: { ask: "confirm", buttons: [[{ text: "yes", go: "#done" }, { text: "back", back: true }]] },
      none: { say: "none", go: "#done" },
      taken: { say: "taken", go: "#done" },
    },
    """,
    """
    floor: "Этаж?", confirm: "Комната {room}?", back: "Назад", none: "Нет так нет.", taken: "Занял {mentor}.",
    still_outer: "Выбираем дальше?", minutes: "Ещё {minutes}.",
    """)

  /// Has no way in of its own: only others call it.
  static let inner = source(
    """
    slots: { level: { type: "int" }, room: { type: "text" } },
    start: "room",
    states: {
      room: { ask: "room", answer: { into: "room" }, go: "sure",
              buttons: [[{ text: "no", go: "#cancel" }, { text: "back", back: true }]] },
      sure: { ask: "sure", buttons: [[{ text: "yes", go: "#done" }, { text: "back", back: true }]] },
    },
    """,
    #"room: "Комната на этаже {level}?", sure: "{room}, точно?", back: "Назад""#, id: "pick")

  private func player(_ sources: [DialogSource] = [outer, inner]) throws -> Player {
    let library = try DialogLibrary(sources: sources, host: .sample)
    var player = try Player(#require(library.dialogs["d"]))
    player.others = library.dialogs.values.filter { $0.id != "d" }
    return player
  }

  @Test("takes arguments, asks in its own words and gives its results back")
  func wholeWay() throws {
    var player = try player()
    #expect(try player.start() == ["ask 1: Этаж?", "wake 1 after 1800 s"])
    #expect(
      try player.send(.text("3")) == ["ask 2: Комната на этаже 3? [1 Нет, 2 Назад]", "wake 2 after 1800 s"])
    #expect(player.conversation.frames.map(\.dialog) == ["d", "pick"])
    #expect(try player.send(.text("12")) == ["ask 3: 12, точно? [1 Да, 2 Назад]", "wake 3 after 1800 s"])
    #expect(try player.send(.press(button: 1)) == ["ask 4: Комната 12? [1 Да, 2 Назад]", "wake 4 after 1800 s"])
    #expect(player.conversation.frames.map(\.dialog) == ["d"])
    #expect(player.conversation.current.slots == ["floor": .int(3), "room": .text("12")])
    #expect(try player.send(.press(button: 1)) == ["sleep", "over: done"])
  }

  @Test("goes back within itself, then into the dialog that called it")
  func goesBack() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.text("3"))
    _ = try player.send(.text("12"))
    #expect(try player.send(.press(button: 2)).first == "ask 4: Комната на этаже 3? [1 Нет, 2 Назад]")
    #expect(try player.send(.press(button: 2)).first == "ask 5: Этаж?")
    #expect(player.conversation.frames.map(\.dialog) == ["d"])
  }

  @Test("that is broken off leads its caller on, or ends it in the same way")
  func brokenOff() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.text("3"))
    #expect(try player.send(.press(button: 1)) == ["say: Нет так нет.", "sleep", "over: done"])

    var source = Self.outer
    source.files["dialog.json5"] = source.files["dialog.json5"]?.replacing(##", otherwise: "none""##, with: "")
      .replacing(##"none: { say: "none", go: "#done" },"##, with: "")
    var strict = try self.player([source, Self.inner])
    _ = try strict.start()
    _ = try strict.send(.text("3"))
    #expect(try strict.send(.press(button: 1)) == ["sleep", "over: cancel"])
  }

  @Test("waits by its caller's rule, in its caller's words")
  func idle() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.text("3"))
    #expect(try player.send(.idle(2)) == ["ask 2: Выбираем дальше? [1 Нет, 2 Назад]", "wake 3 after 1800 s"])
    #expect(player.conversation.frames.count == 2)
    #expect(try player.send(.idle(3)) == ["over: expire"])
  }

  @Test("is left when its caller goes elsewhere because of an event, and stays when the caller only speaks")
  func events() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.text("3"))
    #expect(try player.send(.domain("help.half_time", arguments: ["minutes": .int(5)])) == ["say: Ещё 5."])
    #expect(player.prompt?.text.text == "Комната на этаже 3?")
    #expect(player.conversation.reacts(to: "help.taken", player.definitions))
    #expect(!player.conversation.reacts(to: "help.offered", player.definitions))
    #expect(
      try player.send(.domain("help.taken", arguments: ["mentor": .text("Олег")])) == [
        "say: Занял Олег.", "sleep", "over: done",
      ])
  }

  @Test("that is not in force any more is an error, not a silence")
  func gone() throws {
    var player = try player()
    _ = try player.start()
    player.others = []
    #expect(throws: DialogError.unknownDialog("pick")) { try player.send(.text("3")) }
  }

  @Test("the state starts another dialog in this one's place")
  func successor() throws {
    var player = try Player(
      #"""
      slots: { next: { type: "label" } }, start: "a",
      states: { a: { ask: "a", buttons: [[{ text: "yes", set: { next: "'d'" }, go: "go" }]] },
                go: { start: { slot: "next" } } }
      """#, #"a: "А?""#)
    _ = try player.start()
    #expect(try player.send(.press(button: 1)) == ["sleep", "start d", "over: done"])
  }

  // MARK: Proof

  private func problems(_ sources: [DialogSource]) -> [String] {
    do {
      _ = try DialogLibrary(sources: sources, host: .sample)
      return []
    } catch { return error.all.map { $0.description.replacing("Dialogs/", with: "") } }
  }

  /// A dialog that calls `callee` and is called `id`.
  private func caller(_ id: String, _ callee: String, _ more: String = "") -> DialogSource {
    source(
      ##"enter: [{ command: "\##(id)" }], slots: { x: { type: "int" } }, start: "a", states: {"##
        + "\na: { call: \"\(callee)\"\(more), go: \"b\" },\n"
        + ##"b: { ask: "b", buttons: [[{ text: "yes", go: "#done" }]] } },"##, #"b: "Б""#, id: id)
  }

  @Test("a call is held against the dialog that it calls")
  func proof() {
    #expect(
      problems([caller("d", "pik"), Self.inner]) == [
        "d/dialog.json5:3:12: unknown dialog `pik`; did you mean `pick`? valid here: d, pick"
      ])
    #expect(
      problems([
        caller("d", "pick", ##", with: { lvl: "x", room: "1" }, into: { level: "x", rooms: "x", room: "x" }"##),
        Self.inner,
      ])
        == [
          "d/dialog.json5:3:28: unknown slot of `pick` `lvl`; did you mean `level`? valid here: level, room",
          "d/dialog.json5:3:44: slot `room` of `pick` takes text, found int",
          "d/dialog.json5:3:71: unknown slot of `pick` `rooms`; did you mean `room`? valid here: level, room",
          "d/dialog.json5:3:83: slot `x` takes int, found text",
        ])
  }

  @Test("nobody is led into a dialog that is closed to him")
  func audience() {
    var inner = Self.inner
    inner.files["dialog.json5"] = inner.files["dialog.json5"]?.replacing("mentee", with: "mentor")
    #expect(
      problems([caller("d", "pick"), inner]) == [
        "d/dialog.json5:3:12: `pick` is not open to everybody who may use this dialog: look at its `who`"
      ])
  }

  @Test("dialogs do not go round in each other")
  func circles() {
    #expect(
      problems([caller("a", "b"), caller("b", "a")]) == [
        "a/dialog.json5:3:12: dialogs that call each other never end: `a` → `b` → `a`",
        "b/dialog.json5:3:12: dialogs that call each other never end: `b` → `a` → `b`",
      ])
    let ids = ["a", "b", "c", "d", "e", "f"]
    #expect(
      problems(zip(ids, ids.dropFirst() + ["pick"]).map { caller($0, $1) } + [Self.inner]) == [
        "a/dialog.json5:3:12: more than 5 dialogs deep: `a` → `b` → `c` → `d` → `e` → `f`",
        "b/dialog.json5:3:12: more than 5 dialogs deep: `b` → `c` → `d` → `e` → `f` → `pick`",
      ])
  }

  @Test("a call that need not wait makes no circle")
  func passable() {
    let silent = source(
      ##"slots: {}, start: "s", states: { s: { say: "s", go: "#done" } },"##, #"s: "С""#, id: "silent")
    let round = source(
      ##"enter: [{ command: "d" }], slots: {}, start: "a", states: { a: { call: "silent", go: "a" } },"##, "")
    #expect(
      problems([round, silent]) == ["d/dialog.json5:2:61: `a` → `a` go round without ever waiting for the person"])
  }

  @Test("dialogs that start each other wait in between")
  func starts() {
    func starter(_ id: String, _ next: String) -> DialogSource {
      source(
        ##"enter: [{ command: "\##(id)" }], slots: {}, start: "a", states: { a: { start: "\##(next)" } },"##, "", id: id
      )
    }
    #expect(
      problems([starter("a", "b"), starter("b", "a")]) == [
        "a/dialog.json5:2:73: this leads back to `a` without ever waiting for the person",
        "b/dialog.json5:2:73: this leads back to `b` without ever waiting for the person",
      ])
  }

  @Test("a dialog that saves answers is no part of another")
  func saving() {
    let saver = source(
      ##"slots: { x: { type: "int" } }, start: "s", states: { s: { do: "s" } }, effects: { s: { command: "answers.save", args: { x: "1" }, on: { ok: "#done", closed: "#done" } } },"##,
      "", id: "saver")
    #expect(
      problems([caller("d", "saver"), saver]) == [
        "d/dialog.json5:3:12: `saver` saves answers, so it cannot be a part of another dialog; take its results with `into` and save them here"
      ])
  }
}
