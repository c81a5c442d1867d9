import FoundationEssentials
package import Mentoring
import Messaging
package import SQLite
import Service
import Store

/// Plays help requests on a disk that keeps its history; then takes the power away at moments all over it, and looks what a new process finds.
package struct PowerLoss {
  package struct Tally: Sendable, Equatable {
    /// Writes, syncs and the like that the play consists of: power can fail between any two.
    package var moments = 0
    /// How often the power was taken: at each of these moments twice, all that was not synced gone, and a drawn part of it there.
    package var cuts = 0
    /// Updates of whose arrival the messenger had been told, and that are gone: must be 0.
    package var missing = 0
    /// Stores that do not open, or are not sound: must be 0.
    package var damaged = 0
    /// How often the play was played to its end on what was left.
    package var resumed = 0
    /// Where it ended otherwise than undisturbed: must be 0.
    package var different = 0
    /// The first things that were wrong.
    package var examples: [String] = []

    package var isGood: Bool { missing == 0 && damaged == 0 && different == 0 }
  }

  private struct Delivery {
    var update: InboundUpdate
    var at: Timestamp
  }

  private let repertoire: Rehearsal.Repertoire
  private let folder: String
  private let zone = SampleSchool.zone
  /// What is left is looked at on a disk that need not keep it.
  private let desk: FaultyDisk
  private let history: DiskHistory
  private var deliveries: [Delivery] = []
  /// What must be in the store in the end.
  private var ending: [String] = []
  /// One cut in so many is played to the end.
  private static let resumesEvery = 10

  /// - Parameters:
  ///   - folder: an empty one, for stores.
  ///   - requests: how many help requests are played, from the question to the rating.
  ///   - judge: what the disk does; it obeys unless told otherwise.
  package init(
    _ repertoire: Rehearsal.Repertoire, in folder: String, requests: Int, now: Timestamp,
    judge: @escaping FaultyDisk.Judge = { _, _ in .obey }
  ) throws {
    self.repertoire = repertoire
    self.folder = folder
    desk = try FaultyDisk()
    desk.judge { operation, _ in operation == .sync ? .forget : .obey }
    let disk = try FaultyDisk(keepsHistory: true)
    disk.judge(judge)
    let parts = [
      Part(name: "mentee", role: .mentee, language: "ru"), Part(name: "mentor", role: .mentor, language: "ru"),
      Part(name: "curator", role: .curator, language: "ru"),
    ]
    let store = StoreLocation.sqlite(path: folder + "/played.db")
    let rehearsal = try Rehearsal(parts, repertoire, now: now, store: store, disk: disk)
    disk.mark(0)
    var deliveries: [Delivery] = []
    rehearsal.committed = { update in
      deliveries.append(Delivery(update: update, at: rehearsal.now))
      disk.mark(deliveries.count)
    }
    for number in 1...requests { try Self.play(number, rehearsal) }
    rehearsal.committed = { _ in }
    self.deliveries = deliveries
    guard let history = disk.history else { preconditionFailure("the disk keeps its history") }
    self.history = history
    ending = try Self.ending(of: CoreStore.reader(store, zone: zone))
  }

  private static func play(_ number: Int, _ rehearsal: Rehearsal) throws {
    let (mentee, mentor, curator) = (0, 1, 2)
    try rehearsal.say("Нужна помощь", as: mentee)
    try press("Учёба", mentee, rehearsal)
    try press(["Срочно, сегодня", "В течение дня", "Не срочно"][number % 3], mentee, rehearsal)
    try rehearsal.say("Не понимаю задачу \(number)", as: mentee)
    try rehearsal.say("Меню", as: curator)
    try press("Беру", mentor, rehearsal)
    try press("Вопрос решён", number.isMultiple(of: 2) ? mentee : mentor, rehearsal)
    try rehearsal.say("\(number % 5 + 1)", as: mentee)
    try rehearsal.pass(.seconds(60))
  }

  private static func press(_ label: String, _ part: Int, _ rehearsal: Rehearsal) throws {
    guard try rehearsal.press(label, as: part) else { throw StoreError("the play has no button [\(label)]") }
  }

  // MARK: Cuts

  /// - Parameters:
  ///   - points: at how many moments the power is taken.
  ///   - progress: points done.
  package func run(
    points: Int, random: inout some RandomNumberGenerator, progress: (Int) -> Void = { _ in }
  ) throws -> Tally {
    var tally = Tally(moments: history.events.count)
    var cut = PowerCut(history)
    for point in 1...points {
      let moment = max(1, cut.moments * point / points)
      cut.advance(to: moment)
      try look(at: cut.files(), cut.mark, "moment \(moment)", &tally)
      try look(at: cut.files(keepingSome: &random), cut.mark, "moment \(moment), in part", &tally)
      progress(point)
    }
    return tally
  }

  /// - Parameter told: how many deliveries the messenger had been told of; nil while the school was still assembling.
  private func look(at files: [String: [UInt8]], _ told: Int?, _ place: String, _ tally: inout Tally) throws {
    let path = folder + "/left.db"
    for part in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + part) }
    for (name, bytes) in files where name.hasSuffix("played.db") || name.hasSuffix("played.db-wal") {
      let copy = path + (name.hasSuffix("-wal") ? "-wal" : "")
      guard FileManager.default.createFile(atPath: copy, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
      else { throw StoreError("\(copy) cannot be written") }
    }
    tally.cuts += 1
    do {
      let location = StoreLocation.sqlite(path: path)
      let store = try CoreStore.open(location, zone: zone, disk: desk)
      _ = try store.makeReady(under: DaemonLock(for: location))
      if let finding = try store.findings().first { throw StoreError(finding) }
      guard let told else { return }
      let known = try keys(in: store)
      let missing = deliveries.prefix(told).filter { !known.contains($0.update.key) }
      tally.missing += missing.count
      if !missing.isEmpty { note("\(place): \(missing.count) updates are missing", &tally) }
      guard tally.cuts.isMultiple(of: Self.resumesEvery) else { return }
      try resume(store, after: told)
      tally.resumed += 1
      let other = try zip(ending, Self.ending(of: store)).first { $0 != $1 }
      guard let other else { return }
      tally.different += 1
      note("\(place): the play ends otherwise: \(other.1), undisturbed \(other.0)", &tally)
    } catch {
      tally.damaged += 1
      note("\(place): \(error)", &tally)
    }
  }

  private func note(_ example: String, _ tally: inout Tally) {
    if tally.examples.count < 10 { tally.examples.append(example) }
  }

  private func keys(in store: CoreStore) throws -> Set<String> {
    Set(try store.connection.query("SELECT key FROM inbox") { try $0.text(0) })
  }

  /// The messenger delivers again what it was not told had arrived, and the rest of the play goes on.
  private func resume(_ store: CoreStore, after told: Int) throws {
    guard var now = deliveries.last?.at else { return }
    let (conductor, bot) = try Rehearsal.open(
      store, repertoire, zone, Trace(), deliveries[min(told, deliveries.count - 1)].at)
    func settle(_ calls: [ClaimedCall]) throws {
      var calls = calls
      while !calls.isEmpty {
        calls = try conductor.record(
          calls.map { CallResult($0, .sent(MessageID("\($0.row.id)"))) }, of: bot, now: now)
      }
    }
    for delivery in deliveries.dropFirst(told) {
      now = delivery.at
      let batch = PollBatch(updates: [delivery.update], cursor: delivery.update.cursor)
      try settle(conductor.handle(batch, of: bot, now: now))
    }
    now = now + .seconds(120)
    try settle(conductor.claimDue(of: bot, now: now))
  }

  /// What the play comes to, without the calls: one whose fate was unknown has been made again.
  private static func ending(of store: CoreStore) throws -> [String] {
    let queries = [
      "SELECT topic, urgency, text, status, closed_by IS NULL, rating FROM v_help_requests ORDER BY id",
      "SELECT request, kind, actor, subject, detail FROM help_history ORDER BY id",
      "SELECT account, dialog, subject, ended_at IS NULL FROM conversation ORDER BY id",
      "SELECT actor, door, action, subject FROM journal ORDER BY id",
      "SELECT key, outcome FROM inbox ORDER BY key", "SELECT kind FROM incident ORDER BY id",
      "SELECT kind, subject FROM timer ORDER BY kind, subject", "SELECT key FROM quarantine",
      // The end of a waiting sign has lost its use when it comes minutes later.
      "SELECT count(*) FROM outbox WHERE state = 'sent' AND kind <> 'callback'",
      "SELECT id FROM outbox WHERE state <> 'sent' AND kind <> 'callback'",
    ]
    return try queries.map { "\(try store.connection.table($0).rows)" }
  }
}
