import Console
import DialogEngine
import FoundationEssentials
import JSON5
import Rehearsal
import Store

/// `mentorbot dialogs test`
func dialogsTestCommand(_ terminal: Terminal) -> Command {
  Command(
    "test", "Runs the transcripts beside the dialogs: DIR/*/tests/*.txt.",
    details: """
      Each runs on the real service and a sample school, four times: plainly; with the service killed after each commit, before it makes its calls and after it; and with each
      update delivered twice. Then a line for each dialog says how much of it was gone through.
      """,
    options: DialogOptions.options, positionals: [.init("NAME", .optional)]
  ) { arguments in
    let options = try DialogOptions(arguments)
    let repertoire = try options.repertoire()
    let dialogs = try options.dialogs(arguments, in: repertoire.library)
    let scratch = try TemporaryFolder(isNeeded: true)
    defer { scratch.remove() }
    var observations: Set<Rehearsal.Observation> = []
    var problems: [Problem] = []
    var (count, deaths) = (0, 0)
    for file in transcriptFiles(of: dialogs.map(\.id), in: options.folder) {
      count += 1
      do {
        let text = try readTextFile(file, limitBytes: 1 << 20).text
        let run = try readTranscript(text, file: file).perform(
          repertoire, storesIn: "\(scratch.path)/\(count)")
        observations.formUnion(run.observations)
        deaths += run.deaths
        if let failure = run.failure { problems.append(failure) }
      } catch let problem as Problem {
        problems.append(problem)
      } catch let unread as Problems {
        problems += unread.all
      }
    }
    // Of the built-in dialogs only those that have transcripts, and so a folder.
    let own = dialogs.filter { FileManager.default.fileExists(atPath: "\(options.folder)/\($0.id)") }
    for dialog in own { terminal.output(Coverage(of: dialog, by: observations).description + "\n") }
    guard problems.isEmpty else { throw Problems(problems) }
    guard count > 0 else { throw DialogsFailure("no transcripts: \(options.folder)/*/tests/*.txt") }
    let words = "\(count) transcript\(count == 1 ? "" : "s") went as written"
    terminal.output("\(words); the service was killed \(deaths) times meanwhile\n")
  }
}

/// By dialog, then by name.
func transcriptFiles(of dialogs: [String], in folder: String) -> [String] {
  dialogs.flatMap { dialog in
    let tests = "\(folder)/\(dialog)/tests"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: tests)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { "\(tests)/\($0)" }
  }
}
