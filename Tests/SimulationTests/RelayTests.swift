import Curl
import HTTP
import Simulation
import TestSupport
import Testing

@Suite("The relay", .timeLimit(.minutes(1)))
struct RelayTests {
  /// - Parameter deadline: long enough for a busy machine, where the answer is not to be late.
  private func verdict(
    _ fate: Relay.Fate?, deadline: Duration = .seconds(20)
  ) async throws -> (verdict: String, bodies: [String]) {
    let server = ScriptedServer([.read, .answer("0123456789"), .read, .answer("again"), .hold])
    let relay = try Relay(to: server.port)
    defer { relay.end() }
    relay.judge { line in line == "POST /bot1/sendMessage HTTP/1.1" ? fate : nil }
    let client = CurlClient()
    let request = HTTPRequest(
      .post, relay.address + "/bot1/sendMessage", body: Array("0123456789".utf8), deadline: deadline)
    var verdict: String
    do {
      verdict = String(decoding: try await client.http.send(request).body, as: UTF8.self)
    } catch {
      let failure = error as HTTPFailure
      verdict = "\(failure.cause) \(failure.progress)"
    }
    // Whatever came of that one, the next connection works.
    if fate == nil {
      relay.judge(nil)
      verdict += String(decoding: try await client.http.send(request).body, as: UTF8.self)
    }
    return (verdict, server.log.requests.map { String(decoding: $0.body, as: UTF8.self) })
  }

  @Test("passes on what it is told nothing about, one request after the other on a connection")
  func passes() async throws {
    let seen = try await verdict(nil)
    #expect(seen.verdict == "0123456789again")
    #expect(seen.bodies == ["0123456789", "0123456789"])
  }

  @Test("resets before, within and after a request, and within its answer")
  func resets() async throws {
    for fate in [Relay.Fate.resetBefore, .resetWithin] {
      let seen = try await verdict(fate)
      #expect(seen.verdict == "reset sent" && seen.bodies == [], "\(fate)")
    }
    let after = try await verdict(.resetAfter)
    #expect(after.verdict == "reset sent" && after.bodies == ["0123456789"])
    let within = try await verdict(.resetWithinAnswer)
    #expect(["reset sent", "reset answerBegun"].contains(within.verdict) && within.bodies == ["0123456789"])
  }

  @Test(
    "resets before and within a request that has not come whole", arguments: [Relay.Fate.resetBefore, .resetWithin])
  func resetsEarly(_ fate: Relay.Fate) async throws {
    let server = ScriptedServer([.read], [.read])
    let relay = try Relay(to: server.port)
    defer { relay.end() }
    relay.judge { _ in fate }
    let connection = try RawConnection(port: relay.port, waitSeconds: 300)
    let half = fate == .resetWithin ? "01234" : ""
    await connection.send("POST /bot1/sendDocument HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n" + half)
    let answer = await connection.response()
    #expect(answer?.status == nil)

    // As libcurl sees it, with far more than the system keeps for a connection.
    let body = [UInt8](repeating: 7, count: 16 << 20)
    let client = CurlClient()
    let request = HTTPRequest(.post, relay.address + "/bot1/sendDocument", body: body, deadline: .seconds(50))
    let failure = await #expect(throws: HTTPFailure.self) { try await client.http.send(request) }
    #expect(failure?.cause == .reset && failure?.progress == .sent)
    #expect(server.log.requests.isEmpty)
  }

  @Test("lets an answer creep, or never come")
  func creeps() async throws {
    let slow = try await verdict(.drip(.milliseconds(20)), deadline: .milliseconds(700))
    #expect(slow.verdict == "deadline answerBegun" && slow.bodies == ["0123456789"])
    let never = try await verdict(.hold, deadline: .milliseconds(700))
    #expect(never.verdict == "deadline sent" && never.bodies == [])
  }

  @Test("refuses connections while it is down, on the port that stays its own")
  func outage() async throws {
    let server = ScriptedServer([.serve("ok")], [.serve("ok")])
    let relay = try Relay(to: server.port)
    defer { relay.end() }
    let client = CurlClient()
    let port = relay.port
    let request = HTTPRequest(.post, relay.address + "/", body: Array("0123456789".utf8), deadline: .seconds(20))
    #expect(try await client.http.send(request).status == 200)
    relay.goDown()
    for attempt in 1...2 {
      do throws(HTTPFailure) {
        _ = try await client.http.send(request)
        Issue.record("a connection through an outage")
      } catch {
        // The first may still have been written to the connection that was there before.
        #expect(attempt == 1 || error.cause == .connect && error.progress == .nothingSent)
      }
    }
    try relay.comeUp()
    #expect(relay.port == port)
    #expect(try await client.http.send(request).status == 200)
  }
}
