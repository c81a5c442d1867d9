import Emulator
import Foundation
import HTTP
import Simulation
import Synchronization
import TestSupport
import Testing

/// What networks do to connections, byte by byte: by a relay between the service and the emulator.
@Suite("End to end over a bad network", .timeLimit(.minutes(3)))
struct EndToEndNetworkTests {
  typealias Who = EndToEndScene.Who

  @Test(
    "every other call is cut or creeps, and everybody sees what they see without",
    arguments: [
      Relay.Fate.resetBefore, .resetWithin, .resetAfter, .resetWithinAnswer, .drip(.milliseconds(20)), .hold,
    ])
  func cut(_ fate: Relay.Fate) async throws {
    let clock = FastClock(rate: 20)
    // Where nothing comes, or comes too slowly, somebody has to give up.
    let isSlow = [.hold, .drip(.milliseconds(20))].contains(fate)
    let hurried = { @Sendable (client: HTTPClient) in isSlow ? client.hurried(.milliseconds(400)) : client }
    let scene = try await EndToEndScene.run(clock, change: hurried) { scene, _ in
      scene.relay.judge(EveryOtherRequest().judge(with: fate))
      try await scene.playHelpRequest()
      try await scene.settle(clock)
    }
    for who in Who.allCases { #expect(scene.shown(who) == EndToEndTests.shown[who]) }
    try EndToEndTests.expectOnlyFlaggedDoubles(scene)
    // Only a call that the platform has done can come twice. On a busy machine that is also one that was given up too early.
    let isDoubling = [.resetAfter, .resetWithinAnswer, .drip(.milliseconds(20))].contains(fate)
    if fate != .hold { #expect(try (scene.doubles(.mentee) > 0) == isDoubling) }
    #expect(try scene.rows(EndToEndTests.request) == EndToEndTests.answered)
  }

  @Test(
    "polls whose answers are cut bring their updates the next time", arguments: [Relay.Fate.resetAfter, .resetWithin])
  func polls(_ fate: Relay.Fate) async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      let polls = Mutex(0)
      scene.relay.judge { line in
        guard line.contains("/getUpdates") else { return nil }
        return polls.withLock { polls in
          polls += 1
          return polls % 3 == 0 ? fate : nil
        }
      }
      try await scene.playHelpRequest()
      scene.relay.judge(nil)
    }
    for who in Who.allCases { #expect(scene.shown(who) == EndToEndTests.shown[who]) }
    #expect(try scene.rows(EndToEndTests.request) == EndToEndTests.answered)
  }

  @Test("an outage of ten minutes is waited for, and then everybody has his answer, and nobody two")
  func outage() async throws {
    let clock = FastClock(rate: 60)
    let watched = WatchedClock(clock)
    let scene = try await EndToEndScene.run(watched) { scene, _ in
      @Sendable func menus() -> Int {
        scene.emulator.chat(of: Who.mentee.rawValue).messages.count { $0.text == "Что нужно сделать?" }
      }
      _ = try await scene.emulator.wait { _ in menus() == 1 ? true : nil }
      scene.relay.goDown()
      try scene.say("/menu", as: .mentee)
      try await clock.sleep(for: .seconds(600))
      #expect(menus() == 1)
      try scene.relay.comeUp()
      _ = try await scene.emulator.wait { _ in menus() == 2 ? true : nil }
    }
    // So it goes on within a minute after the outage.
    #expect(watched.longestWait <= .seconds(60))
    #expect(try scene.doubles(.mentee) == 0)
    #expect(try scene.rows("SELECT kind FROM v_incidents") == [])
  }
}
