/// What is done to the service in a rehearsal. None of it may change what people see and which commands are given.
package enum Trial: String, CaseIterable, Sendable {
  case plain
  /// The process is dropped and the store opened anew after each commit; the calls that it was about to make are never made.
  case diesBeforeCalls = "before"
  /// The same, but the messenger has received the calls, and the store never hears of it.
  case diesAfterCalls = "after"
  /// Each update is delivered twice.
  case doubled

  /// Behind what went wrong.
  var words: String {
    switch self {
    case .plain: ""
    case .diesBeforeCalls: " (when the service dies after each commit, before its calls are made)"
    case .diesAfterCalls: " (when the service dies after each commit, its calls made and not noted)"
    case .doubled: " (when each update is delivered twice)"
    }
  }

  var dies: Bool { self == .diesBeforeCalls || self == .diesAfterCalls }
}
