import Emulator
import Foundation
import MicroHTTPD
import Simulation
import TestSupport
import Testing

@Suite("The daemon", .timeLimit(.minutes(3)))
struct RunTests {
  @Test("starts, answers, and at SIGTERM brings what is under way to its end")
  func answersAndStops() async throws {
    let school = try School()
    try await school.join("U1", "N1", "K1")
    let daemon = try await school.pollingDaemon()
    try await school.see("Здравствуйте, Тимофей! Вы подключены.", as: "U1")
    try await school.see("Здравствуйте, Андрей Викторович! Вы подключены.", as: "N1")
    try await school.see("Здравствуйте, Мария Ивановна! Вы подключены.", as: "K1")
    // The answer to this comes late, and the daemon is told to stop while it waits for it.
    school.emulator.fail("sendMessage", with: [.delayAnswer(milliseconds: 500)])
    try await school.press("Нужна помощь", as: "U1")
    try await school.see("С чем нужна помощь?", as: "U1")
    try await school.stop(daemon)
    #expect(try school.rows("SELECT id FROM outbox WHERE state IN ('pending', 'sending')") == [])
    #expect(try school.rows("SELECT holder FROM bot") == ["-"])

    // And starts again where it stopped.
    let again = try await school.pollingDaemon()
    try await school.press("Учёба", as: "U1")
    try await school.see("Когда нужен ответ?", as: "U1")
    try await school.stop(again)
    #expect(school.emulator.chat(of: School.phone(of: "U1")).messages.count { $0.text.contains("нужна помощь?") } == 0)
  }

  @Test("takes new dialogs at SIGHUP; broken ones are named, and those that run stay")
  func reload() async throws {
    let school = try School()
    let dialogs = school.folder.appending(path: "Dialogs")
    try FileManager.default.copyItem(atPath: School.dialogs, toPath: dialogs.path)
    let text = try String(contentsOf: dialogs.appending(path: "help/text.ru.json5"), encoding: .utf8)
    try await school.join("U1")
    let daemon = try await school.pollingDaemon("--dialogs", "Dialogs")
    try await school.see("Вы подключены", as: "U1")

    try school.write(text.replacing("С чем нужна помощь?", with: "Что случилось?"), to: "Dialogs/help/text.ru.json5")
    daemon.signal(SIGHUP)
    try await daemon.line("dialogs reloaded")
    try school.say("/sos", as: "U1")
    let asked = try await school.see("Что случилось?", as: "U1")

    try school.write(text.replacing("ask_topic:", with: "ask_topik:"), to: "Dialogs/help/text.ru.json5")
    daemon.signal(SIGHUP)
    let problem = try await daemon.line("dialog refused")
    #expect(problem.contains("Dialogs/help/"))
    #expect(problem.contains("ask_topi"))
    try await daemon.line("the dialogs that run stay in force")
    try school.say("/cancel", as: "U1")
    try school.say("/sos", as: "U1")
    try await school.see("Что случилось?", as: "U1", after: asked.id)
    try await school.stop(daemon)
  }

  @Test("a second daemon on the same store is refused, and the first goes on")
  func second() async throws {
    let school = try School()
    let daemon = try await school.pollingDaemon()
    let second = try await school.run("run")
    #expect(second.exit == 1)
    #expect(
      second.complaint.hasSuffix("another mentorbot daemon runs on sqlite:var/mentorbot.db; stop it first\n"))
    try await school.join("U1")
    try await school.see("Вы подключены", as: "U1")
    try await school.stop(daemon)
  }

  @Test("goes on with one bot when another's token is refused, and says whose it is")
  func refusedToken() async throws {
    let school = try School()
    try school.write("7770002:\(School.secret)\n", to: "config/token-8")
    try school.write(
      """
      {
        dialogs: "\(School.dialogs)",
        bots: [
          { name: "school7", platform: "telegram", apiBase: "\(school.emulator.address)", token: { file: "config/token" } },
          { name: "school8", platform: "telegram", apiBase: "\(school.emulator.address)", token: { file: "config/token-8" } },
        ],
      }
      """, to: "config/mentorbot.json5")
    try await school.join("U1")
    let daemon = try school.daemon()
    try await daemon.line("bot.token_refused")
    try await school.see("Здравствуйте, Тимофей! Вы подключены.", as: "U1")
    try school.say("/menu", as: "U1")
    try await school.see("Что нужно сделать?", as: "U1")
    daemon.signal(SIGTERM)
    let said = try await daemon.ended()
    #expect(said.exit == 1)
    #expect(said.complaint.contains("telegram refuses the token of the bot school8 (401 Unauthorized)"))
    #expect(!said.complaint.contains("the bot school7"))
  }

  @Test("without a network it says so, goes on trying, and answers once it is there")
  func noNetwork() async throws {
    let port = try QuietPort()
    defer { withExtendedLifetime(port) {} }
    let school = try School(apiBase: "http://127.0.0.1:\(port.number)")
    let daemon = try school.daemon()
    let failure = try await daemon.line("poll failed")
    #expect(failure.contains("Failed to connect to 127.0.0.1 port \(port.number)"))
    let messenger = try School.messenger(port: port.number)
    defer { messenger.stop() }
    messenger.addPerson(.init(id: 5001, firstName: "Тимофей"))
    try messenger.type("/start", as: 5001)
    let answer = try await messenger.wait { $0.chat(of: 5001).messages.first { $0.isFromBot } }
    #expect(answer.text.hasPrefix("Здравствуйте! Я бот программы наставничества."))
    try await daemon.line("polling again")
    try await school.stop(daemon)
  }

  @Test(
    "does not talk to a messenger whose certificate is expired, or another's; with the right one it goes on by itself",
    .enabled(if: Certificate.isPossible), arguments: [true, false])
  func certificates(isExpired: Bool) async throws {
    let good = try Certificate(for: "IP:127.0.0.1").identity
    let bad = try Certificate(for: isExpired ? "IP:127.0.0.1" : "DNS:example.org", isExpired: isExpired).identity
    let port = try QuietPort()
    defer { withExtendedLifetime(port) {} }
    let school = try School(
      people: School.people(pairs: 1), dialogs: School.dialogs, apiBase: "https://127.0.0.1:\(port.number)",
      certificates: [good.certificate, bad.certificate])
    let impostor = try School.messenger(port: port.number, identity: bad)
    impostor.addPerson(.init(id: 5001, firstName: "Тимофей"))
    try impostor.type("/start", as: 5001)
    let daemon = try school.daemon()
    let failure = try await daemon.line("poll failed")
    #expect(failure.contains("tls (nothingSent)"), "\(failure)")
    #expect(impostor.pendingUpdates() == 1)
    impostor.stop()

    let messenger = try await successor(at: port.number, identity: good)
    defer { messenger.stop() }
    messenger.addPerson(.init(id: 5001, firstName: "Тимофей"))
    try messenger.type("/start", as: 5001)
    _ = try await messenger.wait { $0.chat(of: 5001).messages.first { $0.isFromBot } }
    try await daemon.line("polling again")
    try await school.stop(daemon)
  }

  /// A messenger where another one has just been stopped. A program that is being started has a copy of the closed socket until it becomes that program.
  private func successor(at port: Int, identity: (key: String, certificate: String)) async throws -> Emulator {
    while true {
      do { return try School.messenger(port: port, identity: identity) } catch let failure as ServerFailure {
        guard case .portInUse = failure else { throw failure }
        try Task.checkCancellation()
        await Task.yield()
      }
    }
  }
}
