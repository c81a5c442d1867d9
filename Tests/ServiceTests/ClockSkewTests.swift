import HTTP
import Mentoring
import Synchronization
import TestSupport
import Testing

@testable import Service

@Suite("A wall clock that is wrong", .timeLimit(.minutes(2)))
struct ClockSkewTests {
  private static let now = Timestamp(seconds: 1_795_424_400)

  @Test("is noticed from five minutes on, at the second answer that says so, once until it is right again")
  func episodes() {
    var skew = ClockSkew()
    func after(_ ahead: Int64?) -> Duration? {
      skew.begins(at: Self.now, platformSeconds: ahead.map { 1_795_424_400 - $0 })
    }
    #expect([0, 300, -300, 300].map(after) == [nil, nil, nil, nil])
    #expect([301, 0, -301, 0].map(after) == [nil, nil, nil, nil], "one answer may have lain unread")
    #expect([301, nil, 302, 303, 86_400].map(after) == [nil, nil, .seconds(302), nil, nil])
    #expect([0, -86_400, -86_401, -86_402].map(after) == [nil, nil, .seconds(-86_401), nil])
  }

  /// The client, with another header `Date` in each answer, or with none.
  private static func dating(_ client: HTTPClient, _ date: String?) -> HTTPClient {
    HTTPClient { (request) async throws(HTTPFailure) -> HTTPResponse in
      var answer = try await client.send(request)
      answer.headers = date.map { [("Date", $0)] } ?? []
      return answer
    }
  }

  @Test("becomes one incident and one line of the log, and holds up nothing")
  func incident() async throws {
    let said = Mutex<[String]>([])
    let log = Log { entry in said.withLock { $0.append(entry.message) } }
    // A day later than with us, and more.
    let tomorrow = { Self.dating($0, "Tue, 24 Nov 2026 12:00:00 GMT") }
    let scene = try await EndToEndScene.run(FastClock(rate: 20), log: log, change: tomorrow) { scene, _ in
      try await scene.playHelpRequest()
    }
    let details = try scene.rows("SELECT detail FROM incident WHERE kind = 'clock.skew'")
    #expect(details.count == 1)
    #expect(details.first?.hasPrefix("this machine's clock is ") == true)
    #expect(details.first?.hasSuffix(" s behind the platform's") == true)
    #expect(said.withLock { $0.count { $0 == "the clock differs from the messenger's: set it right" } } == 1)
  }

  @Test("is not suspected where the platform says the same, or nothing", arguments: [true, false])
  func right(isDated: Bool) async throws {
    let change = { isDated ? $0 : Self.dating($0, nil) }
    let scene = try await EndToEndScene.run(FastClock(rate: 20), change: change) { scene, _ in
      try await scene.playHelpRequest()
    }
    #expect(try scene.rows("SELECT kind FROM incident") == [])
  }
}
