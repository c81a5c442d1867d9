package import Foundation

/// A folder of dialogs that tests write and change. Gone with this value.
package final class DialogFolder {
  package let url = FileManager.default.temporaryDirectory.appending(path: "DialogFolder-\(UUID().uuidString)")
  package var path: String { url.path }

  /// - Parameter files: by path below the folder.
  package init(_ files: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try write(files)
  }

  /// The dialogs that the repository ships.
  package static func shipped() throws -> DialogFolder {
    let folder = try DialogFolder()
    try FileManager.default.removeItem(at: folder.url)
    try FileManager.default.copyItem(at: URL(filePath: Stage.dialogs), to: folder.url)
    return folder
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package func write(_ files: [String: String]) throws {
    for (name, content) in files {
      let file = url.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
  }

  package func read(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }

  package func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(path: name)) }
}
