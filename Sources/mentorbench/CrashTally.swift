import Console
import Failpoints
import Simulation

/// What became of the promise in a number of runs.
struct CrashTally: Sendable {
  var runs = 0
  var kills = 0
  var updates = 0
  var messages = 0
  var lost = 0
  /// Effects in the store, or what people were shown, other than without a kill.
  var changed = 0
  var stuck = 0
  var outOfOrder = 0
  /// Calls that must not come twice and were cut: shown to the curator as unknown.
  var unknown = 0
  var flaggedDoubles = 0
  var unflaggedDoubles = 0
  /// Where daemons died, of the named places.
  var places: Set<Failpoint> = []
  /// Everything that should not be, in words.
  var details: [String] = []

  mutating func add(_ audit: Audit, changes: [String], kills: Int, of name: String) {
    runs += 1
    self.kills += kills
    updates += audit.updates
    messages += audit.messages
    unknown += audit.unknownFates
    flaggedDoubles += audit.flaggedDoubles
    changed += changes.count
    for finding in audit.findings {
      switch finding {
      case .updateLost, .messageLost, .givenUp, .quarantined: lost += 1
      case .stuck, .leftWaiting: stuck += 1
      case .doubledUnflagged: unflaggedDoubles += 1
      case .outOfOrder: outOfOrder += 1
      }
    }
    details += (audit.findings.map(\.description) + changes).map { "\(name): \($0)" }
  }

  /// A run that did not come to its end.
  mutating func add(failure: any Error, of name: String) {
    runs += 1
    stuck += 1
    details.append("\(name): \(failure)")
  }

  static func + (a: CrashTally, b: CrashTally) -> CrashTally {
    CrashTally(
      runs: a.runs + b.runs, kills: a.kills + b.kills, updates: a.updates + b.updates,
      messages: a.messages + b.messages, lost: a.lost + b.lost, changed: a.changed + b.changed,
      stuck: a.stuck + b.stuck, outOfOrder: a.outOfOrder + b.outOfOrder, unknown: a.unknown + b.unknown,
      flaggedDoubles: a.flaggedDoubles + b.flaggedDoubles, unflaggedDoubles: a.unflaggedDoubles + b.unflaggedDoubles,
      places: a.places.union(b.places), details: a.details + b.details)
  }

  var isWhole: Bool { lost + changed + stuck + outOfOrder + unflaggedDoubles == 0 }
}

extension Table {
  /// One row a kind of run.
  init(_ tallies: [(name: String, tally: CrashTally)]) {
    self.init(
      columns: [
        "run", "runs", "kills", "updates", "messages", "lost", "changed", "stuck", "out of order", "unknown, shown",
        "doubled, flagged", "doubled, not flagged",
      ],
      rows: tallies.map { name, tally in
        let numbers = [
          tally.runs, tally.kills, tally.updates, tally.messages, tally.lost, tally.changed, tally.stuck,
          tally.outOfOrder, tally.unknown, tally.flaggedDoubles, tally.unflaggedDoubles,
        ]
        return [.text(name)] + numbers.map { .integer(Int64($0)) }
      })
  }
}
