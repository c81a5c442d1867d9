import Console
import Fuzzing
import Mentoring
import Rehearsal
import Store

/// `mentorbench power-loss`
func powerLossCommand(_ terminal: Terminal) -> Command {
  Command(
    "power-loss", "Takes the power away at many moments of help requests; all that was acknowledged must be there.",
    details: """
      The store lies on a disk that notes what was written and what was made durable. At each moment two stores are looked at: one without anything
      that was not durable yet, one with a drawn part of it. Each must open, be sound and have every acknowledged update; every tenth is played
      to the end, which must be the undisturbed one. Exit code 1 when one is not.
      """,
    options: [
      .init("points", "N", "at how many moments, default 1000"),
      .init("requests", "N", "how many help requests, default 5"),
      seedOption, dialogsOption,
    ]
  ) { arguments in
    let points = try arguments.integer("points", in: 1...1_000_000) ?? 1000
    let requests = try arguments.integer("requests", in: 1...100) ?? 5
    var random = SplitMix(seed: try arguments.seed())
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let play = try PowerLoss(
      Rehearsal.Repertoire(folder: arguments["dialogs"] ?? "Dialogs"), in: folder.path, requests: requests,
      now: Timestamp(seconds: 1_795_424_400))
    defer { terminal.showProgress("") }
    let tally = try play.run(points: points, random: &random) { done in
      terminal.showProgress("\(done) of \(points) moments")
    }
    terminal.showProgress("")
    terminal.output(
      """
      \(points) moments of \(tally.moments), \(tally.cuts) power cuts
      acknowledged updates missing: \(tally.missing)
      stores damaged: \(tally.damaged)
      played to the end: \(tally.resumed), otherwise than undisturbed: \(tally.different)

      """)
    guard tally.isGood else { throw TrialFailure(examples: tally.examples) }
  }
}

let seedOption = Command.Option("seed", "N", "what chance begins with, default 1: equal seeds give equal trials")
let dialogsOption = Command.Option("dialogs", "DIR", "the folder of dialogs, default Dialogs")

extension Arguments {
  func seed() throws(WrongUsage) -> UInt64 { UInt64(try integer("seed", in: 0...Int.max) ?? 1) }
}

/// A trial has shown something that must not be.
struct TrialFailure: Error, CustomStringConvertible {
  var examples: [String]
  var description: String { (["this must not be:"] + examples).joined(separator: "\n") }
}
