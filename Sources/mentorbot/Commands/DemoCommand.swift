import Console
import Crypto
import Curation
import Emulator
import FoundationEssentials
import Mentoring
import Service
import Store

/// `mentorbot demo`
func demoCommand(_ terminal: Terminal) -> Command {
  Command(
    "demo", "Shows the service on a sample school: no token, no network.",
    details: """
      Starts a messenger on this machine, a sample school and the real service, and prints the address of a page with the phones of a mentee, a
      mentor and a curator. Chat as each of them; move the clock forward and see reminders come.
      Without --db everything is kept in a temporary folder and forgotten at the end.
      """,
    options: [
      .init("port", "N", "the page's port, default any free one"),
      .init("db", "FILE", "keeps the store in FILE, and chats and clock beside it"), dialogsOption, logOption,
      logLevelOption,
    ]
  ) { arguments in
    let port = try arguments.integer("port", in: 0...65_535) ?? 0
    let folder = try TemporaryFolder(isNeeded: arguments["db"] == nil)
    defer { folder.remove() }
    let file = arguments["db"] ?? folder.path + "/demo.db"
    let location = StoreLocation.sqlite(path: file)
    // Makes the folder of both files, and says at once what cannot be opened.
    let store = try CoreStore.open(location, zone: Configuration.defaults.zone)

    let emulator = try Emulator(DemoSchool.messenger(port: port, stateFile: file + ".messenger.json")) {
      wallClock().rawValue
    }
    let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: emulator.now()) }
    let configuration = DemoSchool.configuration(apiBase: emulator.address)
    try DemoSchool.open(store, emulator, now: now())
    let daemon = Daemon(
      configuration: configuration, location: location, dialogs: arguments["dialogs"] ?? configuration.dialogs,
      tokens: [DemoSchool.botName: Secret(DemoSchool.token)],
      log: try liveLog(arguments, terminal, hiding: [], least: .warning, now: now), now: now)
    terminal.output(
      """
      Откройте в браузере: \(emulator.address)
      Остановить: Ctrl+C

      """)
    try await daemon.run(until: signals())
    emulator.stop()
  }
}
