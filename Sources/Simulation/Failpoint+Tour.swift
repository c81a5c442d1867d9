package import Failpoints

extension Failpoint {
  /// Every failpoint once, in an order in which each can be reached: some are passed only by a daemon whose predecessor was killed during a call.
  package static let tour: [FailpointShot] = {
    let afterCrash: [Failpoint] = [.interruptionSettled, .retryNoted]
    let usual = allCases.filter { !afterCrash.contains($0) }.map { FailpointShot($0) }
    return afterCrash.flatMap { [FailpointShot(.callBegins), FailpointShot($0)] } + usual
  }()
}
