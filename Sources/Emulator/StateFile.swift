import FoundationEssentials
import Glibc
import Synchronization

/// The file that keeps the messenger between two runs: chats, message ids and the clock.
final class StateFile: Sendable {
  struct Saved: Codable {
    var version = 1
    /// What the emulator's clock showed, in milliseconds since 1970 UTC: the next run goes on from there.
    var clock: Int64
    var world: World
  }

  private let path: String
  /// The last revision written. Writers come from several threads; an older world must not replace a newer one.
  private let written = Mutex(-1)

  init(_ path: String) { self.path = path }

  /// What the last run left; nil when there was none.
  func read() throws(StateFileFailure) -> Saved? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let saved = try JSONDecoder().decode(Saved.self, from: Data(contentsOf: URL(filePath: path)))
      guard saved.version == 1 else { throw StateFileFailure(path: path, detail: "a newer program wrote it") }
      return saved
    } catch let failure as StateFileFailure {
      throw failure
    } catch {
      throw StateFileFailure(path: path, detail: "it is not a state of the emulator")
    }
  }

  /// Replaces the file as a whole, readable by its owner only.
  func write(_ saved: Saved) throws(StateFileFailure) {
    let isWritten = written.withLock { written in
      guard saved.world.revision >= written else { return true }
      let new = path + ".new"
      let isNew = FileManager.default.createFile(
        atPath: new, contents: Data(encoded(saved).utf8), attributes: [.posixPermissions: 0o600])
      guard isNew, rename(new, path) == 0 else { return false }
      written = saved.world.revision
      return true
    }
    guard isWritten else { throw StateFileFailure(path: path, detail: "it cannot be written") }
  }
}

/// Why the emulator's state could not be read or kept.
package struct StateFileFailure: Error, CustomStringConvertible {
  package var path: String
  package var detail: String

  package var description: String {
    "the emulator's state \(path): \(detail); to begin anew, remove it together with the store beside it"
  }
}
