import DialogEngine
import Foundation
import JSON5
import Rehearsal
import Store
import Testing

@Suite("The transcripts beside the dialogs")
struct ShippedTranscriptTests {
  /// "help/tests/asks.txt" and so on.
  static let files: [String] = {
    let all = FileManager.default.enumerator(atPath: dialogs)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.contains("/tests/") && $0.hasSuffix(".txt") }.sorted()
  }()

  static let dialogs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Dialogs").path

  @Test(
    "there are some for each dialog",
    arguments: ["help", "help_track", "help_offer", "help_escalated", "settings", "mydata", "forget"])
  func areThere(_ dialog: String) {
    #expect(Self.files.contains { $0.hasPrefix(dialog + "/") })
  }

  @Test(
    "go as written: plainly, with the service killed after each commit, with each update twice", arguments: files)
  func goAsWritten(_ file: String) throws {
    let text = try String(contentsOfFile: "\(Self.dialogs)/\(file)", encoding: .utf8)
    let folder = try ScratchFolder()
    let repertoire = try Rehearsal.Repertoire(folder: Self.dialogs)
    let run = try readTranscript(text, file: file).perform(repertoire, storesIn: folder.stores)
    #expect(run.failure?.description == nil)
    // What a step says that it took is what the drawing has; the host's own rule for waits is in none.
    for observation in run.observations {
      guard case .took(let dialog, let way) = observation.passage, way.name != "idle P1D → #expire" else { continue }
      #expect(try #require(repertoire.library.dialogs[dialog]).outline.ways.contains(way), "\(dialog): \(way)")
    }
  }
}
