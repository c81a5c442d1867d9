import HTTP
import TestSupport
import Testing

@testable import Curl

@Suite("How far a failed HTTP call got", .timeLimit(.minutes(1)))
struct ProgressTests {
  let client = CurlClient()

  @Test("nothing is sent when no connection comes about")
  func noConnection() async throws {
    // The listening socket is gone when the server is.
    let gone = { ScriptedServer().port }()
    let url = "http://127.0.0.1:\(gone)/bot1:s3cret/getMe"
    #expect(try await client.failure(HTTPRequest(.post, url)).verdict == "connect, nothingSent")
    // A label of more than 63 letters is refused by the resolver itself, without a network.
    let name = String(repeating: "a", count: 70)
    let request = HTTPRequest(.post, "http://\(name).invalid/bot1:s3cret/getMe")
    #expect(try await client.failure(request).verdict == "nameLookup, nothingSent")
  }

  @Test("nothing is sent when the other side speaks no TLS, or breaks off")
  func noTLS() async throws {
    let server = ScriptedServer([.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .hold], [])
    for _ in 1...2 {
      let request = HTTPRequest(.post, server.url("/bot1:s3cret/getMe", scheme: "https"))
      #expect(try await client.failure(request).verdict == "tls, nothingSent")
    }
  }

  @Test("nothing is sent when a proxy refuses the way")
  func proxyRefuses() async throws {
    let proxy = ScriptedServer([.read, .send("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"), .hold])
    let client = CurlClient(CurlSettings(proxy: "http://user:s3cret@127.0.0.1:\(proxy.port)"))
    let failure = try await client.failure(HTTPRequest(.post, "https://school.invalid/bot1:s3cret/getMe"))
    #expect(failure.verdict == "connect, nothingSent")
    #expect(proxy.log.requests.map(\.line) == ["CONNECT school.invalid:443 HTTP/1.1"])
  }

  /// What the server does after it has read the request, and what the call comes to.
  @Test(
    "an answer that never comes, or not whole, leaves the fate unknown",
    arguments: [
      ([], "reset, sent"),
      ([.send("HTTP/1.1 200 OK\r\n")], "reset, answerBegun"),
      ([.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")], "reset, answerBegun"),
      ([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")], "reset, answerBegun"),
      ([.send("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), .hold], "answerTooLarge, answerBegun"),
      ([.send("HTTP/1.1 200 OK\r\n\r\n"), .flood("hello")], "answerTooLarge, answerBegun"),
      ([.send("HTTP/1.1 200 OK\r\n"), .flood("X-More: and more\r\n")], "answerTooLarge, answerBegun"),
      ([.send("no HTTP\r\n\r\n"), .hold], "other, sent"),
    ] as [([ScriptedServer.Step], String)])
  func unknownFate(_ steps: [ScriptedServer.Step], _ verdict: String) async throws {
    let fresh = ScriptedServer([.read] + steps)
    var request = HTTPRequest.message(to: fresh)
    request.answerLimitBytes = 1000
    #expect(try await client.failure(request).verdict == verdict)
    #expect(fresh.log.requests.count == 1)

    let used = ScriptedServer([.read, .answer("ok"), .read] + steps, [.serve("repeated!")])
    request.url = used.url("/bot1:s3cret/sendMessage")
    #expect(try await client.http.send(request).text == "ok")
    #expect(try await client.failure(request).verdict == verdict)
    #expect(used.log.requests.count == 2)
  }

  @Test("takes an answer that is as long as its limit")
  func answerAtLimit() async throws {
    let text = String(repeating: "x", count: 1000)
    let server = ScriptedServer([.read, .answer(text), .read, .answer(text + "x")])
    var request = HTTPRequest.message(to: server)
    request.answerLimitBytes = 1000
    #expect(try await client.http.send(request).text == text)
    #expect(try await client.failure(request).verdict == "answerTooLarge, answerBegun")
  }

  @Test(
    "never repeats a request by itself unless it is a GET", arguments: [HTTPRequest.Method.post, .put, .delete, .get])
  func neverRepeats(_ method: HTTPRequest.Method) async throws {
    for body in ["", #"{"text":"hi"}"#, String(repeating: "x", count: 300_000)] {
      let server = ScriptedServer([.read, .answer("one"), .read], [.serve("again")])
      let request = HTTPRequest(method, server.url("/bot1:s3cret/x"), body: Array(body.utf8))
      #expect(try await client.http.send(request).text == "one")
      if method == .get {
        #expect(try await client.http.send(request).text == "again")
        #expect(server.log.requests.count == 3)
      } else {
        #expect(try await client.failure(request).verdict == "reset, sent")
        #expect(server.log.requests.count == 2)
      }
    }
  }

  @Test("a connection that was closed while nobody used it costs nothing")
  func closedWhileIdle() async throws {
    let server = ScriptedServer([.read, .answer("one")], [.read, .answer("two")])
    #expect(try await client.http.send(.message(to: server)).text == "one")
    await server.log { $0.closed == 1 }
    #expect(try await client.http.send(.message(to: server)).text == "two")
    #expect(server.log.requests.map(\.connection) == [1, 2])
  }

  @Test(
    "the deadline ends a call wherever it is",
    arguments: [
      ([], "deadline, sent"),
      ([.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")], "deadline, answerBegun"),
    ] as [([ScriptedServer.Step], String)])
  func deadline(_ steps: [ScriptedServer.Step], _ verdict: String) async throws {
    let server = ScriptedServer([.read] + steps + [.hold])
    var request = HTTPRequest.message(to: server)
    request.deadline = .milliseconds(200)
    #expect(try await client.failure(request).verdict == verdict)
    await server.log { $0.closed == 1 }
  }

  @Test("the deadline ends a call whose body nobody reads")
  func deadlineWhileSending() async throws {
    let gate = ScriptedServer.Gate()
    let server = ScriptedServer([.wait(gate)])
    var request = HTTPRequest.message(to: server, String(repeating: "x", count: 32 << 20))
    request.deadline = .milliseconds(200)
    #expect(try await client.failure(request).verdict == "deadline, sent")
    gate.open()
  }

  @Test("the deadline counts while a call waits for a connection")
  func deadlineWhileWaiting() async throws {
    let gate = ScriptedServer.Gate()
    let server = ScriptedServer([.read, .wait(gate), .answer("ok"), .serve("ok")])
    let client = CurlClient(CurlSettings(maxConnections: 1))
    async let first = client.http.send(.message(to: server))
    await server.log { $0.requests.count == 1 }
    var request = HTTPRequest.message(to: server)
    request.deadline = .milliseconds(50)
    #expect(try await client.failure(request).verdict == "deadline, nothingSent")
    gate.open()
    _ = try await first
    #expect(server.log.requests.count == 1)
    request.deadline = .zero
    #expect(try await client.failure(request).verdict == "deadline, nothingSent")
  }
}
