/// What SQLite did to the files of a disk, in order.
package struct DiskHistory: Sendable {
  package enum Event: Sendable {
    /// A file was opened that had been there before: all of this is on the disk.
    case found(String, [UInt8])
    case wrote(String, at: Int, [UInt8])
    case cut(String, to: Int)
    case synced(String)
    /// What was to be made durable is lost, and nobody will ever write it again.
    case lost(String)
    case deleted(String)
    /// Somebody outside had got so far.
    case marked(Int)
  }

  package internal(set) var events: [Event] = []
}

/// The files of a disk as a power cut leaves them, moment by moment: what was made durable is there, what was not may be there in part.
///
/// That a file exists, or does not any more, holds at once: SQLite makes folders durable itself, and journalling file systems keep that order.
package struct PowerCut: Sendable {
  private let history: DiskHistory
  private var next = 0
  /// Files as they lie on the disk for certain.
  private var durable: [String: [UInt8]] = [:]
  /// Since the last sync of each, in order.
  private var pending: [String: [DiskHistory.Event]] = [:]
  /// The last one before this moment.
  package private(set) var mark: Int?

  package init(_ history: DiskHistory) { self.history = history }

  package var moments: Int { history.events.count }

  /// Goes on to the moment after so many events.
  package mutating func advance(to count: Int) {
    while next < min(count, moments) {
      take(history.events[next])
      next += 1
    }
  }

  private mutating func take(_ event: DiskHistory.Event) {
    switch event {
    case .found(let file, let bytes): durable[file] = bytes
    case .wrote(let file, _, _), .cut(let file, _): pending[file, default: []].append(event)
    case .synced(let file):
      for event in pending[file] ?? [] { Self.apply(event, to: &durable[file, default: []]) }
      pending[file] = nil
    case .lost(let file): pending[file] = nil
    case .deleted(let file): (durable[file], pending[file]) = (nil, nil)
    case .marked(let number): mark = number
    }
  }

  /// What is found when the power is back, of what was never synced nothing.
  package func files() -> [String: [UInt8]] { durable }

  /// The same, with a drawn part of what was never synced: disks write in the order they like, sector by sector.
  package func files(keepingSome random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
    var files = durable
    for (file, events) in pending.sorted(by: { $0.key < $1.key }) {
      for event in events where Bool.random(using: &random) {
        guard case .wrote(_, let offset, let bytes) = event, Int.random(in: 0..<4, using: &random) == 0 else {
          Self.apply(event, to: &files[file, default: []])
          continue
        }
        for sector in Self.sectors(of: offset..<offset + bytes.count) where Bool.random(using: &random) {
          let part = Array(bytes[(sector.lowerBound - offset)..<(sector.upperBound - offset)])
          Self.apply(.wrote(file, at: sector.lowerBound, part), to: &files[file, default: []])
        }
      }
    }
    return files
  }

  private static let sectorBytes = 512

  private static func sectors(of range: Range<Int>) -> [Range<Int>] {
    (range.lowerBound / sectorBytes...(range.upperBound - 1) / sectorBytes).map {
      ($0 * sectorBytes..<($0 + 1) * sectorBytes).clamped(to: range)
    }
  }

  private static func apply(_ event: DiskHistory.Event, to bytes: inout [UInt8]) {
    switch event {
    case .wrote(_, let offset, let new):
      if bytes.count < offset + new.count {
        bytes.append(contentsOf: repeatElement(0, count: offset + new.count - bytes.count))
      }
      bytes.replaceSubrange(offset..<offset + new.count, with: new)
    case .cut(_, let size): if size < bytes.count { bytes.removeSubrange(size...) }
    case .found, .synced, .lost, .deleted, .marked: break
    }
  }
}
