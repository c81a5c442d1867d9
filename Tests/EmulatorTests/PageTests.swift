import Emulator
import Foundation
import HTTP
import TestSupport
import Testing

@Suite("Emulator: the page's interface", .timeLimit(.minutes(1)))
struct PageTests {
  private let json = ["Content-Type": "application/json"]

  private func connect(_ stage: Stage) throws -> RawConnection { try RawConnection(port: stage.emulator.port) }

  private func state(_ connection: RawConnection, _ query: String = "") async throws -> [String: Any] {
    let response = try #require(await connection.call("GET", "/demo/state\(query)"))
    return try #require(JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
  }

  private func phone(_ state: [String: Any], _ name: String) throws -> [String: Any] {
    try #require((state["phones"] as? [[String: Any]])?.first { $0["phone"] as? String == name })
  }

  @Test("serves its files with a policy that lets nothing else in", arguments: ["/", "/page.css", "/page.js"])
  func files(path: String) async throws {
    let stage = try Stage()
    let response = try #require(await (try connect(stage)).call("GET", path))
    #expect(response.status == 200 && response.body.count > 1000)
    let policy = try #require(response.header("Content-Security-Policy"))
    #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
    #expect(response.text.firstMatch(of: /(?:src|href)="https?:/) == nil, "nothing from elsewhere")
  }

  @Test("answers only to a browser that knows it by a loopback name")
  func hosts() async throws {
    let stage = try Stage()
    for (host, status) in [
      ("127.0.0.1:80", 200), ("localhost", 200), ("[::1]:8080", 200), ("evil.example", 403),
      ("127.0.0.1.evil.example", 403), ("", 403),
    ] {
      let response = await (try connect(stage)).call("GET", "/demo/state", headers: ["Host": host])
      #expect(response?.status == status, "\(host)")
    }
  }

  @Test("takes actions only as JSON, which a form of another site cannot send")
  func contentType() async throws {
    let stage = try Stage()
    let body = #"{"phone":"mentee","text":"Привет"}"#
    let connection = try connect(stage)
    #expect(
      await connection.call("POST", "/demo/type", headers: ["Content-Type": "text/plain"], body: body)?.status == 415)
    #expect(stage.emulator.chat(of: Stage.anya).messages.isEmpty)
    #expect(await connection.call("POST", "/demo/type", headers: json, body: body)?.status == 200)
    #expect(stage.emulator.chat(of: Stage.anya).messages.map(\.text) == ["Привет"])
  }

  @Test(
    "says no to what cannot be done",
    arguments: [
      ("type", #"{"phone":"nobody","text":"а"}"#, 409), ("type", #"{"phone":"mentee","text":" "}"#, 409),
      ("press", #"{"phone":"mentee","message":5,"data":"x"}"#, 409), ("type", "[", 400),
      ("fly", #"{"phone":"mentee"}"#, 404),
      ("clock", "{}", 400), ("clock", #"{"advanceSeconds":-1}"#, 400), ("clock", #"{"advanceSeconds":99999999}"#, 400),
    ])
  func wrongActions(name: String, body: String, status: Int) async throws {
    let stage = try Stage()
    #expect(await (try connect(stage)).call("POST", "/demo/\(name)", headers: json, body: body)?.status == status)
  }

  @Test("types, presses, stops the bot and reads in somebody's place")
  func actions() async throws {
    let stage = try Stage()
    let connection = try connect(stage)
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    #expect(try phone(await state(connection), "mentee")["unread"] as? Int == 1)
    func act(_ name: String, _ body: String) async -> Int? {
      await connection.call("POST", "/demo/\(name)", headers: json, body: body)?.status
    }
    #expect(await act("read", #"{"phone":"mentee","message":\#(message)}"#) == 200)
    #expect(try phone(await state(connection), "mentee")["unread"] as? Int == 0)
    #expect(await act("press", #"{"phone":"mentee","message":\#(message),"data":"y"}"#) == 200)
    let waiting = try phone(await state(connection), "mentee")["waiting"] as? [[String: Any]]
    #expect(waiting?.first?["data"] as? String == "y")
    #expect(await act("block", #"{"phone":"mentee","blocked":true}"#) == 200)
    #expect(try phone(await state(connection), "mentee")["isBlocked"] as? Bool == true)
    #expect(await act("block", #"{"phone":"mentee","blocked":false}"#) == 200)
    #expect(stage.emulator.chat(of: Stage.anya).isBlocked == false)
  }

  @Test("moves the clock, tells the host, and dates what comes after")
  func clock() async throws {
    let stage = try Stage()
    let (moved, move) = AsyncStream<Void>.makeStream()
    stage.emulator.onClockMoved { move.yield() }
    let connection = try connect(stage)
    #expect(
      await connection.call("POST", "/demo/clock", headers: json, body: #"{"advanceSeconds":900}"#)?.status == 200)
    var moves = moved.makeAsyncIterator()
    await moves.next()
    #expect(stage.emulator.now() == Stage.start + 900_000)
    #expect(try await state(connection)["clock"] as? Int == Int(Stage.start) + 900_000)
    try stage.emulator.type("Привет", as: Stage.anya)
    #expect(stage.emulator.chat(of: Stage.anya).messages.last?.sentAt == Stage.start + 900_000)
  }

  @Test("tells only what is new, at once when it comes, and everything to a page of another run")
  func news() async throws {
    let stage = try Stage()
    try stage.emulator.type("раз", as: Stage.anya)
    let connection = try connect(stage)
    let first = try await state(connection)
    let revision = try #require(first["revision"] as? Int)
    let instance = try #require(first["instance"] as? String)
    await connection.start("GET", "/demo/state?after=\(revision)&instance=\(instance)")
    await stage.alarms.next()
    try stage.emulator.type("два", as: Stage.anya)
    let response = try #require(await connection.response())
    let second = try #require(JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    let texts = { (state: [String: Any]) in
      try (self.phone(state, "mentee")["messages"] as? [[String: Any]])?.compactMap { $0["text"] as? String }
    }
    #expect(try texts(second) == ["два"])
    #expect(try texts(await state(connection, "?after=\(revision)&instance=other")) == ["раз", "два"])

    await connection.start("GET", "/demo/state?after=\(second["revision"] as? Int ?? 0)&instance=\(instance)")
    await stage.alarms.next()
    stage.alarms.ring()
    let nothing = try #require(await connection.response())
    #expect(try texts(#require(JSONSerialization.jsonObject(with: Data(nothing.body)) as? [String: Any])) == [])
  }
}
