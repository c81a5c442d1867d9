import CCurl

/// libcurl's multi handle: many transfers, one cache of connections; and what the thread that moves them waits for.
final class Multi: Sendable {
  /// Used by the loop's thread alone; freed when neither loop nor callers hold this object.
  nonisolated(unsafe) let handle: UnsafeMutableRawPointer
  /// The loop's thread alone waits and watches; any thread may ring.
  private let sockets = Sockets()
  /// When libcurl wants to be called though no socket has anything. Used by the loop's thread alone: libcurl sets it from within our calls of it.
  nonisolated(unsafe) private var timer: ContinuousClock.Instant?

  init() {
    guard let handle = curl_multi_init() else { preconditionFailure("libcurl: no memory for a multi handle") }
    self.handle = handle
    // Neither is called but by libcurl's functions below, and in `deinit`, which ends before `sockets` is freed.
    let (socketContext, this) = (
      Unmanaged.passUnretained(sockets).toOpaque(), Unmanaged.passUnretained(self).toOpaque()
    )
    ccurl_multi_set_socket_callback(
      handle,
      { _, socket, interest, sockets, _ in
        Unmanaged<Sockets>.fromOpaque(sockets!).takeUnretainedValue().watch(socket, interest)
        return 0
      }, socketContext)
    ccurl_multi_set_timer_callback(
      handle,
      { _, milliseconds, this in
        Unmanaged<Multi>.fromOpaque(this!).takeUnretainedValue().timer =
          milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
        return 0
      }, this)
  }

  deinit {
    ccurl_multi_set_timer_callback(handle, nil, nil)
    curl_multi_cleanup(handle)
  }

  /// Ends the loop's present or next wait.
  func wake() { sockets.ring() }

  /// Lets libcurl go on where its time has come: a transfer that was added, a wait that is over.
  ///
  /// - Returns: false when libcurl cannot go on.
  func advance() -> Bool {
    // What it does may ask for the next time at once.
    while let due = timer, due <= .now {
      timer = nil
      guard act(CURL_SOCKET_BAD, 0) else { return false }
    }
    return true
  }

  /// Waits at most so long for sockets, libcurl's time or `wake`, and moves what can be moved.
  ///
  /// - Returns: whether anything happened before the time was over; nil when libcurl cannot go on.
  func wait(_ time: Duration) -> Bool? {
    var limit = time
    if let timer { limit = max(.zero, min(limit, ContinuousClock.now.duration(to: timer))) }
    var isWell = true
    let isNews = sockets.wait(limit) { socket, what in isWell = act(socket, what) && isWell }
    return isWell ? isNews || limit < time : nil
  }

  private func act(_ socket: Int32, _ what: Int32) -> Bool {
    var running: Int32 = 0
    return curl_multi_socket_action(handle, socket, what, &running) == CURLM_OK
  }
}
