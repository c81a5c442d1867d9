import Console
import FoundationEssentials
import Mentoring
import Service
import Store

/// `mentorbot run`
func runCommand(_ terminal: Terminal) -> Command {
  Command(
    "run", "The daemon: polls the messengers, runs the dialogs, keeps everything in the core store.",
    details: "SIGTERM brings what is under way to its end and stops; SIGHUP reloads the dialogs.",
    options: StoreOptions.options + [dialogsOption, logOption, logLevelOption]
  ) { arguments in
    let options = try StoreOptions(arguments, needsConfiguration: true)
    let configuration = options.configuration
    guard !configuration.bots.isEmpty else {
      throw StoreError("no bots: write at least one under `bots` of the configuration")
    }
    let tokens = try readTokens(of: configuration.bots, environment: ProcessInfo.processInfo.environment)
    let time = try TestRun(ProcessInfo.processInfo.environment)
    let secrets = Array(tokens.values) + configuration.bots.compactMap(\.proxy)
    let daemon = Daemon(
      configuration: configuration, location: options.location,
      dialogs: arguments["dialogs"] ?? configuration.dialogs, tokens: tokens,
      log: try liveLog(arguments, terminal, hiding: secrets, now: time.now), now: time.now, disk: time.disk,
      clock: time.clock, manager: ServiceManager(ProcessInfo.processInfo.environment))
    try await daemon.run(until: signals())
  }
}

let dialogsOption = Command.Option("dialogs", "DIR", "the folder of dialogs, in place of the configuration's")
let logOption = Command.Option("log", "text|json", "how log lines look, default text")
let logLevelOption = Command.Option("log-level", "LEVEL", "debug, info, warning or error, default info")

/// Log lines on the terminal's standard error.
func liveLog(
  _ arguments: Arguments, _ terminal: Terminal, hiding secrets: [Secret], least: Log.Level = .info,
  now: @escaping @Sendable () -> Timestamp
) throws -> Log {
  lineLog(
    try arguments.choice("log") ?? .text, from: try arguments.choice("log-level") ?? least,
    redactor: Redactor(secrets), now: now, write: terminal.complain)
}
