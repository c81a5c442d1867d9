/// At which pass of which failpoint a process dies: "after_commit:7".
package struct FailpointShot: Hashable, Sendable, CustomStringConvertible {
  /// The variable of the environment that asks for it.
  package static let variable = "MENTORBOT_FAILPOINT"

  package var point: Failpoint
  /// From 1.
  package var pass: Int

  package init(_ point: Failpoint, pass: Int = 1) {
    self.point = point
    self.pass = pass
  }

  /// - Throws: `WrongFailpoint` for anything else than a failpoint's name, a colon and a number from 1.
  package init(_ text: String) throws(WrongFailpoint) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let point = Failpoint(rawValue: String(parts[0])), let pass = Int(parts[1]), pass > 0 else {
      throw WrongFailpoint(text: text)
    }
    self.init(point, pass: pass)
  }

  package var description: String { "\(point.rawValue):\(pass)" }
}

extension Failpoint {
  /// Has this process kill itself. Called once, by an executable, before it starts a second thread.
  package static func arm(_ shot: FailpointShot) { Armed.set(shot) }
}

/// What cannot be armed.
package struct WrongFailpoint: Error, Equatable, CustomStringConvertible {
  package let text: String

  package init(text: String) { self.text = text }

  package var description: String {
    let names = Failpoint.allCases.map(\.rawValue).joined(separator: " ")
    return "\(FailpointShot.variable)=\(text): expected NAME:PASS with one of the names \(names)"
  }
}
