import Emulator
import HTTP
import Mentoring
import Messaging
import Synchronization
import Telegram

/// The network between the service and the messenger, within this process: calls are encoded, made and decoded as ever, only no byte is sent.
final class Line: Sendable {
  private static let token = "7770001:simulated"
  private static let base = "http://messenger"

  let messenger: Emulator
  private let isCut = Mutex(false)

  init(clock: VirtualClock) throws {
    var configuration = Emulator.Configuration(
      bots: [BotAccount(token: Self.token, username: "sample_mentor_bot", name: "Наставничество")])
    configuration.listens = false
    // Enough for buttons further up, and for edits of messages that are gone.
    configuration.historyLimit = 200
    messenger = try Emulator(configuration) { clock.now.rawValue }
  }

  /// Cuts the line: no call gets through.
  func cut(_ isCut: Bool) { self.isCut.withLock { $0 = isCut } }

  var platform: Platform {
    telegramPlatform(
      token: Self.token, apiBase: Self.base,
      client: HTTPClient { request throws(HTTPFailure) in try await self.send(request) })
  }

  private func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    if isCut.withLock(\.self) { throw HTTPFailure(.connect, .nothingSent, "no route to the messenger") }
    let path = String(request.url.dropFirst(Self.base.count))
    let contentType = request.headers.first { $0.name == "Content-Type" }?.value ?? ""
    guard let answer = messenger.call(path, contentType: contentType, body: request.body) else {
      throw HTTPFailure(.reset, .sent, "the connection was reset")
    }
    return HTTPResponse(status: answer.status, headers: answer.headers, body: answer.body)
  }
}
