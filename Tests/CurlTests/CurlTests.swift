import HTTP
import TestSupport
import Testing

@testable import Curl

@Suite("HTTP over libcurl", .timeLimit(.minutes(1)))
struct CurlTests {
  let client = CurlClient()

  @Test("sends a request as it was given", arguments: [HTTPRequest.Method.get, .post, .put, .patch, .delete])
  func sendsAsGiven(_ method: HTTPRequest.Method) async throws {
    let server = ScriptedServer([.serve("")])
    let headers = [(name: "X-One", value: "1"), (name: "X-Empty", value: "")]
    for body in ["", #"{"text":"Привет 👋"}"#, String(repeating: "x", count: 300_000)] {
      let request = HTTPRequest(method, server.url("/a%20b?c=d"), headers: headers, body: Array(body.utf8))
      #expect(try await client.http.send(request).status == 200)
      let seen = try #require(server.log.requests.last)
      #expect(seen.line == "\(method.rawValue) /a%20b?c=d HTTP/1.1")
      #expect(seen.body == Array(body.utf8))
      let sizes = seen.headers.filter { $0.hasPrefix("Content-Length") }
      let hasNoLength = body.isEmpty && (method == .get || method == .delete)
      #expect(sizes == (hasNoLength ? [] : ["Content-Length: \(body.utf8.count)"]))
      let rest = seen.headers.filter { !$0.hasPrefix("Content-Length") }
      #expect(
        rest.sorted() == [
          "Accept: */*", "Host: 127.0.0.1:\(server.port)", "User-Agent: mentorbot", "X-Empty:", "X-One: 1",
        ])
    }
    #expect(server.log.opened == 1)
  }

  @Test("sends the content type that the caller names")
  func sendsContentType() async throws {
    let server = ScriptedServer([.serve("")])
    var request = HTTPRequest.message(to: server)
    request.headers = [(name: "content-type", value: "application/json")]
    _ = try await client.http.send(request)
    let types = try #require(server.log.requests.first).headers.filter { $0.lowercased().hasPrefix("content-type") }
    #expect(types == ["content-type: application/json"])
  }

  /// Answers on the wire: status, headers and body that come out.
  @Test(
    "reads an answer",
    arguments: [
      (
        ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b c \r\n\r\nhello"], 200, ["Content-Length=5", "X-A=b c"],
        "hello"
      ),
      (["HTTP/1.1 2", "00 OK\r\nContent-Le", "ngth: 5\r\n\r\nhe", "llo"], 200, ["Content-Length=5"], "hello"),
      (
        ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n", "2\r\nlo\r\n0\r\n\r\n"], 200,
        ["Transfer-Encoding=chunked"], "hello"
      ),
      (["HTTP/1.1 100 Continue\r\nX-No: 1\r\n\r\nHTTP/1.1 204 No Content\r\nX-Yes: 2\r\n\r\n"], 204, ["X-Yes=2"], ""),
      (
        ["HTTP/1.1 429 Too Many\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\n{}"], 429,
        ["Retry-After=3", "Content-Length=2"], "{}"
      ),
      (["HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"], 503, ["Content-Length=0"], ""),
      (["HTTP/1.0 200 OK\r\n\r\nuntil the end"], 200, [], "until the end"),
      (
        ["HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"], 302,
        ["Location=http://127.0.0.1:1/", "Content-Length=0"], ""
      ),
    ])
  func readsAnswer(_ pieces: [String], _ status: Int, _ headers: [String], _ body: String) async throws {
    let server = ScriptedServer([.read] + pieces.map { .send($0) })
    let response = try await client.http.send(.message(to: server))
    #expect(response.status == status)
    #expect(response.headers.map { "\($0.name)=\($0.value)" } == headers)
    #expect(response.text == body)
  }

  @Test("abuse 2: a redirect, which would take the token along, is not followed", arguments: [301, 302, 303, 307, 308])
  func staysWhereItWasSent(_ status: Int) async throws {
    let other = ScriptedServer([.serve("")])
    let server = ScriptedServer([
      .read, .send("HTTP/1.1 \(status) Go\r\nLocation: \(other.url("/"))\r\nContent-Length: 0\r\n\r\n"), .hold,
    ])
    #expect(try await client.http.send(HTTPRequest(.post, server.url("/bot1:secret/getMe"))).status == status)
    #expect(other.log.opened == 0)
  }

  @Test("keeps a connection alive, and its calls apart")
  func keepsAlive() async throws {
    let server = ScriptedServer([.read, .answer("one"), .read, .answer("two"), .read, .answer("three")])
    for expected in ["one", "two", "three"] {
      #expect(try await client.http.send(.message(to: server, expected)).text == expected)
    }
    #expect(server.log.requests.map(\.connection) == [1, 1, 1])
    #expect(server.log.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["one", "two", "three"])
  }

  @Test("runs many calls at once over no more connections than allowed")
  func boundsConnections() async throws {
    let server = ScriptedServer(scripts: Array(repeating: [.serve("ok")], count: 8))
    let client = CurlClient(CurlSettings(maxConnections: 8))
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<400 {
        group.addTask { try await client.http.send(.message(to: server, "\(number)")).text }
      }
      return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(answers == ["ok": 400])
    #expect(server.log.opened <= 8)
    let bodies = Set(server.log.requests.map { String(decoding: $0.body, as: UTF8.self) })
    #expect(server.log.requests.count == 400 && bodies.count == 400)
  }

  @Test("takes 512 calls at once")
  func takesManyConnections() async throws {
    let gate = ScriptedServer.Gate()
    // No request is answered before all have come: all connections are open at the same time.
    let server = ScriptedServer(scripts: Array(repeating: [.read, .wait(gate), .answer("ok")], count: 512))
    let client = CurlClient(CurlSettings(maxConnections: 512))
    let count = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<512 { group.addTask { try await client.http.send(.message(to: server)).text } }
      await server.log { $0.requests.count == 512 }
      for _ in 0..<512 { gate.open() }
      return try await group.reduce(into: 0) { $0 += $1 == "ok" ? 1 : 0 }
    }
    #expect(count == 512)
  }

  @Test("abuse 2: goes through a proxy when told so, whatever the environment says")
  func usesProxy() async throws {
    let proxy = ScriptedServer([.read, .answer("by proxy")])
    let client = CurlClient(CurlSettings(proxy: "http://127.0.0.1:\(proxy.port)"))
    let response = try await client.http.send(HTTPRequest(.get, "http://school.invalid/path"))
    #expect(response.text == "by proxy")
    #expect(proxy.log.requests.map(\.line) == ["GET http://school.invalid/path HTTP/1.1"])
  }

  @Test("refuses a request that would say more than it shows", arguments: ["a\r\nX-Bad: 1", "a\nb", "a\0b"])
  func refusesLineBreaks(_ value: String) async throws {
    let server = ScriptedServer([.serve("")])
    var request = HTTPRequest.message(to: server)
    request.headers = [(name: "X-A", value: value)]
    #expect(try await client.failure(request).verdict == "other, nothingSent")
    request.headers = [(name: value, value: "a")]
    #expect(try await client.failure(request).verdict == "other, nothingSent")
    request.headers = []
    // The handle that was refused is fit for the next call.
    #expect(try await client.http.send(request).status == 200)
    #expect(server.log.requests.count == 1)
  }

  @Test(
    "refuses what is no web address",
    arguments: ["", "s3cret://a", "file:///etc/s3cret", "http://", "ftp://127.0.0.1/s3cret"])
  func refusesAddresses(_ url: String) async throws {
    #expect(try await client.failure(HTTPRequest(.get, url)).progress == .nothingSent)
  }
}
