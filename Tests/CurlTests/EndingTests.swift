import HTTP
import TestSupport
import Testing

@testable import Curl

@Suite("Ending HTTP calls early", .timeLimit(.minutes(1)))
struct EndingTests {
  @Test("cancelling aborts a long poll at once")
  func cancelsLongPoll() async throws {
    let client = CurlClient()
    let server = ScriptedServer([.read, .hold], [.serve("next")])
    let request = HTTPRequest(.get, server.url("/bot1:s3cret/getUpdates"), deadline: .seconds(60), abortsOnCancel: true)
    let poll = Task { try await client.failure(request).verdict }
    await server.log { $0.requests.count == 1 }
    poll.cancel()
    #expect(try await poll.value == "cancelled, sent")
    await server.log { $0.closed == 1 }
    #expect(try await client.http.send(request).text == "next")
  }

  @Test("cancelling lets a send come to its end")
  func letsSendFinish() async throws {
    let client = CurlClient()
    let gate = ScriptedServer.Gate()
    let server = ScriptedServer([.read, .wait(gate), .answer("delivered")])
    let send = Task { try await client.http.send(.message(to: server)).text }
    await server.log { $0.requests.count == 1 }
    send.cancel()
    gate.open()
    #expect(try await send.value == "delivered")
  }

  @Test("a call of a cancelled task does not begin")
  func cancelledBefore() async throws {
    let client = CurlClient(CurlSettings(maxConnections: 1))
    let server = ScriptedServer([.serve("")])
    let gate = ScriptedServer.Gate()
    let blocker = ScriptedServer([.read, .wait(gate), .answer("")])
    // Takes the only connection: the call would have to wait.
    async let other = client.http.send(.message(to: blocker))
    await blocker.log { $0.requests.count == 1 }
    let (hasBegun, begin) = AsyncStream<Void>.makeStream()
    let poll = Task {
      for await _ in hasBegun {}  // Ends when the task is cancelled.
      return try await client.failure(HTTPRequest(.get, server.url("/"), abortsOnCancel: true)).verdict
    }
    poll.cancel()
    #expect(try await poll.value == "cancelled, nothingSent")
    begin.finish()
    gate.open()
    _ = try await other
    #expect(server.log.opened == 0)
  }

  @Test("cancelling takes a call out of the queue")
  func cancelsWaiting() async throws {
    let client = CurlClient(CurlSettings(maxConnections: 1))
    let gate = ScriptedServer.Gate()
    let server = ScriptedServer([.read, .wait(gate), .answer("ok"), .serve("ok")])
    async let first = client.http.send(.message(to: server))
    await server.log { $0.requests.count == 1 }
    let verdict = try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask {
        try await client.failure(HTTPRequest(.get, server.url("/"), abortsOnCancel: true)).verdict
      }
      group.cancelAll()
      return try await #require(group.next())
    }
    #expect(verdict == "cancelled, nothingSent")
    gate.open()
    #expect(try await first.status == 200)
    #expect(server.log.requests.count == 1)
  }

  @Test("one call too many fails at once")
  func boundsQueue() async throws {
    let client = CurlClient(CurlSettings(maxConnections: 1, maxWaiting: 0))
    let gate = ScriptedServer.Gate()
    let server = ScriptedServer([.read, .wait(gate), .answer("ok"), .read, .answer("again")])
    async let first = client.http.send(.message(to: server))
    await server.log { $0.requests.count == 1 }
    #expect(try await client.failure(.message(to: server)).verdict == "other, nothingSent")
    gate.open()
    #expect(try await first.text == "ok")
    #expect(try await client.http.send(.message(to: server)).text == "again")
  }

  @Test("shutting down ends what is under way, what waits and what comes later")
  func shutsDown() async throws {
    let client = CurlClient(CurlSettings(maxConnections: 2))
    let server = ScriptedServer([.read, .hold], [.read, .hold])
    let verdicts = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<2 { group.addTask { try await client.failure(.message(to: server)).verdict } }
      await server.log { $0.requests.count == 2 }
      await client.shutdown()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(verdicts == ["cancelled, sent", "cancelled, sent"])
    await server.log { $0.closed == 2 }
    #expect(try await client.failure(.message(to: server)).verdict == "other, nothingSent")
    await client.shutdown()
    #expect(server.log.requests.count == 2)
  }

  @Test("a client that was never used shuts down too")
  func shutsDownUnused() async throws {
    let client = CurlClient()
    await client.shutdown()
    #expect(try await client.failure(HTTPRequest(.get, "http://127.0.0.1:1/")).verdict == "other, nothingSent")
  }

  @Test("the connections of a client that nobody holds are closed")
  func endsWithLastHolder() async throws {
    let server = ScriptedServer([.serve("ok")])
    do {
      let client = CurlClient()
      _ = try await client.http.send(.message(to: server))
    }
    await server.log { $0.closed == 1 }
  }
}
