import Console
import Failpoints
import FoundationEssentials
import JSON5
import Rehearsal
import Simulation
import Synchronization

/// `mentorbench crash`
func crashCommand(_ terminal: Terminal) -> Command {
  Command(
    "crash", "Kills the daemon again and again, and looks whether anything is lost, doubled or stuck.",
    details: """
      Runs `mentorbot run` of the same build against the messenger emulator, on a clock that is moved.
      transcripts: each transcript of the dialogs, the daemon killed at each failpoint; people must see, and the store must
      hold, what they do without a kill. crowd: many people who ask for help at the same time, kill -9 at random moments
      while a twelfth of all calls goes wrong. Counted: lost (an update or a message), changed (an effect in the store or
      a text shown that is other than without kills), stuck (waits for what will not come), messages out of order, messages
      that came twice with and without the flag `maybe_doubled` of their row, calls that must not come twice and were cut
      (the curator is shown them as unknown). All but the flagged and the shown must be 0.
      """,
    options: [
      .init("kills", "N", "random kills of the crowd's daemon, default 300"),
      .init("people", "N", "how many chat with one daemon, default 16"),
      .init("dialogs", "DIR", "the dialogs with their transcripts, default Dialogs"),
      .init("jobs", "N", "daemons side by side, default one a processor"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let kills = try arguments.integer("kills", in: 0...1_000_000) ?? 300
    let people = try arguments.integer("people", in: 2...1000) ?? 16
    let jobs = try arguments.integer("jobs", in: 1...64) ?? ProcessInfo.processInfo.activeProcessorCount
    let dialogs = URL(filePath: arguments["dialogs"] ?? "Dialogs").standardizedFileURL.path
    let crash = Crash(dialogs: dialogs, pairs: people / 2, jobs: jobs, terminal: terminal)
    var transcripts = try await crash.killInTranscripts()
    let unreached = Failpoint.allCases.filter { !transcripts.places.contains($0) }
    if !unreached.isEmpty {
      let places = unreached.map(\.rawValue).joined(separator: ", ")
      transcripts.details.append("no transcript brings the daemon to \(places)")
    }
    let crowd = try await crash.killInCrowd(kills)
    let all = transcripts + crowd
    terminal.output(Table([("transcripts", transcripts), ("crowd", crowd), ("all", all)]).rendered(as: format))
    for detail in all.details { terminal.complain(detail + "\n") }
    guard all.isWhole, unreached.isEmpty else { throw ProgramFailure("the promise was broken") }
  }
}

private struct Crash: Sendable {
  let dialogs: String
  let pairs: Int
  let jobs: Int
  let terminal: Terminal

  /// Kills with one school: the messenger's ledger grows with them.
  private static let killsOfCrowd = 150

  // MARK: Transcripts

  func killInTranscripts() async throws -> CrashTally {
    let files = transcriptFiles()
    guard !files.isEmpty else { throw ProgramFailure("no transcripts: \(dialogs)/*/tests/*.txt") }
    return await each(files, "transcripts") { file in
      var tally = CrashTally()
      do { try await kill(in: file, &tally) } catch { tally.add(failure: error, of: file) }
      return tally
    }
  }

  private func kill(in file: String, _ tally: inout CrashTally) async throws {
    let text = try readTextFile(dialogs + "/" + file, limitBytes: 1 << 20).text
    let transcript = try readTranscript(text, file: file)
    var none = Lives()
    let undisturbed = try await Play.perform(transcript, dialogs: dialogs, lives: &none)
    tally.add(undisturbed.audit, changes: [], kills: 0, of: file)
    // At the first, second or third pass, as chance has it; what this transcript does not pass so often it lives through.
    var lives = Lives(Failpoint.tour { Int.random(in: 1...3) })
    while !lives.isOver {
      let before = lives.deaths.count
      let killed = try await Play.perform(transcript, dialogs: dialogs, lives: &lives)
      var changes = killed.hasUnknownFate ? [] : killed.digest.difference(from: undisturbed.digest)
      for (part, shown) in killed.shown.enumerated() where !killed.hasUnknownFate && shown != undisturbed.shown[part] {
        changes.append(
          "\(transcript.parts[part].name) saw something else: \(firstDifference(shown, undisturbed.shown[part]))")
      }
      let deaths = lives.deaths[before...]
      tally.places.formUnion(deaths.map(\.point))
      tally.add(
        killed.audit, changes: changes, kills: deaths.count,
        of: "\(file) [\(deaths.map(\.description).joined(separator: " "))]")
    }
  }

  private func firstDifference(_ seen: [String], _ meant: [String]) -> String {
    let place =
      zip(seen, meant).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(seen.count, meant.count)
    return "«\(seen.dropFirst(place).first ?? "nothing")» in place of «\(meant.dropFirst(place).first ?? "nothing")»"
  }

  /// Paths below the folder of dialogs.
  private func transcriptFiles() -> [String] {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: dialogs)) ?? []).sorted()
    return names.flatMap { name in
      ((try? manager.contentsOfDirectory(atPath: "\(dialogs)/\(name)/tests")) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted().map { "\(name)/tests/\($0)" }
    }
  }

  // MARK: The crowd

  func killInCrowd(_ kills: Int) async throws -> CrashTally {
    let rounds = stride(from: 0, to: kills, by: Self.killsOfCrowd).map { min(Self.killsOfCrowd, kills - $0) }
    return await each(rounds, "crowds") { round in
      var tally = CrashTally()
      do {
        let killer = Killer(random: SystemRandomNumberGenerator(), rounds: round, faults: Killer.badDay)
        let outcome = try await Crowd.perform(pairs: pairs, killer: killer, dialogs: dialogs)
        tally.add(outcome.audit, changes: outcome.faults, kills: outcome.kills, of: "crowd")
      } catch { tally.add(failure: error, of: "crowd") }
      return tally
    }
  }

  // MARK: Side by side

  /// Does `body` for each of `all`, so many at a time as there are jobs, and says how far it is.
  private func each<Element: Sendable>(
    _ all: [Element], _ name: String, _ body: @escaping @Sendable (Element) async -> CrashTally
  ) async -> CrashTally {
    await withTaskGroup(of: CrashTally.self) { group in
      var rest = all[...]
      for element in rest.prefix(jobs) { group.addTask { await body(element) } }
      rest = rest.dropFirst(jobs)
      var (sum, done) = (CrashTally(), 0)
      for await tally in group {
        sum = sum + tally
        done += 1
        terminal.complain("\(name): \(done) of \(all.count), \(sum.kills) kills\n")
        if let next = rest.popFirst() { group.addTask { await body(next) } }
      }
      return sum
    }
  }
}
