import Foundation
import Glibc
import Simulation
import TestSupport
import Testing

/// What the running daemon shows of itself to others on the machine.
@Suite("The daemon as others see it", .timeLimit(.minutes(2)))
struct SurfaceTests {
  @Test("abuse 1: leaves no dump of its memory behind when it crashes")
  func dump() async throws {
    let school = try School()
    let daemon = try await school.pollingDaemon()
    let limits = try #require(FileManager.default.contents(atPath: "/proc/\(daemon.id)/limits"))
    let line = String(decoding: limits, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Max core file") }
    #expect(line?.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
    try await school.stop(daemon)
  }

  @Test("abuse 29: folder and files are for its owner alone, and all that it may yet make; backups too")
  func files() async throws {
    let school = try School()
    try await school.join("U1")
    let daemon = try await school.pollingDaemon()
    try await school.see("Вы подключены", as: "U1")
    let status = try #require(FileManager.default.contents(atPath: "/proc/\(daemon.id)/status"))
    #expect(String(decoding: status, as: UTF8.self).contains("Umask:\t0077\n"))
    #expect(try await school.run("backup", "var/copy.db").exit == 0)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: school.folder.path).filter {
      $0 == "var" || $0.hasPrefix("var/")
    }
    #expect(Set(paths).isSuperset(of: ["var", "var/mentorbot.db", "var/mentorbot.db-wal", "var/copy.db"]))
    for path in paths {
      var status = stat()
      #expect(stat(school.folder.path + "/" + path, &status) == 0)
      #expect(status.st_mode & 0o077 == 0, "\(path)")
    }
    try await school.stop(daemon)
  }

  @Test("abuse 31: listens nowhere: there is no door through which a false update could come")
  func ports() async throws {
    let school = try School()
    try await school.join("U1")
    let daemon = try await school.pollingDaemon()
    try await school.see("Вы подключены", as: "U1")
    let folder = "/proc/\(daemon.id)/fd"
    let sockets = Set(
      try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { number in
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(number)")
      }.filter { $0.hasPrefix("socket:[") }.map { String($0.dropFirst(8).dropLast()) })
    #expect(!sockets.isEmpty, "it is connected to the messenger")
    for table in ["tcp", "tcp6", "udp", "udp6"] {
      let rows = FileManager.default.contents(atPath: "/proc/\(daemon.id)/net/\(table)") ?? Data()
      for row in String(decoding: rows, as: UTF8.self).split(separator: "\n").dropFirst() {
        let cells = row.split(separator: " ")
        guard cells.count > 9, sockets.contains(String(cells[9])) else { continue }
        #expect(cells[3] != "0A" && table.hasPrefix("tcp"), "\(table): \(row)")
      }
    }
    try await school.stop(daemon)
  }
}
