/// One whole request, body included.
package struct Request: Sendable {
  /// As sent: "GET", "POST".
  package var method: String
  /// Percent-decoded, without the query: "/bot7770001:AA/getMe".
  package var path: String
  /// Percent-decoded, in the order of the URL; an item without "=" has an empty value.
  package var query: [(name: String, value: String)]
  package var headers: [(name: String, value: String)]
  /// At most `Server.Limits.bodyBytes`: a larger one is answered with 413 and reaches no handler.
  package var body: [UInt8]

  package init(
    method: String, path: String, query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, whatever its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
