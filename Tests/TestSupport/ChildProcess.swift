import Foundation
import Glibc
import Synchronization

/// A program that a test starts, whose standard output it reads line by line.
package final class ChildProcess: Sendable {
  /// Foundation's class is not `Sendable`; it is touched under the lock only.
  private let process: Mutex<Process>
  private let lines: AsyncStream<String>

  package init(_ path: String, _ arguments: [String]) throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let (lines, sink) = AsyncStream<String>.makeStream()
    let rest = Mutex("")
    output.fileHandleForReading.readabilityHandler = { handle in
      let data = handle.availableData
      if data.isEmpty {
        handle.readabilityHandler = nil
        return sink.finish()
      }
      let whole = rest.withLock { rest in
        var parts = (rest + String(decoding: data, as: UTF8.self)).components(separatedBy: "\n")
        rest = parts.removeLast()
        return parts
      }
      for line in whole { sink.yield(line) }
    }
    try process.run()
    self.process = Mutex(process)
    self.lines = lines
  }

  deinit { end() }

  /// Reads on until a line gives something.
  package func line<Value>(_ find: (String) -> Value?) async throws -> Value {
    for await line in lines {
      if let value = find(line) { return value }
    }
    throw CocoaError(.fileReadUnknown, userInfo: [NSLocalizedDescriptionKey: "the program ended without saying it"])
  }

  /// Ends it by SIGKILL: it was started from a thread of Dispatch's, which blocks all others, and that is inherited.
  package func end() {
    process.withLock { if $0.isRunning { _ = kill($0.processIdentifier, SIGKILL) } }
  }
}
