package import HTTP

extension HTTPClient {
  /// Calls servers on this machine only, one connection for each call: for tests of what stands above an HTTP client.
  package static let raw = HTTPClient { request async throws(HTTPFailure) -> HTTPResponse in
    let rest = request.url.dropFirst("http://".count)
    let host = rest.prefix { $0 != "/" }
    guard request.url.hasPrefix("http://"), let port = Int(host.split(separator: ":").last ?? "") else {
      throw HTTPFailure(.other, .nothingSent, "only http://HOST:PORT/ is understood here")
    }
    let connection: RawConnection
    do {
      connection = try RawConnection(port: port, waitSeconds: Int(request.deadline.components.seconds))
    } catch {
      throw HTTPFailure(.connect, .nothingSent, "\(error)")
    }
    var headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
    headers["Host"] = String(host)
    await connection.start(
      request.method.rawValue, String(rest.dropFirst(host.count)), headers: headers,
      body: String(decoding: request.body, as: UTF8.self))
    guard let response = await connection.response() else { throw HTTPFailure(.reset, .sent, "no whole answer") }
    return response
  }
}
