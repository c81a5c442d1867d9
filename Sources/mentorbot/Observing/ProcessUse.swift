import Foundation
import Glibc

/// What this process uses of the machine (proc(5)).
struct ProcessUse: Sendable, Equatable {
  var residentBytes = 0
  var cpuSeconds = 0.0
  var descriptors = 0
  /// Seconds since 1970.
  var start = 0.0

  /// - Parameter start: when the process was started, in seconds since 1970.
  init(start: Double) {
    self.start = start
    // size resident shared …, in pages.
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii))?.split(separator: " ")
    residentBytes = (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    var use = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &use)
    cpuSeconds = [use.ru_utime, use.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    // One of them is the list's own.
    descriptors = max(0, ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 1) - 1)
  }
}
