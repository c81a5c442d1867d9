package import JSON

/// The files of one dialog as its author wrote them. Whole in itself: what the store keeps for running conversations.
package struct DialogSource: Hashable, Sendable {
  /// The folder's name.
  package var id: String
  /// By file name: "dialog.json5", "text.ru.json5".
  package var files: [String: String]
  /// The shared texts as they were when the dialog was loaded, by file name.
  package var common: [String: String]

  package init(id: String, files: [String: String], common: [String: String] = [:]) {
    self.id = id
    self.files = files
    self.common = common
  }

  /// Every part with its length before it, in the order of names: equal bytes mean equal sources.
  var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ text: String) {
      bytes += Array("\(text.utf8.count):".utf8)
      bytes += Array(text.utf8)
    }
    add(id)
    for folder in [files, common] {
      add(String(folder.count))
      for (name, content) in folder.sorted(by: { $0.key < $1.key }) {
        add(name)
        add(content)
      }
    }
    return bytes
  }
}

/// As the store keeps it.
extension DialogSource: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    id = try json.read("id")
    files = try json.read("files")
    common = try json.read("common")
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", id)
      json.member("files", files)
      json.member("common", common)
    }
  }
}
