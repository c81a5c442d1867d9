import Emulator
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("The daemon and changed dialogs", .timeLimit(.minutes(3)))
struct UpgradeRunTests {
  private let school: School

  init() throws {
    school = try School()
    try write(Trip.files(1))
    school.emulator.addPerson(.init(id: School.phone(of: "U1"), firstName: "Тимофей"))
  }

  private func write(_ files: [String: String]) throws {
    for (name, text) in files { try school.write(text, to: "Dialogs/\(name)") }
  }

  private static let unchangedVersion = Trip.files(2).mapValues { $0.replacing("version: 2", with: "version: 1") }
  private static let structure =
    "Dialogs/trip/dialog.json5:1:35: the structure has changed since version 1 was put into force"
  private static let place =
    "Dialogs/trip/dialog.json5:2:19: `days` of version 1 is gone: say under `states` where its people go on"

  @Test("at SIGHUP a wrong upgrade leaves the old version running; a right one takes people along")
  func reload() async throws {
    let daemon = try await school.pollingDaemon("--dialogs", "Dialogs")
    try school.say("/trip", as: "U1")
    try await school.see("Куда едем?", as: "U1")
    try school.say("Музей", as: "U1")
    try await school.see("На сколько дней?", as: "U1")

    try write(Self.unchangedVersion)
    daemon.signal(SIGHUP)
    try await daemon.line(Self.structure)
    try write(Trip.next("\"map\""))
    daemon.signal(SIGHUP)
    try await daemon.line(Self.place)
    #expect(try school.rows("SELECT version FROM dialog_def WHERE id = 'trip'") == ["1"])

    try write(Trip.next(Trip.map))
    let planned = try await school.run("dialogs", "plan", "--dialogs", "Dialogs")
    #expect(planned.output == "trip v1→v2: 1 live: 1 mapped\n")
    daemon.signal(SIGHUP)
    try await daemon.line("dialogs reloaded")
    #expect(
      try await daemon.line("conversations brought over").contains("mapped=1 draining=0 restarted=0 ended=0 failed=0"))
    let stale = try await school.press("На неделю", as: "U1")
    try await school.see("Вот что сейчас:\nКогда?", as: "U1", after: stale)
    try await school.press("Завтра", as: "U1", after: stale)
    try await school.see("Зачем в Музей?", as: "U1", after: stale)
    try await school.stop(daemon)
  }

  @Test(
    "at the start a wrong upgrade is refused with all that is wrong, and the store stays as it is; check says the same")
  func start() async throws {
    let daemon = try await school.pollingDaemon("--dialogs", "Dialogs")
    try school.say("/trip", as: "U1")
    try await school.see("Куда едем?", as: "U1")
    try await school.stop(daemon)
    let tables = ["dialog_def", "dialog_in_force", "conversation", "timer", "journal", "incident", "bot"]
    let before = try tables.flatMap { try school.rows("SELECT * FROM \($0)") }

    for (files, problem) in [(Self.unchangedVersion, Self.structure), (Trip.next("\"map\""), Self.place)] {
      try write(files)
      for command in ["run", "check"] {
        let said = try await school.run(command, "--dialogs", "Dialogs")
        #expect(said.exit == 1)
        #expect(said.complaint.contains(problem), "\(command)")
      }
      #expect(try tables.flatMap { try school.rows("SELECT * FROM \($0)") } == before)
    }
    try write(Trip.next(##"{ restart: true, say: "moved" }"##))
    #expect(try await school.run("check", "--dialogs", "Dialogs").exit == 0)
    let again = try await school.pollingDaemon("--dialogs", "Dialogs")
    try await school.see("Вопросы изменились.", as: "U1")
    try await school.stop(again)
  }
}
