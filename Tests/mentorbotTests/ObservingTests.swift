import Foundation
import Glibc
import Simulation
import Testing

@testable import mentorbot

@Suite("What an operator sees", .timeLimit(.minutes(3)))
struct ObservingTests {
  private struct Row: Decodable {
    var about: String
    var what: String
    var value: Value?
    enum Value: Decodable, Equatable {
      case number(Double)
      case text(String)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self =
          if let number = try? container.decode(Double.self) { .number(number) } else {
            .text(try container.decode(String.self))
          }
      }
    }
  }

  private func rows(_ school: School) async throws -> [Row] {
    let said = try await school.run("status", "--format", "json")
    #expect(said.exit == 0, "\(said.complaint)")
    return try JSONDecoder().decode([Row].self, from: Data(said.output.utf8))
  }

  @Test("status tells of a daemon that runs, of one that does not, and of what was put aside")
  func status() async throws {
    let school = try School()
    try await school.join("U1", "N1")
    var daemon = try await school.pollingDaemon()
    try await school.see("Вы подключены", as: "U1")
    try await school.settle()
    let running = try await rows(school)
    func value(_ about: String, _ what: String, in rows: [Row]) -> Row.Value? {
      rows.first { $0.about == about && $0.what == what }?.value
    }
    #expect(value("daemon", "runs", in: running) == .text("yes"))
    #expect(value("people", "joined", in: running) == .number(2))
    #expect(value("school7", "answers due", in: running) == .number(0))
    #expect(value("all bots", "received in an hour", in: running) == .number(2))
    let well = try await school.run("status", "--check")
    #expect(well.exit == 0, "\(well.complaint)")
    try await school.stop(daemon)

    try school.change(
      """
      INSERT INTO incident SELECT 900000, 1000 * CAST(strftime('%s', 'now') AS integer), 'now', id, 'update.quarantined',
        'update:7', 'TurnError' FROM bot
      """)
    let ill = try await school.run("status", "--check")
    #expect(ill.exit == 1)
    #expect(ill.complaint.contains("the daemon does not run"))
    #expect(ill.complaint.contains("1 × update.quarantined"))
    #expect(ill.output.contains("сообщение человека не удалось обработать"))
    #expect(value("daemon", "runs", in: try await rows(school)) == .text("no"))
    daemon = try await school.pollingDaemon()
    #expect(value("daemon", "runs", in: try await rows(school)) == .text("yes"))
    try await school.stop(daemon)
  }

  @Test("figures for Prometheus are written whole, for all to read, and hold no word of people")
  func metrics() async throws {
    let school = try School()
    let config = school.folder.appending(path: "config/mentorbot.json5")
    let text = try String(contentsOf: config, encoding: .utf8)
    try school.write(
      text.replacing("bots: [", with: "metrics: { file: \"mentorbot.prom\", every: \"PT1S\" }, bots: ["),
      to: "config/mentorbot.json5")
    try await school.join("U1", "N1")
    let daemon = try await school.pollingDaemon()
    try await school.see("Вы подключены", as: "U1")
    let file = school.folder.appending(path: "mentorbot.prom")
    var figures = ""
    // Written again each second: what has been counted stands in the next one. No news comes of it, so this looks again and again.
    while !figures.contains("mentorbot_updates_total{bot=\"school7\"} 2") {
      figures = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      try await Task.sleep(for: .milliseconds(50))
    }
    let mode = try #require(
      try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber)
    #expect(mode.intValue & 0o777 == 0o644)
    for line in figures.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(
        line.wholeMatch(of: /mentorbot_[a-z_]+({[a-z_]+="[a-z_0-9.]+"(,[a-z_]+="[a-z_0-9.]+")*})? -?[0-9.e+]+/) != nil,
        "\(line)")
    }
    #expect(figures.contains("# TYPE mentorbot_calls_total counter"))
    #expect(figures.contains("mentorbot_outbox_calls{bot=\"school7\",lane=\"answers\",state=\"due\"} 0"))
    #expect(!figures.contains("Тимофей"))
    try await school.stop(daemon)
  }

  @Test("the service manager hears when it is ready, that it lives, reloads and stops")
  func notifications() async throws {
    let school = try School()
    let manager = try NotifySocket()
    let daemon = try school.program(
      ["run"], environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "200000"])
    #expect(await manager.message("READY=1")?.hasPrefix("READY=1\nSTATUS=bots: 1, dialogs: ") == true)
    #expect(await manager.message("WATCHDOG=1") != nil)
    #expect(await manager.message("WATCHDOG=1") != nil)
    daemon.signal(SIGHUP)
    #expect(await manager.message("RELOADING=1\nMONOTONIC_USEC=") != nil)
    #expect(await manager.message("READY=1") != nil)
    daemon.signal(SIGTERM)
    #expect(await manager.message("STOPPING=1") != nil)
    #expect(try await daemon.ended().exit == 0)
  }

  @Test("a watchdog that is another process's, and no manager at all, are left alone")
  func unwatched() {
    #expect(ServiceManager([:]) == nil)
    #expect(ServiceManager(["NOTIFY_SOCKET": "vsock:2:1"]) == nil)
    #expect(ServiceManager(["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]) == nil)
    #expect(ServiceManager(["NOTIFY_SOCKET": "@abstract"]) != nil)
  }

  @Test("the unit for systemd is hardened")
  func unit() async throws {
    let file = School.repository.appending(path: "config/mentorbot.service")
    // A call that the filter forbids must not end the daemon: its threads make one at the start.
    #expect(try String(contentsOf: file, encoding: .utf8).contains("\nSystemCallErrorNumber=EPERM\n"))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/systemd-analyze")
    process.arguments = [
      "security", "--offline=true", "--threshold=20", "--no-pager",
      file.path,
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    // 2.0 in tenths is the most that passes.
    #expect(process.terminationStatus == 0)
  }
}
