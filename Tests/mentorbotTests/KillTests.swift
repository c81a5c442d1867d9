import Emulator
import Failpoints
import Foundation
import Rehearsal
import Simulation
import TestSupport
import Testing

@Suite("kill -9", .timeLimit(.minutes(5)))
struct KillTests {
  @Test(
    "while people chat, and the messenger has a bad day: nothing lost, no effect doubled, nobody left waiting",
    arguments: [1, 2] as [UInt64])
  func killed(_ seed: UInt64) async throws {
    let killer = Killer(random: SeededRandom(seed: seed), rounds: 25, faults: seed == 1 ? [] : Killer.badDay)
    let outcome = try await Crowd.perform(pairs: 3, killer: killer, dialogs: School.dialogs)
    #expect(outcome.kills == 25)
    #expect(outcome.audit.findings == [])
    #expect(outcome.faults == [])
  }

  /// Timers, a move to the curator, the choice of an answer, a typed one: everything that a help request can have.
  private static let transcript = "help_offer/tests/mentor-is-late.txt"

  private static func helpRequest() throws -> Transcript {
    let text = try String(contentsOfFile: School.dialogs + "/" + transcript, encoding: .utf8)
    return try readTranscript(text, file: transcript)
  }

  @Test("every update delivered again and again, in batches that overlap: the same final store")
  func redelivered() async throws {
    let transcript = try Self.helpRequest()
    var none = Lives()
    let once = try await Play.perform(transcript, dialogs: School.dialogs, lives: &none)
    let often = try await Play.perform(
      transcript, dialogs: School.dialogs, judge: { $0.method == "getupdates" ? .redeliver(100) : nil }, lives: &none)
    #expect(often.digest.hash == once.digest.hash)
    #expect(often.shown == once.shown)
    #expect(often.audit.findings == [])
    #expect(often.audit.flaggedDoubles == 0)
  }

  @Test("at each failpoint of a help request: everybody sees what they see without, and the store holds the same")
  func failpoints() async throws {
    let transcript = try Self.helpRequest()
    var none = Lives()
    let undisturbed = try await Play.perform(transcript, dialogs: School.dialogs, lives: &none)
    #expect(undisturbed.audit.findings == [])
    #expect(undisturbed.audit.flaggedDoubles == 0)

    var lives = Lives(Failpoint.tour())
    while !lives.isOver {
      let killed = try await Play.perform(transcript, dialogs: School.dialogs, lives: &lives)
      #expect(killed.audit.findings == [])
      #expect(killed.shown == undisturbed.shown)
      #expect(killed.digest.difference(from: undisturbed.digest) == [])
    }
    #expect(Set(Failpoint.allCases).subtracting(lives.deaths.map(\.point)) == [], "each was reached")
  }
}
