import Foundation
import Glibc

/// Gives the pages of the program's code back to the system, which has the files they come from. Starting needs most of the code and running little:
/// what is needed again comes back by itself, page by page, and the rest does not count as memory of a process that idles for days.
func giveBackCode() {
  // The kernel gives it out in pieces, and says nothing of its length.
  let maps = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() ?? Data()
  for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
    // 55d0a8f4c000-55d0a99a1000 r-xp 00a37000 fe:00 1051 /usr/bin/mentorbot
    let columns = line.split(separator: " ", omittingEmptySubsequences: true)
    // Code is never written to; data that comes from a file is, and would be lost.
    guard columns.count == 6, columns[1] == "r-xp", columns[5].hasPrefix("/") else { continue }
    let ends = columns[0].split(separator: "-").compactMap { UInt(String($0), radix: 16) }
    guard ends.count == 2 else { continue }
    madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
  }
}
