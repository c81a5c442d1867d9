import Glibc
import Service

/// Tells the service manager how the daemon is: a datagram to the socket that it names (systemd's sd_notify(3), read 2026-11-26). Started by
/// hand, the daemon has nobody to tell.
struct ServiceManager: Sendable {
  /// The socket's path; an abstract one begins with 0.
  private let path: [UInt8]
  /// Without a sign of life for so long the manager takes the daemon for stuck; nil: it does not watch.
  private let patience: Duration?

  /// - Parameter environment: `NOTIFY_SOCKET`, and for a watchdog `WATCHDOG_USEC` and `WATCHDOG_PID`.
  init?(_ environment: [String: String]) {
    guard let name = environment["NOTIFY_SOCKET"], let first = name.first, first == "/" || first == "@" else {
      return nil
    }
    path = (first == "@" ? [0] : [UInt8(ascii: "/")]) + Array(name.utf8.dropFirst())
    guard path.count < Self.pathLimit else { return nil }
    let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
    patience = isForUs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0) } : nil
  }

  private static let pathLimit = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

  func ready(_ status: String) { say("READY=1\nSTATUS=\(status)") }
  func stopping() { say("STOPPING=1") }

  /// New dialogs are being read; `ready` ends it.
  func reloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    say("RELOADING=1\nMONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)")
  }

  /// Gives a sign of life twice in the time the manager waits for one, as long as the core comes to its turn. A full disk is no reason to be
  /// started anew: the core is at rest then, and is not stuck.
  func giveSigns(of core: Core, _ clock: any Clock<Duration>) async {
    guard let patience else { return }
    while !Task.isCancelled {
      await core.pulse()
      say("WATCHDOG=1")
      try? await clock.sleep(for: patience / 2)
    }
  }

  /// Never waits; a manager that does not listen is no harm.
  private func say(_ lines: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path)! + path.count)
    let bytes = Array(lines.utf8)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
      }
    }
  }
}
