import Glibc

/// A TCP socket that listens. Opened here rather than by libmicrohttpd, which does not say why it could not.
struct ListeningSocket {
  let descriptor: Int32
  /// The port in use, also where any free one was asked for.
  let port: Int

  init(address: String, port: Int) throws(ServerFailure) {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else { throw .addressInvalid(address) }
    guard (0...65535).contains(port) else { throw .noSocket(port: port, detail: "ports are 0 to 65535") }

    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw .noSocket(port: port, detail: String(cString: strerror(errno))) }

    // A restart takes its port again at once, while connections of the last run still linger in the system.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, size) == 0 && listen(descriptor, SOMAXCONN) == 0
          && getsockname(descriptor, name, &size) == 0
      }
    }
    guard isListening else {
      let code = errno
      close(descriptor)
      throw code == EADDRINUSE ? .portInUse(port) : .noSocket(port: port, detail: String(cString: strerror(code)))
    }
    self.descriptor = descriptor
    self.port = Int(UInt16(bigEndian: name.sin_port))
  }
}
