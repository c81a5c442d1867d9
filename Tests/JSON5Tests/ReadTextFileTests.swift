import Foundation
import JSON5
import Testing

@Suite("Reading a file")
struct ReadTextFileTests {
  private func withFile(_ bytes: [UInt8], body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test("gives the text and the permissions")
  func reads() throws {
    try withFile(Array("привет".utf8)) { path in
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let file = try readTextFile(path, limitBytes: 12)
      #expect(file.text == "привет")
      #expect(file.permissions == 0o640)
    }
  }

  @Test("refuses what is too large and names the line that is not UTF-8")
  func refuses() throws {
    try withFile(Array("0123456789".utf8)) { path in
      let problem = #expect(throws: Problem.self) { try readTextFile(path, limitBytes: 9) }
      #expect(problem?.description == "\(path): is too large: the most is 9 bytes")
    }
    try withFile(Array("one\ntwo\n\u{430}".utf8) + [0xcf, 0xf0, 0x0a]) { path in
      let problem = #expect(throws: Problem.self) { try readTextFile(path, limitBytes: 99) }
      #expect(problem?.description == "\(path):3:1: this line is not UTF-8: save the file as UTF-8")
    }
  }

  @Test("of JSON5: the tree, or the reason why there is none")
  func readsJSON5() throws {
    try withFile(Array("[1]".utf8)) { path in
      #expect(readJSON5(path).root?.value != nil)
      #expect(readJSON5(path).problems.isEmpty)
    }
    #expect(readJSON5("/dev/null").problems.map(\.description) == ["/dev/null: cannot be read: not a file"])
    let missing = readJSON5("/nonexistent/x.json5")
    #expect(missing.root == nil)
    #expect(missing.problems.map(\.description) == ["/nonexistent/x.json5: cannot be read: No such file or directory"])
  }
}
