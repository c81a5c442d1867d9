import Synchronization

/// The exchanges whose connections sleep: libmicrohttpd must not be stopped while there are any.
final class Suspensions: Sendable {
  private struct State {
    var isStopping = false
    var exchanges: [ObjectIdentifier: Exchange] = [:]
  }

  private let state = Mutex(State())

  /// False once the server stops: nobody may fall asleep any more.
  func add(_ exchange: Exchange) -> Bool {
    state.withLock { state in
      guard !state.isStopping else { return false }
      state.exchanges[ObjectIdentifier(exchange)] = exchange
      return true
    }
  }

  func remove(_ exchange: Exchange) {
    state.withLock { _ = $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
  }

  /// Wakes all and closes their connections. False when this was done before.
  func end() -> Bool {
    let ended: [Exchange]? = state.withLock { state in
      guard !state.isStopping else { return nil }
      state.isStopping = true
      return Array(state.exchanges.values)
    }
    // Outside the lock: `resolve` takes an exchange's lock first and this one second.
    guard let ended else { return false }
    for exchange in ended { exchange.resolve(.drop) }
    return true
  }
}
