import Curation
package import Emulator
package import Failpoints
import Foundation
import Glibc
import Mentoring
package import Rehearsal
import SQLite
import Store

/// A transcript, played by people on the messenger and the built daemon between them, in a process that dies where it is told to and is started
/// again. What the transcript expects to be said is not checked here: `Transcript.perform` does. Here two plays are compared.
package final class Play {
  package struct Outcome: Sendable {
    /// A call that must not come twice was cut: its fate is unknown, the store says so, and what would have followed from it did not. Then
    /// this play is no measure for another.
    package var hasUnknownFate: Bool
    /// What each part was shown, in order: «~» stands before a message that changed. What came twice in a row counts once.
    package var shown: [[String]]
    package var digest: Digest
    package var audit: Audit
    package var deaths: [FailpointShot]
  }

  private let transcript: Transcript
  private let school: School
  private let clock: MovedClock
  private var lives: Lives
  private var daemon: Program?
  private var store: Connection?
  private var unsigned: Set<Int>
  private var codes: [Int: String] = [:]

  /// The longest that anything may take to come to rest, in real time.
  private static let patience = Duration.seconds(60)
  /// How far a play moves the clock for calls that are to be repeated.
  private static let minute = Duration.seconds(66)

  private init(_ transcript: Transcript, dialogs: String, lives: Lives) throws {
    self.transcript = transcript
    self.lives = lives
    unsigned = Set(
      transcript.parts.indices.filter { transcript.parts[$0].standing == .invitedWithoutConsent })
    school = try School(
      people: "", dialogs: dialogs, organisation: SampleSchool.name, quiet: nil, start: transcript.start)
    guard let clock = school.clock else { preconditionFailure("a school with a start has a clock") }
    self.clock = clock
  }

  /// Plays a transcript to its end, through all the daemon's deaths.
  ///
  /// - Parameters:
  ///   - dialogs: an absolute path.
  ///   - judge: what goes wrong with calls.
  ///   - lives: the daemon is begun for each; those whose place is not passed any more live to the end.
  package static func perform(
    _ transcript: Transcript, dialogs: String, judge: (@Sendable (Call) -> Fault?)? = nil, lives: inout Lives
  ) async throws -> Outcome {
    let play = try Play(transcript, dialogs: dialogs, lives: lives)
    play.school.emulator.judge(judge)
    defer { lives = play.lives }
    do { return try await play.perform() } catch {
      throw ProgramFailure("\(transcript.file), at \(play.lives.current?.description ?? "no failpoint"): \(error)")
    }
  }

  private func perform() async throws -> Outcome {
    try assemble()
    try start()
    try await settle()
    do {
      for step in transcript.steps where step.action.isAct { try await act(step) }
      // What follows by itself has followed then, however often the daemon died.
      try await pass(Self.minute)
    } catch {
      // A button on a message that was not repeated can be pressed by nobody.
      guard error is EmulatorFailure, try hasUnknownFate() else { throw error }
    }
    try await stop()
    guard let store else { throw ProgramFailure("there is no store") }
    let parts = transcript.parts.indices
    return Outcome(
      hasUnknownFate: try hasUnknownFate(), shown: parts.map(shown), digest: try Digest(of: store),
      audit: Audit(of: try Evidence(school.emulator, store, people: parts.map(phone))), deaths: lives.deaths)
  }

  // MARK: The daemon

  private func start() throws { daemon = try school.daemon(dying: lives.begin()) }

  /// Starts the daemon again when it has died as it was to.
  private func revive() throws {
    guard let said = daemon?.said, said.isOver else { return }
    guard said.exit == -SIGKILL, lives.current != nil else {
      throw ProgramFailure("the daemon ended with \(said.exit ?? 0): \(said.complaint)")
    }
    lives.end()
    try start()
  }

  /// Stops it as an operator does; whoever dies over that is started again, and stopped.
  private func stop() async throws {
    while true {
      // A signal that comes before the program listens to any would end it at once.
      _ = try? await daemon?.line("poller: polling")
      daemon?.signal(SIGTERM)
      guard let said = try await daemon?.end() else { return }
      if said.exit == 0 { return }
      try revive()
      try await settle()
    }
  }

  private func hasUnknownFate() throws -> Bool {
    // A play may last longer than the outbox remembers.
    try ["outbox WHERE state = 'unknown'", "incident WHERE kind = 'call.unknown'"].contains { rows in
      try openStore()?.first("SELECT 1 FROM \(rows)") { _ in true } ?? false
    }
  }

  /// Waits until nothing is left to do at this hour. For calls that are to be repeated the clock goes forward by a minute at most, and back: what
  /// people do next must not come later because the daemon has died.
  private func settle() async throws {
    let start = ContinuousClock.now
    let hour = clock.now
    defer { clock.move(to: hour) }
    while true {
      try revive()
      let rest = try unsettled()
      if rest.isEmpty {
        guard let retry = try nextRetry(), retry <= hour + Self.minute else { return }
        clock.move(to: retry)
      } else if ContinuousClock.now - start > Self.patience {
        throw ProgramFailure("did not come to rest: \(rest); \(daemon?.said.complaint.suffix(400) ?? "")")
      }
      try await Task.sleep(for: .milliseconds(4))
    }
  }

  /// What is still to be done at this hour.
  private func unsettled() throws -> String {
    let waiting = school.emulator.pendingUpdates()
    guard waiting == 0 else { return "\(waiting) updates wait" }
    guard let store = try openStore() else { return "there is no store yet" }
    let work =
      try store.first(
        """
        SELECT (SELECT count(*) FROM timer WHERE due_at <= ?1)
          + (SELECT count(*) FROM outbox o WHERE state = 'sending' OR state = 'pending' AND not_before <= ?1
            AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.chat = o.chat AND p.id < o.id AND p.state = 'pending'
              AND p.kind <> 'callback' AND p.attempt > 0 AND p.not_before > ?1))
        """, SQLValue(clock.now.rawValue)
      ) { try $0.int(0) } ?? 0
    return work == 0 ? "" : "\(work) timers and calls are due"
  }

  /// When the next call is to be repeated, or a call that was put off is to go; timers are the transcript's business.
  private func nextRetry() throws -> Timestamp? {
    let moment = try openStore()?.first("SELECT min(not_before) FROM outbox WHERE state = 'pending' AND attempt > 0") {
      try $0.optionalInt64(0)
    }
    return moment?.map { Timestamp(rawValue: $0) }
  }

  /// Nil until the daemon has made it.
  private func openStore() throws -> Connection? {
    if let store { return store }
    guard FileManager.default.fileExists(atPath: school.storeFile) else { return nil }
    let opened = try Connection(path: school.storeFile, mode: .readOnly)
    // The schema comes whole or not at all.
    guard try opened.first("SELECT 1 FROM sqlite_schema WHERE name = 'outbox'", row: { _ in true }) == true else {
      return nil
    }
    store = opened
    return opened
  }

  // MARK: People

  private func phone(_ part: Int) -> Int64 { Int64(part) + 1 }

  private func assemble() throws {
    let zone = SampleSchool.zone
    let writer = try CoreStore.open(.sqlite(path: school.storeFile), zone: zone)
    for (part, id) in try enroll(writer).enumerated() {
      school.emulator.addPerson(
        .init(
          id: phone(part), firstName: transcript.parts[part].name, languageCode: transcript.parts[part].language))
      guard let id else { continue }
      let invitation = try invitePeople(
        [id], in: writer, validFor: .seconds(86_400), language: .ru, now: clock.now,
        entropy: { [UInt8](repeating: UInt8(truncatingIfNeeded: part + 1), count: $0) }, link: { _ in nil })
      codes[part] = invitation[0].code
      if transcript.parts[part].standing == .joined { try school.emulator.type(invitation[0].code, as: phone(part)) }
    }
  }

  @discardableResult
  private func enroll(_ writer: CoreStore) throws -> [String?] {
    let zone = SampleSchool.zone
    let (csv, ids) = SampleSchool.people(
      transcript.parts, unsigned: unsigned, today: zone.date(of: transcript.start))
    _ = try importPeople(
      Array(csv.utf8), file: "sample school", into: writer, organisation: SampleSchool.name, language: .ru,
      now: clock.now)
    return ids
  }

  private func act(_ step: Transcript.Step) async throws {
    switch step.action {
    case .says(let part, let text):
      let said = withCodes(text, part)
      // A messenger sends no message of white space.
      if !said.allSatisfy(\.isWhitespace) { try school.emulator.type(said, as: phone(part)) }
    case .presses(let part, let label): try school.emulator.press(label, as: phone(part))
    case .passes(let time): return try await pass(time)
    case .consents(let part):
      unsigned.remove(part)
      try enroll(try CoreStore.open(.sqlite(path: school.storeFile), zone: SampleSchool.zone))
    case .hears, .sees, .commands: return
    }
    try await settle()
  }

  private func withCodes(_ text: String, _ speaker: Int) -> String {
    var said = text
    for (part, code) in codes {
      if part == speaker { said = said.replacing("{code}", with: code) }
      said = said.replacing("{code of \(transcript.parts[part].name)}", with: code)
    }
    return said
  }

  /// Time passes; what is due on the way happens at its moment.
  private func pass(_ time: Duration) async throws {
    let end = clock.now + time
    while clock.now < end {
      let due = try openStore()?.first(
        """
        SELECT min(due) FROM (SELECT min(due_at) AS due FROM timer
          UNION ALL SELECT min(not_before) FROM outbox WHERE state = 'pending')
        """
      ) { try $0.optionalInt64(0) }
      let next = due?.map { Timestamp(rawValue: $0) } ?? end
      clock.move(to: min(end, max(next, clock.now + .seconds(1))))
      try await settle()
    }
  }

  private func shown(_ part: Int) -> [String] {
    var lines: [String] = []
    for entry in school.emulator.ledger where entry.call.chat == phone(part) {
      guard case .done = entry.outcome, let text = entry.call.text else { continue }
      let buttons = entry.call.buttons.joined().map { " [\($0.text)]" }.joined()
      let line = (entry.call.target == nil ? "" : "~ ") + text + buttons
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}
