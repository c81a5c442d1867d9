import Foundation
import SQLite
import Simulation
import Testing

@Suite("The care of the store", .timeLimit(.minutes(3)))
struct StoreCommandTests {
  @Test("is explained by --help, and wrong usage ends with 2")
  func usage() async throws {
    let school = try School()
    for words in [["backup"], ["store"], ["store", "check"], ["store", "recover"]] {
      let said = try await Program(words + ["--help"], in: school.folder).ended()
      #expect(
        said.exit == 0 && said.output.hasPrefix("Usage: mentorbot \(words.joined(separator: " "))"),
        "\(words): \(said.output)")
    }
    #expect(try await school.run("backup").exit == 2)
    #expect(try await school.run("store", "mend").exit == 2)
  }

  @Test("beside the running daemon: a backup, which is checked, kept private, and from which the daemon goes on")
  func backup() async throws {
    let school = try School()
    try await school.join("U1", "K1")
    let daemon = try await school.pollingDaemon()
    try await school.press("Нужна помощь", as: "U1")
    try await school.see("С чем нужна помощь?", as: "U1")

    let first = try await school.run("backup", "copy.db")
    #expect(first.exit == 0, "\(first.complaint)")
    #expect(first.output == "backup of sqlite:var/mentorbot.db written and checked: copy.db\n")
    #expect(first.complaint == "", "nobody watches its progress")
    let copy = school.folder.appending(path: "copy.db").path
    #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
    let second = try await school.run("backup", "copy.db")
    #expect(second.exit == 1)
    #expect(
      second.complaint == "mentorbot: copy.db exists already; to put the new backup in its place add --overwrite\n")
    #expect(try await school.run("backup", "copy.db", "--overwrite").exit == 0)
    #expect(try await school.run("store", "check").output == "sqlite:var/mentorbot.db is sound\n")
    try await school.stop(daemon)

    // As the help says: aside, copied, started.
    let variable = school.folder.appending(path: "var")
    try FileManager.default.removeItem(at: variable)
    try FileManager.default.createDirectory(at: variable, withIntermediateDirectories: false)
    try FileManager.default.moveItem(
      atPath: copy, toPath: school.folder.appending(path: "var/mentorbot.db").path)
    let again = try await school.pollingDaemon()
    try await school.press("Учёба", as: "U1")
    try await school.see("Когда нужен ответ?", as: "U1")
    try await school.stop(again)
  }

  @Test(
    "when it is damaged: the daemon refuses to start, the check names it, the recovery saves the rest and the daemon goes on"
  )
  func damage() async throws {
    let school = try School()
    try await school.join("U1", "K1")
    let daemon = try await school.pollingDaemon()
    try await school.press("Нужна помощь", as: "U1")
    try await school.see("С чем нужна помощь?", as: "U1")
    try await school.stop(daemon)

    // A page of a table that can be done without.
    let root = try #require(Int(try school.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'")[0]))
    let file = school.folder.appending(path: "var/mentorbot.db")
    var bytes = try Data(contentsOf: file)
    bytes[(root - 1) * 4096] ^= 0xFF
    try bytes.write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)

    let refused = try await school.run("run")
    #expect(refused.exit == 1)
    #expect(refused.complaint.hasPrefix("mentorbot: sqlite:var/mentorbot.db is damaged ("))
    #expect(
      refused.complaint.hasSuffix("; restore a backup, or save what can be read with: mentorbot store recover\n"))
    let check = try await school.run("store", "check")
    #expect(check.exit == 1)
    #expect(check.complaint.hasPrefix("mentorbot: sqlite:var/mentorbot.db: "))
    #expect(
      check.complaint.hasSuffix(
        "Restore a backup, or save what can be read: stop the daemon, then mentorbot store recover\n"))

    let recovered = try await school.run("store", "recover")
    #expect(recovered.exit == 0, "\(recovered.complaint)")
    #expect(recovered.output.contains("; the damaged one is kept as var/mentorbot.db.damaged-"))
    #expect(recovered.output.contains("\njournal: 0 kept, all from row 1 on unreadable\n"))
    #expect(try await school.run("store", "check").exit == 0)
    let none = try await school.run("store", "recover")
    #expect(none.exit == 0)
    #expect(none.output == "sqlite:var/mentorbot.db is sound: nothing to recover\n")

    let again = try await school.pollingDaemon()
    try await school.press("Учёба", as: "U1")
    try await school.see("Когда нужен ответ?", as: "U1")
    let busy = try await school.run("store", "recover")
    #expect(busy.exit == 1)
    #expect(busy.complaint.contains("another mentorbot daemon runs on sqlite:var/mentorbot.db; stop it first"))
    try await school.stop(again)
  }
}
