import Dispatch
import Foundation
import Glibc
package import HTTP

/// One TCP connection to loopback, for tests that look at HTTP from below: kept alive, cut short, never read.
///
/// Its calls block, so they run on a queue of its own.
package final class RawConnection: Sendable {
  private let descriptor: Int32
  private let queue = DispatchQueue(label: "test.connection")

  /// - Parameter waitSeconds: how long a read may wait before the test fails.
  package init(port: Int, waitSeconds: Int = 20) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    name.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var wait = timeval(tv_sec: waitSeconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    let isConnected = withUnsafePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        connect(descriptor, name, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw HTTPFailure(.connect, .nothingSent, String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  package func send(_ text: String) async { await send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) async {
    await onQueue {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        sent += count
      }
    }
  }

  /// Closes our half, as a client does that has gone.
  package func hangUp() async { await onQueue { _ = shutdown(self.descriptor, Int32(SHUT_RDWR)) } }

  /// The next answer; nil when the other side closed before a whole one came.
  package func response() async -> HTTPResponse? {
    await onQueue {
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 65_536)
      func read() -> Bool {
        let count = recv(self.descriptor, &piece, piece.count, 0)
        if count > 0 { bytes.append(contentsOf: piece[..<count]) }
        return count > 0
      }
      let gap = Array("\r\n\r\n".utf8)
      var head = bytes.firstRange(of: gap)
      while head == nil {
        guard read() else { return nil }
        head = bytes.firstRange(of: gap)
      }
      let lines = String(decoding: bytes[..<head!.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
      let headers = lines.dropFirst().map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return (name: String(parts[0]), value: parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
      }
      var response = HTTPResponse(status: Int(lines[0].split(separator: " ")[1]) ?? 0, headers: headers)
      let size = Int(response.header("Content-Length") ?? "0") ?? 0
      while bytes.count < head!.upperBound + size { guard read() else { return nil } }
      response.body = Array(bytes[head!.upperBound...].prefix(size))
      return response
    }
  }

  package func call(
    _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
  ) async -> HTTPResponse? {
    await start(method, path, headers: headers, body: body)
    return await response()
  }

  /// Sends a whole request and does not wait.
  package func start(_ method: String, _ path: String, headers: [String: String] = [:], body: String = "") async {
    let all = ["Host": "127.0.0.1", "Content-Length": String(body.utf8.count)].merging(headers) { $1 }
    let head = all.map { "\($0.key): \($0.value)\r\n" }.joined()
    await send("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body)")
  }

  private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
  }
}

extension HTTPResponse {
  package var text: String { String(decoding: body, as: UTF8.self) }
}
