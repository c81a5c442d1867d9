import FoundationEssentials
import Glibc
import Mentoring
import Service
import Store

/// Writes figures for Prometheus into a file, again and again: the node exporter's textfile collector reads it from there.
struct MetricsFile: Sendable {
  var path: String
  var every: Duration
  var location: StoreLocation
  var zone: Zone
  var counts: [(bot: String, counts: LoopCounts)]
  var log: Log
  var now: @Sendable () -> Timestamp
  var clock: any Clock<Duration>

  /// Runs until the task is cancelled. That the file cannot be written is said once, until it can be again.
  func run() async {
    let start = Double(now().rawValue) / 1000
    var isFailing = false
    while !Task.isCancelled {
      switch await SlowWork.run({ _ in Result { try write(start: start) } }) {
      case .success: isFailing = false
      case .failure(let error):
        if !isFailing { log.error("metrics", "the file of figures cannot be written", ["error": "\(error)"]) }
        isFailing = true
      }
      try? await clock.sleep(for: every)
    }
  }

  /// Whoever reads the file finds the old one or the new one whole. It holds nothing that other users of the machine may not see, and its
  /// reader is one of them.
  private func write(start: Double) throws {
    let status = try CoreStore.reader(location, zone: zone).status(at: now())
    let figures = Exposition(
      status, counts.map { ($0.bot, $0.counts.numbers) }, ProcessUse(start: start))
    let draft = path + ".new"
    let manager = FileManager.default
    guard manager.createFile(atPath: draft, contents: Data(figures.text.utf8), attributes: [.posixPermissions: 0o644]),
      rename(draft, path) == 0
    else { throw StoreError("\(path): \(String(cString: strerror(errno)))") }
  }
}
