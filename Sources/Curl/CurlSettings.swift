/// What a `CurlClient` is told once. Nothing is read from the environment (`https_proxy` neither).
package struct CurlSettings: Sendable {
  /// How many calls may be under way at once; others wait their turn, in order, within their deadlines.
  package var maxConnections: Int
  /// How many calls may wait for a connection; one more fails at once, nothing sent.
  package var maxWaiting: Int
  /// From the name lookup to the end of the TLS handshake.
  package var connectTimeout: Duration
  /// `http://host:port`, `socks5h://…`; nil connects directly. May hold a password.
  package var proxy: String?
  /// A file of certificates (PEM) trusted in addition to the system's.
  package var extraCertificates: String?
  package var userAgent: String

  package init(
    maxConnections: Int = 256, maxWaiting: Int = 4096, connectTimeout: Duration = .seconds(10), proxy: String? = nil,
    extraCertificates: String? = nil, userAgent: String = "mentorbot"
  ) {
    precondition(maxConnections > 0 && maxWaiting >= 0)
    self.maxConnections = maxConnections
    self.maxWaiting = maxWaiting
    self.connectTimeout = connectTimeout
    self.proxy = proxy
    self.extraCertificates = extraCertificates
    self.userAgent = userAgent
  }
}
