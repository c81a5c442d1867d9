import DialogEngine
import Emulator
import Mentoring
package import Rehearsal
package import Service
import Store

/// The whole service on a virtual clock, in one thread: the real steps on a real store, the messenger emulator, scripted people of every role, and
/// faults. All that chance decides comes of one seed, so that equal plans have equal courses.
package final class Simulator {
  enum Event {
    /// A day begins.
    case midnight
    // People.
    case does(player: Int, Deed)
    case looks(player: Int, message: Int, ConversationID)
    case comesBack(player: Int)
    // The service.
    case starts
    case polls(life: Int)
    case ticks(Int)
    case paces(Int)
    case arrives(Flight)
    case ends(Flight, CallResult.Ending)
    case records(life: Int)
    case purges
    // Trouble.
    case dies(SimulatedProcess.Doom)
    case cuts(Bool)
    case setsClock(Duration)
    // Looking back.
    case calms
    case audits
    case imports
  }

  /// A call on its way.
  struct Flight {
    var call: ClaimedCall
    var life: Int
  }

  let plan: SimulationPlan
  let clock = VirtualClock(at: SimulationPlan.start)
  let line: Line
  let process: SimulatedProcess
  let vocabulary: Vocabulary
  let roster: Roster
  let location: StoreLocation
  let dialogs: Set<String>
  let trace: (String) -> Void
  var queue = EventQueue<Event>()
  var players: [Player]
  /// Places in `players` by phone.
  let places: [Int64: Int]
  var report = SimulationReport()
  /// What people decide, what goes wrong, and codes are drawn apart: faults change nothing of what people want.
  var mood: Chance
  var luck: Chance
  var keys: Chance

  /// The service's wall clock is ahead by this much.
  var skew = Duration.zero
  /// Nothing goes wrong for a while: what is under way comes to its end.
  var isCalm = false
  /// The messenger is out of reach.
  var isCut = false
  var isPolling = false
  var pollFailures = 0
  /// The last update that has come.
  var newestUpdate: Int64 = 0
  /// The moment of the next tick, and the number of its event.
  var tick: (at: Timestamp?, number: Int) = (nil, 0)
  /// The number of the event at which the next call may go that waits for its turn.
  var pacing = 0
  var results: [CallResult] = []
  /// What the last audit has seen.
  var looked = AuditedSpan()

  /// - Parameters:
  ///   - settings: of the service. What it keeps it keeps as long as the audit looks back at least.
  ///   - folder: an empty one, for the store.
  ///   - trace: hears each line of the chat that the plan names.
  package init(
    _ plan: SimulationPlan, _ repertoire: Rehearsal.Repertoire, _ settings: ServiceSettings, folder: String,
    trace: @escaping (String) -> Void = { _ in }
  ) throws {
    self.plan = plan
    self.trace = trace
    mood = Chance(seed: plan.seed)
    luck = Chance(seed: plan.seed ^ 0x5EED_0F_FA07)
    keys = Chance(seed: plan.seed ^ 0x5EED_0F_C0DE)
    roster = Roster(people: plan.people, &mood)
    players = roster.players
    places = Dictionary(uniqueKeysWithValues: players.enumerated().map { ($1.phone, $0) })
    vocabulary = Vocabulary(repertoire)
    dialogs = Set(repertoire.library.dialogs.keys)
    report.states = repertoire.library.dialogs.values.reduce(0) { $0 + $1.outline.states.count }
    line = try Line(clock: clock)
    location = .sqlite(path: folder + "/simulation.db")
    let jitter = Jitter(seed: plan.seed)
    var settings = settings
    let usual = ServiceSettings(zone: SimulationPlan.zone, limits: settings.limits)
    settings.inboxRetention = max(settings.inboxRetention, usual.inboxRetention)
    settings.outboxRetention = max(settings.outboxRetention, usual.outboxRetention)
    process = try SimulatedProcess(
      store: location, library: repertoire.library, host: repertoire.host, settings: settings,
      platform: line.platform, key: keys.bytes(32), chance: { jitter.next() })
    // Beyond its rates the messenger refuses, besides what chance brings.
    line.messenger.enforceRates(plan.faults.contains(.limits))
    for player in players {
      line.messenger.addPerson(player.person)
      report.people[player.role?.rawValue ?? "stranger", default: 0] += 1
    }
  }

  /// Plays all days, or those up to the first violation.
  ///
  /// - Parameter progress: told after each day.
  package func run(_ progress: (SimulationReport) -> Void = { _ in }) async throws -> SimulationReport {
    try importRoster()
    queue.put(.starts, at: now)
    queue.put(.midnight, at: now)
    while let next = queue.take(), report.violations.isEmpty, report.daysAudited <= plan.days {
      clock.move(to: next.at)
      report.events += 1
      let days = report.daysAudited
      try await handle(next.event)
      if report.daysAudited > days { progress(report) }
    }
    try countConversations()
    return report
  }

  private func handle(_ event: Event) async throws {
    switch event {
    case .midnight: beginDay()
    case .does(let player, let deed): try does(player, deed)
    case .looks(let player, let message, let conversation): try looks(player, message, conversation)
    case .comesBack(let player): try comeBack(player)
    case .starts: try start()
    case .polls(let life): if life == process.life { try await poll() }
    case .ticks(let number): if number == tick.number { try goTick() }
    case .paces(let number): if number == pacing { try pace() }
    case .arrives(let flight): try await arrive(flight)
    case .ends(let flight, let ending): end(flight, ending)
    case .records(let life): if life == process.life { try record() }
    case .purges: try purge()
    case .dies(let doom): if !isCalm { process.doom = doom }
    case .cuts(let isCut): cut(isCut)
    case .setsClock(let jump): try setClock(by: jump)
    case .calms: try calm()
    case .audits: try audit()
    case .imports: try importRoster()
    }
  }

  var now: Timestamp { clock.now }
  /// What the service takes for the time.
  var wall: Timestamp { clock.now + skew }

  func put(_ event: Event, in wait: Duration) { queue.put(event, at: now + wait) }

  /// A moment of that day, by the hour.
  func moment(_ day: Timestamp, hours: Double) -> Timestamp { day + .milliseconds(Int64(hours * 3_600_000)) }

  /// What goes on, as one number: it differs when anything does.
  func note(_ words: String) {
    for byte in words.utf8 + withUnsafeBytes(of: now.rawValue.littleEndian, Array.init) {
      report.course = (report.course ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }

  /// Says a line of somebody's chat, when it is to be heard.
  func tell(_ place: Int, _ words: @autoclosure () -> String) {
    guard plan.traced == players[place].id else { return }
    trace("\(SimulationPlan.zone.iso(now).prefix(19)) \(words())")
  }
}

/// A source of chance behind a closure.
private final class Jitter {
  private var chance: Chance

  init(seed: UInt64) { chance = Chance(seed: seed ^ 0x5EED_0F_0FF5) }

  func next() -> Double { chance.share() }
}
