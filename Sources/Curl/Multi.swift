import CCurl

/// libcurl's multi handle: many transfers, one cache of connections.
final class Multi: Sendable {
  /// Used by the loop's thread alone, but for `curl_multi_wakeup`, which libcurl allows from any thread
  /// (curl.se/libcurl/c/curl_multi_wakeup.html, read 2026-11-21); freed when neither loop nor callers hold this object.
  nonisolated(unsafe) let handle: UnsafeMutableRawPointer

  init() {
    guard let handle = curl_multi_init() else { preconditionFailure("libcurl: no memory for a multi handle") }
    self.handle = handle
  }

  deinit { curl_multi_cleanup(handle) }

  /// Ends the loop's present or next wait.
  func wake() { curl_multi_wakeup(handle) }
}
