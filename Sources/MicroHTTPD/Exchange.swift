import CMicroHTTPD
import Synchronization

/// One request on its connection, from the first header to the last byte of the answer.
///
/// libmicrohttpd calls a connection's callbacks from one thread only. An answer may come from any thread, so what
/// both touch is under `state`.
final class Exchange: Sendable {
  private enum State {
    case receiving
    /// The handler runs: an answer now goes out without suspending.
    case handling
    /// The connection sleeps until somebody answers.
    case suspended
    case resolved(Reply.Outcome)
    /// Answered or closed: the connection pointer must not be used any more.
    case over
  }

  private let state = Mutex(State.receiving)
  private let suspensions: Suspensions

  /// Valid until `finish`; used by the connection's own thread, and by `resolve` in state `.suspended` under `state`.
  nonisolated(unsafe) private let connection: OpaquePointer
  /// Touched by the connection's own thread only.
  nonisolated(unsafe) private var body: [UInt8] = []
  /// Touched by the connection's own thread only.
  nonisolated(unsafe) private var isBodyTooLarge = false

  init(_ connection: OpaquePointer, suspensions: Suspensions) {
    self.connection = connection
    self.suspensions = suspensions
  }

  /// A piece of the body. Beyond the limit nothing is kept.
  func receive(_ piece: UnsafeRawBufferPointer, limitBytes: Int) {
    guard !isBodyTooLarge, body.count + piece.count <= limitBytes else {
      isBodyTooLarge = true
      body = []
      return
    }
    body.append(contentsOf: piece)
  }

  /// The whole request is here: hands it over, then sends the answer or puts the connection to sleep. Called again
  /// when a sleeping connection was woken by an answer.
  func proceed(_ handler: Server.Handler, path: String, method: String) -> MHD_Result {
    let isNew = state.withLock { state in
      guard case .receiving = state else { return false }
      state = .handling
      return true
    }
    if isNew {
      if isBodyTooLarge {
        resolve(.answer(Response(status: 413, text: "The request body is too large.\n")))
      } else {
        handler(request(path: path, method: method), Reply(to: self))
      }
    }
    let outcome: Reply.Outcome? = state.withLock { state in
      switch state {
      case .resolved(let outcome):
        state = .over
        return outcome
      case .handling where suspensions.add(self):
        MHD_suspend_connection(connection)
        state = .suspended
        return nil
      default:
        state = .over
        return .drop
      }
    }
    return switch outcome {
    case .answer(let response): queue(response)
    case .drop: .NO
    case nil: .YES
    }
  }

  /// Keeps the first outcome and wakes the connection if it sleeps.
  func resolve(_ outcome: Reply.Outcome) {
    state.withLock { state in
      switch state {
      case .receiving, .handling: state = .resolved(outcome)
      case .suspended:
        state = .resolved(outcome)
        suspensions.remove(self)
        MHD_resume_connection(connection)
      case .resolved, .over: break
      }
    }
  }

  /// libmicrohttpd is done with the request, answered or not.
  func finish() { state.withLock { $0 = .over } }

  private func request(path: String, method: String) -> Request {
    defer { body = [] }
    return Request(
      method: method, path: path, query: items(.GET_ARGUMENT_KIND), headers: items(.HEADER_KIND), body: body)
  }

  private func items(_ kind: MHD_ValueKind) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    withUnsafeMutablePointer(to: &items) { items in
      _ = MHD_get_connection_values(
        connection, kind,
        { items, _, name, value in
          let items = items!.assumingMemoryBound(to: [(name: String, value: String)].self)
          items.pointee.append((name.map { String(cString: $0) } ?? "", value.map { String(cString: $0) } ?? ""))
          return .YES
        }, items)
    }
    return items
  }

  private func queue(_ response: Response) -> MHD_Result {
    let made = response.body.withUnsafeBytes { body in
      // The bytes are only read: `MUST_COPY`.
      MHD_create_response_from_buffer(
        body.count, UnsafeMutableRawPointer(mutating: body.baseAddress), .RESPMEM_MUST_COPY)
    }
    guard let made else { return .NO }
    defer { MHD_destroy_response(made) }
    for header in response.headers {
      guard MHD_add_response_header(made, header.name, header.value) == .YES else { return .NO }
    }
    return MHD_queue_response(connection, UInt32(response.status), made)
  }
}
