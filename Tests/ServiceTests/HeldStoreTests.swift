import Emulator
import SQLite
import Testing

@Suite("A store that another program holds", .timeLimit(.minutes(3)))
struct HeldStoreTests {
  private static let isHeld = "another program holds the store: nothing is accepted until it lets go"

  @Test("is waited for, which is said once, and nothing is lost")
  func waits() async throws {
    let clock = FastClock(rate: 20)
    let hearing = Hearing()
    var lines = hearing.lines.makeAsyncIterator()
    var said: [String] = []
    let scene = try await EndToEndScene.run(clock, log: hearing.log) { scene, _ in
      try await scene.seeMenus(clock)
      let other = try Connection(path: scene.storeFile, busyTimeout: .seconds(10))
      try other.begin(.immediate)
      try scene.say("/menu", as: .mentee)
      while said.last != Self.isHeld, let line = await lines.next() { said.append(line) }
      #expect(scene.emulator.pendingUpdates() == 1)
      try other.rollback()
      while said.last != "the store can be written again", let line = await lines.next() { said.append(line) }
      _ = try await scene.emulator.wait { emulator in
        emulator.chat(of: EndToEndScene.Who.mentee.rawValue).messages.count { $0.text == "Что нужно сделать?" } == 2
          ? true : nil
      }
    }
    hearing.end()
    while let line = await lines.next() { said.append(line) }
    #expect(said.count { $0 == Self.isHeld } == 1)
    #expect(scene.emulator.pendingUpdates() == 0)
    #expect(try scene.rows("SELECT kind FROM v_incidents") == [])
  }
}
