import Mentoring
import Service
import Store

/// Figures in Prometheus's text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats, read 2026-11-26). Counts, sizes and
/// instants; the names of bots and of kinds of incidents are its only words.
struct Exposition {
  private enum Kind: String {
    case gauge, counter
  }

  private(set) var text = ""

  init(_ status: StoreStatus, _ counts: [(bot: String, numbers: LoopCounts.Numbers)], _ process: ProcessUse) {
    add("start_time_seconds", .gauge, "When the daemon was started.", process.start)
    addPolls(status, counts)
    addCalls(status, counts)
    add("updates_held", .gauge, "Updates of people who send more than is handled at once.", status.held)
    add("timers_due", .gauge, "Alarms whose moment has come.", status.timersDue)
    add("timers_waiting", .gauge, "Alarms that are set, due ones included.", status.timersWaiting)
    add("conversations_open", .gauge, "Conversations that have not ended.", status.conversations)
    add("people_joined", .gauge, "Accounts of people who have joined.", status.joined)
    add("people_unreachable", .gauge, "Of these, those who have blocked the bot or are gone.", status.unreachable)
    add("quarantined", .gauge, "Updates and alarms that were put aside.", status.quarantined)
    add(
      "incidents_total", .counter, "Incidents in the store by kind.",
      status.incidents.sorted { $0.key < $1.key }.map { (["kind": $0.key], Double($0.value)) })
    add("store_bytes", .gauge, "The size of the store's file.", status.storeBytes)
    add("store_log_bytes", .gauge, "The size of the store's write-ahead log.", status.logBytes)
    if let freeBytes = status.freeBytes { add("store_free_bytes", .gauge, "Space left on its disk.", freeBytes) }
    add("resident_memory_bytes", .gauge, "Memory of the daemon.", process.residentBytes)
    add("cpu_seconds_total", .counter, "Processor time of the daemon.", process.cpuSeconds)
    add("open_fds", .gauge, "Files and connections that the daemon has open.", process.descriptors)
  }

  private mutating func addPolls(_ status: StoreStatus, _ counts: [(bot: String, numbers: LoopCounts.Numbers)]) {
    add(
      "last_poll_timestamp_seconds", .gauge, "When the messenger answered a poll last.",
      counts.compactMap { bot, numbers in
        let stored = status.bots.first { $0.name == bot }?.lastPoll
        return (numbers.lastPoll ?? stored).map { (["bot": bot], Double($0.rawValue) / 1000) }
      })
    let samples = { (value: (LoopCounts.Numbers) -> Double) in counts.map { (["bot": $0.bot], value($0.numbers)) } }
    add("polls_total", .counter, "Polls since the start.", samples { Double($0.polls) })
    add("poll_failures_total", .counter, "Polls that failed.", samples { Double($0.failedPolls) })
    add("updates_total", .counter, "Updates that polls have brought.", samples { Double($0.updates) })
    add("call_seconds_total", .counter, "The time that all calls took together.", samples { $0.callTime.inSeconds })
    add(
      "bot_rate", .gauge, "Messages a second that the messenger gets now, fewer for a while after it has refused some.",
      counts.compactMap { bot, numbers in numbers.rate.map { (["bot": bot], $0) } })
    add(
      "calls_total", .counter, "Calls since the start by how they ended.",
      counts.flatMap { bot, numbers in
        [("sent", numbers.callsSent), ("failed", numbers.callsFailed), ("unknown", numbers.callsUnknown)].map {
          (["bot": bot, "outcome": $0.0], Double($0.1))
        }
      })
  }

  private mutating func addCalls(_ status: StoreStatus, _ counts: [(bot: String, numbers: LoopCounts.Numbers)]) {
    let queues = status.bots.flatMap { bot in bot.queues.map { (bot.name, $0) } }
    add(
      "outbox_calls", .gauge, "Calls that are not over, by lane and state.",
      queues.flatMap { bot, queue in
        [("due", queue.due), ("later", queue.later), ("under_way", queue.underWay)].map {
          (["bot": bot, "lane": queue.lane.name, "state": $0.0], Double($0.1))
        }
      })
    add(
      "outbox_oldest_due_timestamp_seconds", .gauge, "Since when the call that has been due longest could have gone.",
      queues.compactMap { bot, queue in
        queue.oldestDue.map { (["bot": bot, "lane": queue.lane.name], Double($0.rawValue) / 1000) }
      })
  }

  private mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
    add(name, kind, help, Double(value))
  }

  private mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    add(name, kind, help, [([:], value)])
  }

  /// - Parameter samples: labels and a value each. Labels need no quoting: they are names of ours.
  private mutating func add(
    _ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [String: String], value: Double)]
  ) {
    guard !samples.isEmpty else { return }
    text += "# HELP mentorbot_\(name) \(help)\n# TYPE mentorbot_\(name) \(kind.rawValue)\n"
    for (labels, value) in samples {
      let words = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
      let number = value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
      text += "mentorbot_\(name)\(words.isEmpty ? "" : "{\(words)}") \(number)\n"
    }
  }
}

extension OutboxRow.Lane {
  /// What figures and tables call it.
  var name: String {
    switch self {
    case .interactive: "answers"
    case .reminder: "reminders"
    case .bulk: "announcements"
    }
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
