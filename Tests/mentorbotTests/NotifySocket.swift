import Foundation
import Glibc

/// The service manager's end: what is said to it, a datagram at a time.
final class NotifySocket: Sendable {
  let path: String
  let messages: AsyncStream<String>
  private let descriptor: Int32

  init() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "notify-\(UUID().uuidString)").path
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    (self.path, self.descriptor) = (path, descriptor)
    let (messages, said) = AsyncStream.makeStream(of: String.self)
    self.messages = messages
    // Ends when the socket is shut.
    Thread.detachNewThread {
      var bytes = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { break }
        said.yield(String(decoding: bytes[..<count], as: UTF8.self))
      }
      said.finish()
      close(descriptor)
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    unlink(path)
  }

  /// Waits for a message that begins so.
  func message(_ beginning: String) async -> String? { await messages.first { $0.hasPrefix(beginning) } }
}
