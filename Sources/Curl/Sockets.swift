import CCurl
import Glibc

/// What a thread waits for: sockets, a bell that others ring, and a moment. One epoll, so that a wait costs the same however many sockets there are.
final class Sockets: Sendable {
  private let epoll: Int32
  private let bell: Int32
  /// Events taken at once.
  private static let eventLimit = 256

  init() {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard epoll >= 0, bell >= 0 else {
      preconditionFailure("no descriptor to wait for sockets: \(String(cString: strerror(errno)))")
    }
    control(EPOLL_CTL_ADD, bell, EPOLLIN.rawValue)
  }

  deinit {
    close(bell)
    close(epoll)
  }

  /// Waits for what libcurl wants to know of a socket from now on.
  ///
  /// - Parameter interest: one of CURL_POLL_….
  func watch(_ socket: Int32, _ interest: Int32) {
    switch interest {
    case CURL_POLL_IN: set(socket, EPOLLIN.rawValue)
    case CURL_POLL_OUT: set(socket, EPOLLOUT.rawValue)
    case CURL_POLL_INOUT: set(socket, EPOLLIN.rawValue | EPOLLOUT.rawValue)
    default: control(EPOLL_CTL_DEL, socket, 0)
    }
  }

  /// Ends the present or the next wait. From any thread.
  func ring() {
    var one: UInt64 = 1
    // Full only when it rings already.
    _ = write(bell, &one, 8)
  }

  /// Waits at most so long, and calls `body` with each socket that has something, and what (CURL_CSELECT_…).
  ///
  /// - Returns: whether there was anything, the bell included.
  func wait(_ time: Duration, _ body: (_ socket: Int32, _ what: Int32) -> Void) -> Bool {
    let (seconds, attoseconds) = time.components
    var limit = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    return withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventLimit) { events in
      let count = epoll_pwait2(epoll, events.baseAddress, Int32(Self.eventLimit), &limit, nil)
      guard count > 0 else { return false }
      for event in events.prefix(Int(count)) {
        guard event.data.fd != bell else {
          var rings: UInt64 = 0
          _ = read(bell, &rings, 8)
          continue
        }
        body(event.data.fd, Self.what(event.events))
      }
      return true
    }
  }

  private static func what(_ events: UInt32) -> Int32 {
    var what: Int32 = 0
    if events & EPOLLIN.rawValue != 0 { what |= CURL_CSELECT_IN }
    if events & EPOLLOUT.rawValue != 0 { what |= CURL_CSELECT_OUT }
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { what |= CURL_CSELECT_ERR }
    return what
  }

  private func set(_ socket: Int32, _ events: UInt32) {
    if control(EPOLL_CTL_ADD, socket, events) != 0, errno == EEXIST { control(EPOLL_CTL_MOD, socket, events) }
  }

  @discardableResult
  private func control(_ operation: Int32, _ socket: Int32, _ events: UInt32) -> Int32 {
    var event = epoll_event(events: events, data: epoll_data_t(fd: socket))
    return epoll_ctl(epoll, operation, socket, &event)
  }
}
