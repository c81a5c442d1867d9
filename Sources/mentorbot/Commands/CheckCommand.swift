import Console
import DialogEngine
import FoundationEssentials
import JSON5
import SQLite
import Service
import Store

/// `mentorbot check`
func checkCommand(_ terminal: Terminal) -> Command {
  Command(
    "check", "Checks configuration, tokens, dialogs and store; prints all problems at once.",
    options: StoreOptions.options + [dialogsOption]
  ) { arguments in
    let options = try StoreOptions(arguments)
    var problems: [String] = []
    func check(_ body: () throws -> Void) {
      do { try body() } catch let found as Problems {
        problems += found.all.map(\.description)
      } catch { problems.append("\(error)") }
    }
    let folder = arguments["dialogs"] ?? options.configuration.dialogs
    check { _ = try readTokens(of: options.configuration.bots, environment: ProcessInfo.processInfo.environment) }
    for bot in options.configuration.bots {
      guard let file = bot.caFile, !FileManager.default.isReadableFile(atPath: file) else { continue }
      problems.append("\(file): the certificates of the bot \(bot.name) (`caFile`) cannot be read")
    }
    // What cannot be read of the store is said below, with all else that is wrong with it.
    let history = (try? CoreStore.definitionHistory(at: options.location)) ?? []
    var dialogs = 0
    check {
      let host = dialogHost(language: options.configuration.language.rawValue)
      dialogs = try loadLibrary(folder: folder, host: host, history: history).dialogs.count
    }
    // A store that is not there yet is made by the daemon.
    if FileManager.default.fileExists(atPath: options.location.path) {
      check { problems += try options.openReader().connection.problems(.quick) }
    }
    guard problems.isEmpty else { throw CheckFailure(problems: problems) }
    terminal.output("configuration, \(dialogs) dialogs and store are in order\n")
  }
}

private struct CheckFailure: Error, CustomStringConvertible {
  var problems: [String]
  var description: String {
    (["\(problems.count) problem\(problems.count == 1 ? "" : "s") found"] + problems).joined(separator: "\n")
  }
}
