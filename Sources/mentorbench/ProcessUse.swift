import FoundationEssentials
import Glibc
import Simulation

/// What a process has used so far, as the kernel counts it.
struct ProcessUse {
  /// User and system, in ms.
  var processor: Double
  /// In MB, now and at the most.
  var memory: Double
  var mostMemory: Double

  /// - Parameter id: nil is this process.
  init(of id: pid_t? = nil) throws {
    let folder = "/proc/\(id.map(String.init) ?? "self")"
    // The name, in parentheses, may hold anything; the 12th and the 13th behind it are the times, in ticks.
    let numbers =
      try String(contentsOfFile: folder + "/stat", encoding: .utf8).split(separator: ")").last?
      .split(separator: " ").map { Double($0) ?? 0 } ?? []
    guard numbers.count > 12 else { throw ProgramFailure("\(folder)/stat cannot be read") }
    processor = (numbers[11] + numbers[12]) * 1000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    let status = try String(contentsOfFile: folder + "/status", encoding: .utf8).split(separator: "\n")
    func megabytes(_ name: String) -> Double {
      let line = status.first { $0.hasPrefix(name + ":") } ?? ""
      return (Double(line.filter(\.isNumber)) ?? 0) / 1024
    }
    (memory, mostMemory) = (megabytes("VmRSS"), megabytes("VmHWM"))
  }
}
