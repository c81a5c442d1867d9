import HTTP
import MicroHTTPD
import Synchronization
import TestSupport
import Testing

@Suite("HTTP server", .timeLimit(.minutes(1)))
struct ServerTests {
  @Test("hands over method, path, query, headers and body")
  func request() async throws {
    let server = try Server { request, reply in
      let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
      let body = String(decoding: request.body, as: UTF8.self)
      reply.answer(
        Response(
          status: 201, headers: [("X-Made-By", "us")],
          body: Array("\(request.method) \(request.path) \(query) \(request.header("x-what") ?? "") \(body)".utf8)))
    }
    let connection = try RawConnection(port: server.port)
    let answer = try #require(
      await connection.call("POST", "/a%20b?x=%D1%8F&y", headers: ["X-What": "this"], body: "тело"))
    #expect(answer.status == 201)
    #expect(answer.header("X-Made-By") == "us")
    #expect(answer.text == "POST /a b x=я,y= this тело")
  }

  @Test("keeps a connection for further requests")
  func keepsAlive() async throws {
    let server = try Server { request, reply in reply.answer(Response(status: 200, text: request.path)) }
    let connection = try RawConnection(port: server.port)
    for path in ["/1", "/2", "/3"] { #expect(await connection.call("GET", path)?.text == path) }
  }

  @Test("refuses a body over the limit and takes one at the limit")
  func bodyLimit() async throws {
    let server = try Server(limits: .init(bodyBytes: 100_000)) { request, reply in
      reply.answer(Response(status: 200, text: String(request.body.count)))
    }
    let connection = try RawConnection(port: server.port)
    let fits = String(repeating: "x", count: 100_000)
    #expect(await connection.call("POST", "/", body: fits)?.text == "100000")
    #expect(await connection.call("POST", "/", body: fits + "x")?.status == 413)
  }

  @Test("answers later, from another thread, while other requests pass")
  func answersLater() async throws {
    let waiting = Mutex<[Reply]>([])
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try Server { request, reply in
      guard request.path == "/wait" else { return reply.answer(Response(status: 200, text: "at once")) }
      waiting.withLock { $0.append(reply) }
      arrival.yield()
    }
    var arrivals = arrived.makeAsyncIterator()
    let patient = try RawConnection(port: server.port)
    let hasty = try RawConnection(port: server.port)
    for round in 1...3 {
      await patient.start("GET", "/wait")
      await arrivals.next()
      #expect(await hasty.call("GET", "/")?.text == "at once")
      let reply = waiting.withLock { $0.removeLast() }
      reply.answer(Response(status: 200, text: "round \(round)"))
      reply.answer(Response(status: 500, text: "a second answer"))
      #expect(await patient.response()?.text == "round \(round)")
    }
  }

  @Test("answers 500 for a reply that was let go")
  func letGo() async throws {
    let server = try Server { _, _ in }
    #expect(await (try RawConnection(port: server.port)).call("GET", "/")?.status == 500)
  }

  @Test("closes the connection of a dropped reply, at once or while it waits")
  func drops() async throws {
    let waiting = Mutex<Reply?>(nil)
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try Server { request, reply in
      if request.path == "/now" { return reply.drop() }
      waiting.withLock { $0 = reply }
      arrival.yield()
    }
    var arrivals = arrived.makeAsyncIterator()
    #expect(await (try RawConnection(port: server.port)).call("GET", "/now") == nil)
    let patient = try RawConnection(port: server.port)
    await patient.start("GET", "/later")
    await arrivals.next()
    waiting.withLock { $0.take() }?.drop()
    #expect(await patient.response() == nil)
  }

  @Test("goes on after an answer to a client that has gone")
  func clientGone() async throws {
    let waiting = Mutex<Reply?>(nil)
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try Server { request, reply in
      guard request.path == "/wait" else { return reply.answer(Response(status: 200, text: "alive")) }
      waiting.withLock { $0 = reply }
      arrival.yield()
    }
    var arrivals = arrived.makeAsyncIterator()
    let leaving = try RawConnection(port: server.port)
    await leaving.start("GET", "/wait")
    await arrivals.next()
    await leaving.hangUp()
    waiting.withLock { $0.take() }?.answer(Response(status: 200, text: "too late"))
    #expect(await (try RawConnection(port: server.port)).call("GET", "/")?.text == "alive")
  }

  @Test("stops while requests wait, and late answers do nothing", arguments: [1, 3])
  func stops(threads: Int) async throws {
    let waiting = Mutex<[Reply]>([])
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try Server(threads: threads) { _, reply in
      waiting.withLock { $0.append(reply) }
      arrival.yield()
    }
    var arrivals = arrived.makeAsyncIterator()
    let patients = try (1...8).map { _ in try RawConnection(port: server.port) }
    for patient in patients {
      await patient.start("GET", "/")
      await arrivals.next()
    }
    server.stop()
    for patient in patients { #expect(await patient.response() == nil) }
    for reply in waiting.withLock({ $0 }) { reply.answer(Response(status: 200, text: "too late")) }
    server.stop()
    #expect(throws: HTTPFailure.self) { try RawConnection(port: server.port) }
  }

  @Test("says that a port is in use, and takes it again after a stop")
  func portInUse() throws {
    let first = try Server { _, reply in reply.answer(Response(status: 200, text: "")) }
    #expect(throws: ServerFailure.portInUse(first.port)) { _ = try Server(port: first.port) { _, _ in } }
    #expect(
      ServerFailure.portInUse(8080).description
        == "port 8080 is in use by another program: choose another one, or 0 for any free one")
    first.stop()
    let second = try Server(port: first.port) { _, _ in }
    #expect(second.port == first.port)
  }

  @Test("refuses what is no address and no port")
  func badAddress() {
    #expect(throws: ServerFailure.addressInvalid("nowhere")) { _ = try Server(address: "nowhere") { _, _ in } }
    #expect(throws: ServerFailure.noSocket(port: 70_000, detail: "ports are 0 to 65535")) {
      _ = try Server(port: 70_000) { _, _ in }
    }
  }

  @Test("answers 8 connections with 500 requests each on several threads")
  func manyAtOnce() async throws {
    let server = try Server(threads: 2) { request, reply in
      reply.answer(Response(status: 200, body: request.body))
    }
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for client in 1...8 {
        group.addTask {
          let connection = try RawConnection(port: server.port)
          var wrong = 0
          for number in 1...500 {
            let body = "\(client)/\(number)"
            if await connection.call("POST", "/", body: body)?.text != body { wrong += 1 }
          }
          return wrong
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
