/// Why a server did not start.
package enum ServerFailure: Error, Equatable, CustomStringConvertible {
  case addressInvalid(String)
  case portInUse(Int)
  /// The system refused the socket; its own words.
  case noSocket(port: Int, detail: String)
  case notStarted

  package var description: String {
    switch self {
    case .addressInvalid(let address): "cannot listen on \"\(address)\": not an IPv4 address"
    case .portInUse(let port): "port \(port) is in use by another program: choose another one, or 0 for any free one"
    case .noSocket(let port, let detail): "cannot listen on port \(port): \(detail)"
    case .notStarted: "libmicrohttpd could not start its threads"
    }
  }
}
