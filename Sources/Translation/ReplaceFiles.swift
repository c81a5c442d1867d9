import FoundationEssentials
import Glibc
package import JSON5

/// Writes files, all or none: first everything beside its place, then each into its place. Only a process that is killed between two of the
/// last steps leaves some new and some old, each whole.
///
/// - Throws: the file that cannot be written; all are as they were then.
package func replaceFiles(_ contents: [String: String]) throws(Problem) {
  let files = contents.map { (path: $0.key, content: $0.value, beside: $0.key + ".new") }.sorted { $0.path < $1.path }
  defer { for file in files { unlink(file.beside) } }
  func failure(_ path: String) -> Problem {
    Problem(
      file: path, position: nil, message: "cannot be written, so nothing was changed: may you write in its folder?")
  }
  for file in files {
    let mode = try? FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    do {
      try Data(file.content.utf8).write(to: URL(filePath: file.beside))
      if let mode { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.beside) }
    } catch { throw failure(file.path) }
  }
  let old = files.map { FileManager.default.contents(atPath: $0.path) }
  for (index, file) in files.enumerated() {
    if rename(file.beside, file.path) == 0 { continue }
    for (file, old) in zip(files, old).prefix(index) {
      if let old { try? old.write(to: URL(filePath: file.path)) } else { unlink(file.path) }
    }
    throw failure(file.path)
  }
}
