import Console
import Curation
import Mentoring
import Store

/// `mentorbot status`
func statusCommand(_ terminal: Terminal) -> Command {
  Command(
    "status", "How the service does: its queues, the last poll, what was put aside, incidents.",
    details: """
      Reads the store; the daemon may run or not. With --check the exit status is 1 when somebody should look, and standard error says why: for
      a timer or a monitoring system. Times are in seconds, ages as of now.
      """,
    options: StoreOptions.options + [
      .init(flag: "check", "exits with 1 when something needs attention, and says what"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let options = try StoreOptions(arguments)
    let store = try options.openReader()
    let now = wallClock()
    let look = Look(
      status: try store.status(at: now), minute: try store.activity(since: now - .seconds(60)),
      hour: try store.activity(since: now - .seconds(3600)), day: try store.activity(since: now - .seconds(86_400)),
      now: now, isRussian: options.language == .ru, zone: options.zone)
    terminal.output(look.table.rendered(as: format))
    let worries = look.worries
    if arguments.has("check"), !worries.isEmpty { throw StoreError(worries.joined(separator: "\n")) }
  }
}

/// The store at one moment, as a table, and what of it should worry an operator.
private struct Look {
  var status: StoreStatus
  var minute: StoreActivity
  var hour: StoreActivity
  var day: StoreActivity
  var now: Timestamp
  var isRussian: Bool
  var zone: Zone

  /// A poll lasts 65 s at most.
  private static let latePoll = Duration.seconds(180)
  private static let lateAnswer = Duration.seconds(60)
  private static let lateReminder = Duration.seconds(300)
  private static let lateTimer = Duration.seconds(60)
  private static let littleSpaceBytes = 100 << 20

  var table: Table {
    var rows: [[Table.Cell]] = []
    func add(_ about: String, _ what: String, _ value: Table.Cell, _ unit: String = "", _ note: String = "") {
      rows.append([.text(about), .text(what), value, .text(unit), .text(note)])
    }
    add("daemon", "runs", .text(status.process == nil ? "no" : "yes"), "", status.process.map { "process \($0)" } ?? "")
    for bot in status.bots {
      add(bot.name, "last poll", age(bot.lastPoll), "s ago", bot.lastPoll.map(zone.iso) ?? "never")
      for queue in bot.queues {
        add(bot.name, "\(queue.lane.name) due", .integer(Int64(queue.due)), "calls")
        if queue.due > 0 { add(bot.name, "\(queue.lane.name) wait since", age(queue.oldestDue), "s") }
        add(bot.name, "\(queue.lane.name) later", .integer(Int64(queue.later)), "calls")
        add(bot.name, "\(queue.lane.name) under way", .integer(Int64(queue.underWay)), "calls")
      }
    }
    for (name, activity) in [("a minute", minute), ("an hour", hour), ("a day", day)] {
      add("all bots", "received in \(name)", .integer(Int64(activity.updates)), "updates")
      add("all bots", "sent in \(name)", .integer(Int64(activity.sent)), "calls")
      add("all bots", "not sent in \(name)", .integer(Int64(activity.failed)), "calls")
    }
    add("updates", "held, too many of one person", .integer(Int64(status.held)))
    add("timers", "due", .integer(Int64(status.timersDue)))
    add("timers", "waiting", .integer(Int64(status.timersWaiting)))
    add("conversations", "open", .integer(Int64(status.conversations)))
    add("people", "joined", .integer(Int64(status.joined)))
    add("people", "unreachable", .integer(Int64(status.unreachable)))
    add("put aside", "in a day", .integer(Int64(day.quarantined)))
    add("put aside", "ever", .integer(Int64(status.quarantined)))
    add("store", "size", .real(megabytes(status.storeBytes)), "MB")
    add("store", "log", .real(megabytes(status.logBytes)), "MB")
    if let freeBytes = status.freeBytes { add("store", "free on the disk", .real(megabytes(freeBytes)), "MB") }
    for incident in day.incidents {
      let meaning = Incident.Kind(rawValue: incident.kind)?.meaning
      let words = (isRussian ? meaning?.russian : meaning?.english) ?? ""
      add(
        "incidents", incident.kind, .integer(Int64(incident.count)), "in a day",
        "\(words), last at \(zone.iso(incident.last))")
    }
    return Table(columns: ["about", "what", "value", "unit", "note"], rows: rows)
  }

  /// Each a sentence that says what and where to look.
  var worries: [String] {
    var worries: [String] = []
    if status.process == nil { worries.append("the daemon does not run: start it, or see its log for why it ended") }
    for bot in status.bots {
      if bot.lastPoll.map({ now - $0 > Self.latePoll }) ?? true {
        worries.append("\(bot.name): the messenger has not been reached for over three minutes; see the daemon's log")
      }
      for queue in bot.queues {
        let limit = queue.lane == .interactive ? Self.lateAnswer : Self.lateReminder
        guard queue.lane != .bulk, let oldest = queue.oldestDue, now - oldest > limit else { continue }
        worries.append("\(bot.name): \(queue.lane.name) wait to be sent; the messenger refuses them or is slow")
      }
    }
    if let timer = status.oldestTimer, now - timer > Self.lateTimer {
      worries.append("timers are overdue: the daemon is stuck or does not run")
    }
    for incident in day.incidents {
      guard let kind = Incident.Kind(rawValue: incident.kind), kind.isFault else { continue }
      let meaning = isRussian ? kind.meaning.russian : kind.meaning.english
      worries.append("\(incident.count) × \(incident.kind) in a day: \(meaning); see: mentorbot query incidents")
    }
    if let freeBytes = status.freeBytes, freeBytes < Self.littleSpaceBytes {
      worries.append("only \(freeBytes >> 20) MB are free on the store's disk")
    }
    return worries
  }

  private func age(_ moment: Timestamp?) -> Table.Cell {
    moment.map { .integer(max(0, (now - $0).components.seconds)) } ?? .null
  }

  private func megabytes(_ bytes: Int) -> Double { (Double(bytes) / 1e5).rounded() / 10 }
}
