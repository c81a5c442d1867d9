import Glibc
import Testing

/// A port of this machine that is taken, and where nobody listens: connections are refused, and no other test gets it.
///
/// Whoever binds it as our servers do (`SO_REUSEADDR`) can begin to listen there.
final class QuietPort {
  let number: Int
  private let descriptor: Int32

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, size) == 0 && getsockname(descriptor, name, &size) == 0
      }
    }
    self.descriptor = descriptor
    number = Int(UInt16(bigEndian: name.sin_port))
    try #require(isBound, "no free port: \(String(cString: strerror(errno)))")
  }

  deinit { close(descriptor) }
}
