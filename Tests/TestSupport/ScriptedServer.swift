import Dispatch
import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback that does what its script says, byte by byte: the way to see a client from below.
///
/// The first connection follows the first script, the second the second, and so on; one more is closed at once.
/// A connection is closed when its script has ended. Each has a thread: Dispatch would give 255 and keep the rest waiting.
package final class ScriptedServer: Sendable {
  package enum Step: Sendable {
    /// Reads one whole request and notes it; ends the script when the client closes before.
    case read
    /// Sends these bytes as they are.
    case send(String)
    /// Sends a whole answer, which keeps the connection alive.
    case answer(String)
    /// Sends these bytes again and again until the client closes.
    case flood(String)
    /// Waits until the test opens the gate.
    case wait(Gate)
    /// Waits until the client closes.
    case hold
    /// Answers each request until the client closes.
    case serve(String)
  }

  package struct Request: Sendable {
    package var connection: Int
    /// `POST /path HTTP/1.1`
    package var line: String
    /// `Name: value`, as they came.
    package var headers: [String]
    package var body: [UInt8]
  }

  /// Closed until the test opens it, once.
  package final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    package init() {}

    package func open() { semaphore.signal() }

    /// Gives up after 20 s, so that a failing test ends.
    fileprivate func pass() { _ = semaphore.wait(timeout: .now() + 20) }
  }

  /// What has happened so far.
  package struct Log: Sendable {
    package var requests: [Request] = []
    /// How many connections were accepted, and how many of them have ended.
    package var opened = 0
    package var closed = 0
  }

  private struct State {
    var log = Log()
    var waiting: [(isSeen: @Sendable (Log) -> Bool, continuation: CheckedContinuation<Log, Never>)] = []
  }

  package let port: Int
  private let listener: Int32
  private let state: StateBox

  /// Shared with the connections' threads, which must not keep the server itself.
  private final class StateBox: Sendable {
    let mutex = Mutex(State())

    func change(_ body: @Sendable (inout Log) -> Void) {
      let due = mutex.withLock { state in
        body(&state.log)
        let (log, due) = (state.log, state.waiting.filter { $0.isSeen(state.log) })
        state.waiting.removeAll { $0.isSeen(log) }
        return due.map { ($0.continuation, log) }
      }
      for (continuation, log) in due { continuation.resume(returning: log) }
    }
  }

  package convenience init(_ scripts: [Step]...) { self.init(scripts: scripts) }

  package init(scripts: [[Step]]) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(listener, name, size) == 0 && listen(listener, 512) == 0 && getsockname(listener, name, &size) == 0
      }
    }
    precondition(isListening, "no port on loopback: \(String(cString: strerror(errno)))")
    let state = StateBox()
    self.listener = listener
    self.state = state
    port = Int(UInt16(bigEndian: name.sin_port))
    Thread.detachNewThread {
      var scripts = scripts[...]
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { break }
        let script = scripts.popFirst() ?? []
        state.change { $0.opened += 1 }
        let connection = ScriptedConnection(descriptor, number: state.mutex.withLock { $0.log.opened })
        Thread.detachNewThread {
          connection.follow(script) { request in state.change { $0.requests.append(request) } }
          close(descriptor)
          state.change { $0.closed += 1 }
        }
      }
      close(listener)
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  package func url(_ path: String, scheme: String = "http") -> String { "\(scheme)://127.0.0.1:\(port)\(path)" }

  package var log: Log { state.mutex.withLock { $0.log } }

  /// Waits until it has happened. Does not end when it never does: give the suite a time limit.
  @discardableResult
  package func log(when isSeen: @escaping @Sendable (Log) -> Bool) async -> Log {
    await withCheckedContinuation { continuation in
      state.mutex.withLock { $0.waiting.append((isSeen, continuation)) }
      state.change { _ in }
    }
  }
}

/// One accepted connection; its calls block a thread of its own.
private struct ScriptedConnection: Sendable {
  private let descriptor: Int32
  private let number: Int

  init(_ descriptor: Int32, number: Int) {
    self.descriptor = descriptor
    self.number = number
    var wait = timeval(tv_sec: 50, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
  }

  func follow(_ script: [ScriptedServer.Step], note: (ScriptedServer.Request) -> Void) {
    var bytes: [UInt8] = []
    for step in script {
      switch step {
      case .read:
        guard let request = request(&bytes) else { return }
        note(request)
      case .send(let text): send(text)
      case .answer(let text): answer(text)
      case .flood(let text): while send(text) {}
      case .wait(let gate): gate.pass()
      case .hold: while receive(&bytes) {}
      case .serve(let text):
        while let request = request(&bytes) {
          note(request)
          answer(text)
        }
      }
    }
  }

  private func request(_ bytes: inout [UInt8]) -> ScriptedServer.Request? {
    var head = bytes.firstRange(of: Array("\r\n\r\n".utf8))
    while head == nil {
      guard receive(&bytes) else { return nil }
      head = bytes.firstRange(of: Array("\r\n\r\n".utf8))
    }
    guard let head else { return nil }
    let lines = bytes[..<head.lowerBound].split(separator: 10).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    let length = lines.first { $0.lowercased().hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
    while bytes.count < head.upperBound + length { guard receive(&bytes) else { return nil } }
    defer { bytes.removeFirst(head.upperBound + length) }
    return ScriptedServer.Request(
      connection: number, line: lines.first ?? "", headers: Array(lines.dropFirst()),
      body: Array(bytes[head.upperBound..<(head.upperBound + length)]))
  }

  private func receive(_ bytes: inout [UInt8]) -> Bool {
    let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { piece in
      let count = recv(descriptor, piece.baseAddress, piece.count, 0)
      if count > 0 { bytes.append(contentsOf: piece[..<count]) }
      return count
    }
    return count > 0
  }

  private func answer(_ text: String) {
    send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
  }

  @discardableResult
  private func send(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
