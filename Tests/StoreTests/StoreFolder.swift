import Foundation
import Mentoring
import Store

/// A folder of its own for one test, gone with it.
final class StoreFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "StoreTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
  func location(_ name: String = "mentorbot.db") -> StoreLocation { .sqlite(path: path(name)) }

  func bytes(_ name: String = "mentorbot.db") throws -> [UInt8] {
    Array(try Data(contentsOf: url.appending(path: name)))
  }

  /// Writes a file that only its owner may read.
  func write(_ bytes: [UInt8], _ name: String = "mentorbot.db") throws {
    try Data(bytes).write(to: url.appending(path: name))
    try setMode(0o600, of: name)
  }

  func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  func setMode(_ mode: Int, of name: String = "mentorbot.db") throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  /// The permission bits of a file or folder.
  func mode(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }

  func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: url.path)) }
}

let moscow = Zone(identifier: "Europe/Moscow") ?? .utc

extension Timestamp {
  /// Monday, 23 November 2026, 10:00 in Moscow: "2026-11-23T10:00:00+03:00".
  static let monday = Timestamp(seconds: 1_795_417_200)
}
