import HTTP
import Synchronization

/// Holds back the answers to a method while it is closed: the call was done, and its caller does not know yet.
final class Gate: Sendable {
  private struct State {
    var isClosed = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let method: String
  private let state = Mutex(State())

  init(on method: String) { self.method = method }

  func holding(_ client: HTTPClient) -> HTTPClient {
    HTTPClient { (request) async throws(HTTPFailure) -> HTTPResponse in
      let response = try await client.send(request)
      if request.url.hasSuffix("/" + self.method) { await self.pass() }
      return response
    }
  }

  func close() { state.withLock { $0.isClosed = true } }

  func open() {
    let waiting = state.withLock { state in
      state.isClosed = false
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if state.isClosed { state.waiting.append(continuation) }
        return !state.isClosed
      }
      if isOpen { continuation.resume() }
    }
  }
}
