import HTTP
import Messaging
import SQLite
import Service
import Synchronization
import TestSupport
import Testing

@Suite("The bot's introduction to its messenger", .timeLimit(.minutes(3)))
struct IntroductionTests {
  /// Answers the first `count` requests of a method itself.
  private func spoiling(
    _ method: String, _ count: Int, _ spoil: @escaping @Sendable () throws(HTTPFailure) -> HTTPResponse
  ) -> (HTTPClient) -> HTTPClient {
    let seen = Mutex(0)
    return { client in
      HTTPClient { request throws(HTTPFailure) in
        guard request.url.hasSuffix("/" + method) else { return try await client.send(request) }
        let number = seen.withLock { seen in
          seen += 1
          return seen
        }
        return number > count ? try await client.send(request) : try spoil()
      }
    }
  }

  private func expectUsername(_ names: [String], _ scene: EndToEndScene) throws {
    #expect(try scene.rows("SELECT username FROM bot") == names)
  }

  @Test(
    "is tried until it goes well, however often its calls are lost or answered by a web page",
    arguments: ["deleteWebhook", "setMyCommands", "getMe"])
  func insists(_ method: String) async throws {
    let hearing = Hearing()
    let page = HTTPResponse(status: 502, body: Array("<html>".utf8))
    let calls = Mutex(0)
    let change = spoiling(method, 12) { () throws(HTTPFailure) in
      let number = calls.withLock { calls in
        calls += 1
        return calls
      }
      guard number % 2 == 0 else { throw HTTPFailure(.reset, .sent, "lost") }
      return page
    }
    try await EndToEndScene.run(FastClock(rate: 500), log: hearing.log, change: change) { scene, _ in
      _ = await hearing.lines.first { $0 == "bot identified" }
      try expectUsername(["sample_bot"], scene)
    }
  }

  @Test("outlasts a full disk")
  func fullDisk() async throws {
    let disk = try FaultyDisk()
    let hearing = Hearing()
    let change = { @Sendable (client: HTTPClient) in
      HTTPClient { request throws(HTTPFailure) in
        let answer = try await client.send(request)
        if request.url.hasSuffix("/getMe") { disk.fillUp() }
        return answer
      }
    }
    let clock = FastClock(rate: 20)
    try await EndToEndScene.run(clock, disk: disk, log: hearing.log, change: change) { scene, _ in
      var lines = hearing.lines.makeAsyncIterator()
      while let line = await lines.next(), line != FullDiskTests.isFull {}
      try expectUsername(["-"], scene)
      disk.obey()
      while let line = await lines.next(), line != "bot identified" {}
      try expectUsername(["sample_bot"], scene)
      // A stop would not wait for what still waits for space.
      try await scene.seeMenus(clock)
    }
  }

  @Test("is left at a definite refusal; everything else works")
  func refused() async throws {
    let hearing = Hearing()
    let refusal = HTTPResponse(
      status: 400, body: Array(#"{"ok":false,"error_code":400,"description":"Bad Request"}"#.utf8))
    let change = spoiling("setMyCommands", .max) { () throws(HTTPFailure) in refusal }
    try await EndToEndScene.run(FastClock(rate: 20), log: hearing.log, change: change) { scene, _ in
      _ = await hearing.lines.first { $0 == "bot not introduced" }
      try await scene.see("Что нужно сделать?", as: .mentee)
      try expectUsername(["-"], scene)
    }
  }
}
