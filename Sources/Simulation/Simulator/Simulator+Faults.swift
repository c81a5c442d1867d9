import Emulator
import Mentoring

/// What goes wrong, drawn call by call.
extension Simulator {
  enum CallFault {
    case messenger(Fault)
    case noConnection
  }

  private static let serverError = Fault.refuse(code: 500, description: "Internal Server Error: restart")

  private func happens(_ kind: FaultKind, _ share: Double) -> Bool {
    guard plan.faults.contains(kind), !isCalm, luck.hits(share) else { return false }
    report.faults[kind.rawValue, default: 0] += 1
    return true
  }

  func drawPollFault() -> Fault? {
    guard !isCut else { return nil }
    if happens(.limits, 0.005) { return .tooManyRequests(retryAfter: luck.number(1...5)) }
    if happens(.errors, 0.01) { return luck.hits(0.5) ? Self.serverError : .html(status: 502) }
    if happens(.lost, 0.01) { return luck.pick([.loseCall, .loseAnswer, .garbleAnswer]) }
    if happens(.redelivery, 0.05) { return luck.hits(0.3) ? .reverse : .redeliver(luck.number(1...20)) }
    return nil
  }

  /// - Returns: the fault, and how long the answer takes.
  func drawCallFault() -> (CallFault?, Duration) {
    let usual = Duration.milliseconds(Int64(luck.number(20...100)))
    guard !isCut else { return (nil, usual) }
    if happens(.limits, 0.01) {
      return (.messenger(.tooManyRequests(retryAfter: luck.hits(0.2) ? nil : luck.number(1...20))), usual)
    }
    if happens(.errors, 0.01) {
      return (.messenger(luck.hits(0.5) ? Self.serverError : .html(status: 504)), usual)
    }
    if happens(.lost, 0.015) {
      if luck.hits(0.3) { return (.noConnection, usual) }
      return (luck.pick([.loseCall, .loseAnswer, .garbleAnswer]).map { .messenger($0) }, usual)
    }
    if happens(.slow, 0.01) {
      // After 30 s nobody waits any more; it is done all the same.
      let seconds = luck.number(2...40)
      return seconds < 30 ? (nil, .seconds(seconds)) : (.messenger(.loseAnswer), .seconds(30))
    }
    return (nil, usual)
  }

  func cut(_ isCut: Bool) {
    guard !isCalm, self.isCut != isCut else { return }
    self.isCut = isCut
    line.cut(isCut)
    looked.hasDelays = true
    if isCut { report.faults[FaultKind.outages.rawValue, default: 0] += 1 } else { pollSoon() }
  }
}
