import Emulator
import Foundation
import Glibc
import Simulation
import TestSupport
import Testing

@Suite("kill -9 in the middle of an announcement", .timeLimit(.minutes(5)))
struct BroadcastKillTests {
  private static let words = "Сбор в пятницу в 15:00 🎉"
  private static let people = 24

  @Test("leaves each person with one copy, or listed as unknown")
  func killed() async throws {
    // Four copies under way at once.
    let school = try School(
      people: School.people(pairs: Self.people), dialogs: School.dialogs,
      limits: "{ callsInFlight: 8, botPerSecond: 0, chatPerSecond: 0, personPerSecond: 0 }")
    let mentees = (1...Self.people).map { "U\($0)" }
    try await join(mentees, school)
    try school.write(Self.words + "\n", to: "text.txt")
    let said = try await school.run(
      "broadcast", "text.txt", "--to", "mentees", "--as", "K1", "--answers", "rsvp", "--yes")
    #expect(said.exit == 0, "\(said.complaint)")
    // Its minute is over.
    try school.change("UPDATE timer SET due_at = 1 WHERE kind = 'broadcast'")

    for share in [1, 8, 14, 20] {
      let daemon = try school.daemon()
      _ = try await school.emulator.wait { _ in seen(school).values.reduce(0, +) >= share ? true : nil }
      daemon.kill()
      #expect(try await daemon.ended().exit == -SIGKILL)
    }
    let daemon = try await school.pollingDaemon()
    while try school.rows("SELECT id FROM broadcast WHERE status = 'done'").isEmpty {
      try await Task.sleep(for: .milliseconds(100))
    }
    try await school.stop(daemon)

    let shown = seen(school)
    let fates = try school.rows("SELECT person, state FROM v_broadcast_recipients")
    #expect(fates.count == Self.people)
    for fate in fates {
      let parts = fate.split(separator: "|").map(String.init)
      let count = shown[parts[0], default: 0]
      switch parts[1] {
      case "sent": #expect(count == 1, "\(fate)")
      case "unknown": #expect(count <= 1, "\(fate)")
      default: Issue.record("\(fate)")
      }
    }
  }

  private func join(_ ids: [String], _ school: School) async throws {
    #expect(try await school.run("people", "import", "people.csv").exit == 0)
    let said = try await Program(["people", "invite", "--format", "csv"] + ids, in: school.folder).ended()
    for line in said.output.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
      let phone = School.phone(of: cells[0])
      school.emulator.addPerson(.init(id: phone, firstName: cells[0]))
      try school.emulator.type(cells[1], as: phone)
    }
    let daemon = try await school.pollingDaemon()
    for id in ids { try await school.see("Что нужно сделать?", as: id) }
    try await school.settle()
    try await school.stop(daemon)
  }

  /// How many copies lie in each person's chat.
  private func seen(_ school: School) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: (1...Self.people).map { number in
        let messages = school.emulator.chat(of: School.phone(of: "U\(number)")).messages
        return ("U\(number)", messages.count { $0.isFromBot && $0.text == Self.words })
      })
  }
}
