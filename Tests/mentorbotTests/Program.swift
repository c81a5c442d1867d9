import Foundation
import Glibc
import Synchronization
import Testing

/// The built `mentorbot` in a process of its own, which dies with this object at the latest.
final class Program: Sendable {
  /// No test's token may come out of any program: `ended()` looks for this part of it.
  static let secret = "never-print-this-token"

  /// Beside the test bundle.
  private static let path: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "mentorbot").path
  }()

  let id: pid_t
  private let transcript = Transcript()
  /// Foundation's class is not `Sendable`; after the start it is only kept.
  private let process: Mutex<Process>

  /// - Parameter folder: where it runs.
  init(_ arguments: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = transcript.pipe { $0.output += $1 }
    process.standardError = transcript.pipe { $0.complaint += $1 }
    process.terminationHandler = { [transcript] process in
      let isExit = process.terminationReason == .exit
      transcript.note { $0.exit = isExit ? process.terminationStatus : -process.terminationStatus }
    }
    try process.run()
    id = process.processIdentifier
    self.process = Mutex(process)
  }

  deinit { kill() }

  /// SIGKILL, at any time and from any thread.
  func kill() { process.withLock { if $0.isRunning { _ = Glibc.kill(id, SIGKILL) } } }

  func signal(_ number: Int32) { process.withLock { if $0.isRunning { _ = Glibc.kill(id, number) } } }

  /// Waits until a line of its standard output or error has these words; at most until it ends.
  @discardableResult
  func line(_ words: String) async throws -> String {
    let said = try await transcript.wait { $0.line(words) != nil || $0.isOver }
    return try #require(said.line(words), "“\(words)” was not said: \(said.output)\(said.complaint)")
  }

  /// Waits for its end.
  func ended(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Said {
    let said = try await transcript.wait(until: \.isOver)
    let isQuiet = !said.output.contains(Self.secret) && !said.complaint.contains(Self.secret)
    #expect(isQuiet, "the token is nobody's business", sourceLocation: sourceLocation)
    return said
  }
}

/// What a program has said so far, and how it ended: its exit code, or minus the signal that killed it.
struct Said: Sendable, Equatable {
  var output = ""
  var complaint = ""
  var exit: Int32?
  fileprivate var openPipes = 0

  fileprivate var isOver: Bool { exit != nil && openPipes == 0 }

  fileprivate func line(_ words: String) -> String? {
    // The last piece is not a whole line yet.
    [output, complaint].lazy.flatMap { $0.components(separatedBy: "\n").dropLast() }.first { $0.contains(words) }
  }
}

/// Listens to a program from Foundation's threads, and wakes who waits for its words.
private final class Transcript: Sendable {
  private struct State {
    var said = Said()
    var watchers: [Int: CheckedContinuation<Void, Never>] = [:]
    var nextTicket = 0
  }

  private let state = Mutex(State())

  /// A pipe whose text `hear` adds to what was said, whole lines at a time.
  func pipe(_ hear: @escaping @Sendable (inout Said, String) -> Void) -> Pipe {
    let pipe = Pipe()
    note { $0.openPipes += 1 }
    // Kept as bytes until a line is whole: a letter may be cut in two.
    let rest = Mutex(Data())
    pipe.fileHandleForReading.readabilityHandler = { [self] handle in
      let data = handle.availableData
      let whole = rest.withLock { rest in
        rest += data
        let end = data.isEmpty ? rest.endIndex : rest.lastIndex(of: 0x0A).map { $0 + 1 } ?? rest.startIndex
        defer { rest = Data(rest[end...]) }
        return rest[..<end]
      }
      if data.isEmpty { handle.readabilityHandler = nil }
      note { said in
        hear(&said, String(decoding: whole, as: UTF8.self))
        if data.isEmpty { said.openPipes -= 1 }
      }
    }
    return pipe
  }

  func note(_ change: (inout Said) -> Void) {
    let watchers = state.withLock { state in
      change(&state.said)
      defer { state.watchers = [:] }
      return state.watchers.values
    }
    for watcher in watchers { watcher.resume() }
  }

  /// Asks after each piece of news. Throws when the task is cancelled.
  func wait(until isEnough: (Said) -> Bool) async throws -> Said {
    while true {
      try Task.checkCancellation()
      let said = state.withLock(\.said)
      if isEnough(said) { return said }
      await news(after: said)
    }
  }

  private func news(after known: Said) async {
    let ticket = state.withLock { state in
      defer { state.nextTicket += 1 }
      return state.nextTicket
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { watcher in
        let isOld = state.withLock { state in
          if state.said == known, !Task.isCancelled { state.watchers[ticket] = watcher }
          return state.watchers[ticket] == nil
        }
        if isOld { watcher.resume() }
      }
    } onCancel: {
      state.withLock { $0.watchers.removeValue(forKey: ticket) }?.resume()
    }
  }
}
