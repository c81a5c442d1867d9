package import Failpoints

extension Failpoint {
  /// Every failpoint once, in an order in which each can be reached: some are passed only by a daemon whose predecessor was killed during a call.
  ///
  /// - Parameter pass: at which pass of a place that a daemon passes again and again.
  package static func tour(pass: () -> Int = { 1 }) -> [FailpointShot] {
    let afterCrash: [Failpoint] = [.interruptionSettled, .retryNoted]
    let onceALife: Set<Failpoint> = [.botTaken, .dialogsActivated, .stopBegun, .drained]
    let usual = allCases.filter { !afterCrash.contains($0) }
      .map { FailpointShot($0, pass: onceALife.contains($0) ? 1 : pass()) }
    return afterCrash.flatMap { [FailpointShot(.callBegins), FailpointShot($0)] } + usual
  }
}
