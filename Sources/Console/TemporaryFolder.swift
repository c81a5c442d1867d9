import FoundationEssentials

/// A folder of its own for a run that leaves nothing behind.
package struct TemporaryFolder {
  package var path = ""
  private var isNeeded: Bool

  package init(isNeeded: Bool) throws {
    self.isNeeded = isNeeded
    guard isNeeded else { return }
    path = FileManager.default.temporaryDirectory.appending(path: "mentorbot-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  package func remove() {
    guard isNeeded else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      Terminal.standard.complain("the temporary folder \(path) was not removed: \(error)\n")
    }
  }
}
