import Foundation
import Glibc
import Synchronization

/// A TCP relay on loopback between a client and an HTTP server, which does to connections what networks do. It understands as much of HTTP/1.1 as it needs
/// to know where a request begins and ends, and treats one at a time, as libcurl sends them.
package final class Relay: Sendable {
  /// What becomes of one request.
  package enum Fate: Sendable, Equatable {
    /// The connection is reset before anything reaches the server, once the head has come.
    case resetBefore
    /// Half of the body is read, and the server gets it; then both connections are reset, while a client with a long body still sends.
    case resetWithin
    /// The server gets it all; the client's connection is reset before an answer.
    case resetAfter
    /// The client gets half of the answer, then a reset.
    case resetWithinAnswer
    /// The answer comes a byte at a time, with that much real time between two.
    case drip(Duration)
    /// It is swallowed: nothing comes, and the connection stays open until the client gives up.
    case hold
  }

  private struct State {
    var isUp = true
    var connections: Set<Int32> = []
    var judge: (@Sendable (_ requestLine: String) -> Fate?)?
    var isOver = false
  }

  /// Where clients connect to.
  package let port: Int
  private let target: Int
  private let holder: Int32
  private let state = Mutex(State())
  private let listener = Mutex<Int32>(-1)

  /// - Parameter target: the server's port on loopback.
  package init(to target: Int) throws {
    self.target = target
    // Bound and never listening: the port stays ours while connections to it are refused.
    (holder, port) = try Self.socket(port: 0)
    try listen()
  }

  deinit { end() }

  package var address: String { "http://127.0.0.1:\(port)" }

  /// Decides about each request by its first line: "POST /bot…/sendMessage HTTP/1.1". It runs on the relay's threads.
  package func judge(_ judge: (@Sendable (String) -> Fate?)?) { state.withLock { $0.judge = judge } }

  /// An outage begins: open connections are reset, new ones refused.
  package func goDown() {
    stopListening()
    state.withLock { state in
      state.isUp = false
      // Under the lock: whoever serves one closes it only after it is off the list.
      for descriptor in state.connections { Self.reset(descriptor) }
    }
  }

  /// The outage ends.
  package func comeUp() throws {
    state.withLock { $0.isUp = true }
    try listen()
  }

  /// Ends everything.
  package func end() {
    let isFirst = state.withLock { state in
      defer { state.isOver = true }
      return !state.isOver
    }
    guard isFirst else { return }
    goDown()
    close(holder)
  }

  // MARK: Connections

  private func listen() throws {
    let (descriptor, _) = try Self.socket(port: port)
    guard Glibc.listen(descriptor, 256) == 0 else { throw Self.failure("listen") }
    listener.withLock { $0 = descriptor }
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { break }
        guard let relay = self, relay.enter(client) else {
          close(client)
          continue
        }
        Thread.detachNewThread { [weak relay] in
          relay?.serve(client)
        }
      }
      close(descriptor)
    }
  }

  private func stopListening() {
    // Wakes the thread that accepts, which closes it.
    let descriptor = listener.withLock { listener in
      defer { listener = -1 }
      return listener
    }
    if descriptor >= 0 { shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

  private func enter(_ client: Int32) -> Bool {
    state.withLock { state in
      if state.isUp { state.connections.insert(client) }
      return state.isUp
    }
  }

  private func serve(_ client: Int32) {
    defer {
      state.withLock { _ = $0.connections.remove(client) }
      close(client)
    }
    guard let server = Self.connect(to: target) else { return }
    defer { close(server) }
    var fromClient: [UInt8] = []
    var fromServer: [UInt8] = []
    while let (head, body) = Self.head(from: client, &fromClient, unless: server) {
      let line = String(decoding: fromClient.prefix { $0 != 13 }, as: UTF8.self)
      let fate = state.withLock(\.judge)?(line)
      if fate == .resetBefore { return Self.reset(client) }
      let size = fate == .resetWithin ? head + body / 2 : head + body
      guard let request = Self.take(size, from: client, &fromClient, unless: server) else { return }
      switch fate {
      case .resetWithin:
        Self.send(request[...], to: server)
        Self.reset(server)
        return Self.reset(client)
      case .resetAfter:
        Self.send(request[...], to: server)
        // The server has it once it answers.
        _ = Self.message(from: server, &fromServer, unless: nil)
        return Self.reset(client)
      case .hold:
        var byte: UInt8 = 0
        _ = recv(client, &byte, 1, 0)
        return
      case nil, .resetBefore, .resetWithinAnswer, .drip: break
      }
      guard Self.send(request[...], to: server), let answer = Self.message(from: server, &fromServer, unless: client)
      else { return }
      switch fate {
      case .resetWithinAnswer:
        Self.send(answer.prefix(answer.count / 2), to: client)
        return Self.reset(client)
      case .drip(let pause):
        for byte in answer {
          guard Self.send([byte], to: client) else { return }
          usleep(UInt32(pause / .microseconds(1)))
        }
      default: guard Self.send(answer[...], to: client) else { return }
      }
    }
  }

  // MARK: Sockets

  /// One whole message, head and body; nil when its connection ended, or `other` did while this one was silent.
  private static func message(from descriptor: Int32, _ bytes: inout [UInt8], unless other: Int32?) -> [UInt8]? {
    guard let (head, body) = head(from: descriptor, &bytes, unless: other) else { return nil }
    return take(head + body, from: descriptor, &bytes, unless: other)
  }

  /// Reads until the head of a message is whole, and leaves it in `bytes`; nil as above.
  ///
  /// - Returns: how long the head is, and how long its body will be.
  private static func head(
    from descriptor: Int32, _ bytes: inout [UInt8], unless other: Int32?
  ) -> (head: Int, body: Int)? {
    while true {
      if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
        return (end.upperBound, bodySize(in: bytes[..<end.lowerBound]))
      }
      guard read(from: descriptor, &bytes, unless: other) else { return nil }
    }
  }

  /// The next `size` bytes; nil as above.
  private static func take(
    _ size: Int, from descriptor: Int32, _ bytes: inout [UInt8], unless other: Int32?
  ) -> [UInt8]? {
    while bytes.count < size {
      guard read(from: descriptor, &bytes, unless: other) else { return nil }
    }
    defer { bytes.removeFirst(size) }
    return Array(bytes.prefix(size))
  }

  private static func read(from descriptor: Int32, _ bytes: inout [UInt8], unless other: Int32?) -> Bool {
    var watched = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
    if let other { watched.append(pollfd(fd: other, events: Int16(POLLIN), revents: 0)) }
    guard poll(&watched, nfds_t(watched.count), -1) > 0, watched[0].revents != 0 else { return false }
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &piece, piece.count, 0)
    if count > 0 { bytes += piece.prefix(count) }
    return count > 0
  }

  private static func bodySize(in head: ArraySlice<UInt8>) -> Int {
    head.split(separator: 10).lazy.compactMap { line -> Int? in
      let text = String(decoding: line, as: UTF8.self).lowercased()
      guard text.hasPrefix("content-length:") else { return nil }
      return Int(text.dropFirst("content-length:".count).filter(\.isNumber))
    }.first ?? 0
  }

  @discardableResult
  private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The other side hears of it as a reset, not as an orderly end. Who serves the connection closes it.
  private static func reset(_ descriptor: Int32) {
    var abrupt = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
    shutdown(descriptor, Int32(SHUT_RD))
  }

  private static func connect(to port: Int) -> Int32? {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = loopback(port)
    let isConnected = withUnsafePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        Glibc.connect(descriptor, name, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if !isConnected { close(descriptor) }
    return isConnected ? descriptor : nil
  }

  private static func socket(port: Int) throws -> (descriptor: Int32, port: Int) {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var name = loopback(port)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, size) == 0 && getsockname(descriptor, name, &size) == 0
      }
    }
    guard isBound else { throw failure("bind") }
    return (descriptor, Int(UInt16(bigEndian: name.sin_port)))
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    name.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    return name
  }

  private static func failure(_ call: String) -> ProgramFailure {
    ProgramFailure("\(call): \(String(cString: strerror(errno)))")
  }
}
