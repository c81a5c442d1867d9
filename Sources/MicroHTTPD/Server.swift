import CMicroHTTPD
import Glibc

/// An HTTP/1.1 server on libmicrohttpd.
///
/// The handler runs on one of the server's threads and should not block it: an answer that takes time keeps its
/// `Reply` and gives it later. Waiting requests cost no thread.
package final class Server: Sendable {
  package typealias Handler = @Sendable (Request, Reply) -> Void

  package struct Limits: Sendable {
    /// A longer body is answered with 413.
    package var bodyBytes: Int
    /// Request line and headers together; more is answered with 431 or 414.
    package var headBytes: Int
    /// Open connections, waiting ones included; further ones are closed at once.
    package var connections: Int

    package init(bodyBytes: Int = 1 << 20, headBytes: Int = 32 << 10, connections: Int = 4096) {
      self.bodyBytes = bodyBytes
      self.headBytes = headBytes
      self.connections = connections
    }
  }

  /// What a server shows of itself to those who connect by TLS: PEM texts.
  package struct Identity: Sendable {
    package var key: String
    package var certificate: String

    package init(key: String, certificate: String) {
      self.key = key
      self.certificate = certificate
    }
  }

  /// What the C callbacks get as their context.
  private final class Context: Sendable {
    let handler: Handler
    let bodyBytes: Int
    let suspensions = Suspensions()

    init(handler: @escaping Handler, bodyBytes: Int) {
      self.handler = handler
      self.bodyBytes = bodyBytes
    }
  }

  /// The port that it listens on, also where any free one was asked for.
  package let port: Int

  private let context: Context
  /// Stopped once, by whoever `Suspensions.end()` answers true to; libmicrohttpd locks the rest itself.
  nonisolated(unsafe) private let daemon: OpaquePointer

  /// Starts to listen and to serve.
  ///
  /// - Parameters:
  ///   - address: IPv4; loopback unless said otherwise.
  ///   - port: 0 takes any free one.
  ///   - identity: makes it speak TLS; nil speaks plainly.
  ///   - threads: how many serve connections side by side, at least 1.
  package init(
    address: String = "127.0.0.1", port: Int = 0, threads: Int = 1, limits: Limits = Limits(),
    identity: Identity? = nil, handler: @escaping Handler
  ) throws(ServerFailure) {
    let socket = try ListeningSocket(address: address, port: port)
    let context = Context(handler: handler, bodyBytes: limits.bodyBytes)
    let daemon = mhd_start(
      socket.descriptor, UInt32(threads), UInt32(limits.connections), limits.headBytes, identity?.key,
      identity?.certificate, Server.access, Server.completed, Unmanaged.passUnretained(context).toOpaque())
    // libmicrohttpd has closed the socket then (0.9.75): a second time, that would be somebody else's file.
    guard let daemon else { throw .notStarted }
    self.port = socket.port
    self.context = context
    self.daemon = daemon
  }

  deinit { stop() }

  /// Closes all connections, waiting ones too, and ends the threads before it returns. May be called again.
  ///
  /// Not from inside a handler: it would wait for itself.
  package func stop() {
    guard context.suspensions.end() else { return }
    MHD_stop_daemon(daemon)
  }

  private static let access: MHD_AccessHandlerCallback = {
    context, connection, path, method, _, piece, pieceBytes, request in
    guard let context, let connection, let path, let method, let pieceBytes, let request else { return .NO }
    let server = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
    guard let known = request.pointee else {
      let exchange = Exchange(connection, suspensions: server.suspensions)
      request.pointee = Unmanaged.passRetained(exchange).toOpaque()  // Released in `completed`.
      return .YES
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    guard pieceBytes.pointee == 0 else {
      exchange.receive(
        UnsafeRawBufferPointer(start: piece, count: pieceBytes.pointee), limitBytes: server.bodyBytes)
      pieceBytes.pointee = 0
      return .YES
    }
    return exchange.proceed(server.handler, path: String(cString: path), method: String(cString: method))
  }

  private static let completed: MHD_RequestCompletedCallback = { _, _, request, _ in
    guard let request, let known = request.pointee else { return }
    let exchange = Unmanaged<Exchange>.fromOpaque(known)
    exchange.takeUnretainedValue().finish()
    exchange.release()
    request.pointee = nil
  }
}
