import Foundation
import HTTP
import TestSupport
import Testing

@testable import Curl

/// Against `openssl s_server`; a machine without Debian's package `openssl` reports the suite as skipped.
@Suite(
  "HTTPS over libcurl", .timeLimit(.minutes(1)),
  .enabled(if: Certificate.isPossible))
struct SecureTests {
  @Test("abuse 2: trusts an extra certificate, and nothing that it was not told to trust")
  func trustsExtraCertificate() async throws {
    let server = try await SecureServer()
    let url = server.url("127.0.0.1")
    let stranger = try await CurlClient().failure(HTTPRequest(.post, url))
    #expect(stranger.verdict == "tls, nothingSent")
    let friend = CurlClient(CurlSettings(extraCertificates: server.certificate))
    #expect(try await friend.http.send(HTTPRequest(.get, url)).status == 200)
    // The certificate is for the address, not for this name.
    #expect(try await friend.failure(HTTPRequest(.post, server.url("localhost"))).verdict == "tls, nothingSent")
  }

  @Test("does not trust a certificate that it knows and whose time is over")
  func refusesExpired() async throws {
    let server = try await SecureServer(isExpired: true)
    let client = CurlClient(CurlSettings(extraCertificates: server.certificate))
    #expect(try await client.failure(HTTPRequest(.post, server.url("127.0.0.1"))).verdict == "tls, nothingSent")
  }

  @Test("abuse 2: refuses TLS older than 1.2")
  func refusesOldTLS() async throws {
    let server = try await SecureServer("-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")
    let client = CurlClient(CurlSettings(extraCertificates: server.certificate))
    #expect(try await client.failure(HTTPRequest(.post, server.url("127.0.0.1"))).verdict == "tls, nothingSent")
  }
}

/// `openssl s_server` with a certificate of its own for 127.0.0.1; answers each GET with a page about the connection.
private final class SecureServer: Sendable {
  private let identity: Certificate
  private let process: ChildProcess
  private let port: Int

  init(isExpired: Bool = false, _ options: String...) async throws {
    identity = try Certificate(for: "IP:127.0.0.1", isExpired: isExpired)
    process = try ChildProcess(
      "/usr/bin/openssl",
      ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", identity.file, "-key", identity.keyFile] + options)
    port = try await process.line { line in
      line.hasPrefix("ACCEPT ") ? line.split(separator: ":").last.flatMap { Int($0) } : nil
    }
  }

  deinit { process.end() }

  var certificate: String { identity.file }

  func url(_ host: String) -> String { "https://\(host):\(port)/" }
}
