import FoundationEssentials
package import JSON5

/// Reads the files of all dialogs under `folder`, unproven.
///
/// - Throws: the folders and files that cannot be read.
package func readDialogFolder(_ folder: String) throws(Problems) -> (sources: [DialogSource], common: [String: String])
{
  var problems: [Problem] = []
  var sources: [DialogSource] = []
  var common: [String: String] = [:]
  for name in entries(of: folder, &problems) where !name.hasPrefix(".") {
    let path = "\(folder)/\(name)"
    guard isFolder(path) else { continue }
    var files: [String: String] = [:]
    for file in entries(of: path, &problems) where file.hasSuffix(".json5") && !file.hasPrefix(".") {
      files[file] = content(of: "\(path)/\(file)", &problems)
    }
    if name == "_common" {
      common = files
    } else {
      sources.append(DialogSource(id: name, files: files))
    }
  }
  guard problems.isEmpty else { throw Problems(problems) }
  return (sources, common)
}

private func isFolder(_ path: String) -> Bool {
  var isFolder = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
}

private func entries(of folder: String, _ problems: inout [Problem]) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  } catch {
    let message = "the folder cannot be read: name the one that holds the dialogs"
    problems.append(Problem(file: folder, position: nil, message: message))
    return []
  }
}

private func content(of file: String, _ problems: inout [Problem]) -> String? {
  func fail(_ message: String) -> String? {
    problems.append(Problem(file: file, position: nil, message: message))
    return nil
  }
  // Looked at before reading, so that a file of gigabytes is not read to be refused.
  let attributes = try? FileManager.default.attributesOfItem(atPath: file)
  if let size = attributes?[.size] as? UInt64, size > UInt64(JSON5Limits.fileBytes) {
    return fail("the file has \(size) bytes, the most is \(JSON5Limits.fileBytes)")
  }
  guard let data = FileManager.default.contents(atPath: file) else { return fail("the file cannot be read") }
  guard let text = String(validating: data, as: UTF8.self) else { return fail("the file is not UTF-8") }
  return text
}
