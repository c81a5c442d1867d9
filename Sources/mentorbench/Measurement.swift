import Console

/// What one thing took, run by run.
struct Measurement {
  enum Unit: String {
    case microseconds = "µs"
    case milliseconds = "ms"

    fileprivate var duration: Duration {
      switch self {
      case .microseconds: .microseconds(1)
      case .milliseconds: .milliseconds(1)
      }
    }
  }

  let name: String
  let unit: Unit
  /// One a run, the shortest first. Never empty.
  private let times: [Double]

  /// Measures `body` in `runs` runs, after one that does not count.
  ///
  /// - Parameter body: does it, and says how often; what it takes is shared out among them.
  init(_ name: String, in unit: Unit, runs: Int, of body: () throws -> Int) rethrows {
    var times: [Double] = []
    for _ in 0...runs {
      let start = ContinuousClock.now
      let count = try body()
      times.append((ContinuousClock.now - start) / unit.duration / Double(count))
    }
    self.init(name, in: unit, times: Array(times.dropFirst()))
  }

  init(_ name: String, in unit: Unit, times: [Double]) {
    self.name = name
    self.unit = unit
    self.times = times.sorted()
  }

  var median: Double { (times[(times.count - 1) / 2] + times[times.count / 2]) / 2 }
  var least: Double { times[0] }
  var most: Double { times[times.count - 1] }
  var runs: Int { times.count }
}

extension Table {
  init(_ measurements: [Measurement]) {
    self.init(
      columns: ["measured", "median", "least", "most", "unit", "runs"],
      rows: measurements.map { measured in
        let times = [measured.median, measured.least, measured.most].map { Cell.real(($0 * 10).rounded() / 10) }
        return [.text(measured.name)] + times + [.text(measured.unit.rawValue), .integer(Int64(measured.runs))]
      })
  }
}

/// The value below which so many percent of the times lie.
///
/// - Parameter times: the shortest first.
func percentile(_ percent: Int, of times: [Double]) -> Double {
  times.isEmpty ? .nan : times[min(times.count - 1, times.count * percent / 100)]
}

let runsOption = Command.Option("runs", "N", "how often it is measured, default 20")

extension Arguments {
  func runs() throws(WrongUsage) -> Int { try integer("runs", in: 1...1000) ?? 20 }
}
