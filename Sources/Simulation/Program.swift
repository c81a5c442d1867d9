package import Foundation
import Glibc
import Synchronization

/// The built `mentorbot` in a process of its own, which dies with this object at the latest.
package final class Program: Sendable {
  /// Beside the program that runs: the test bundle, or `mentorbench`.
  private static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: own).deletingLastPathComponent().appending(path: "mentorbot").path
  }()

  package let id: pid_t
  private let hearing = Hearing()
  private let life: Life

  /// By `posix_spawn`: a run starts thousands, and one thread each that waits for the end needs neither Foundation's run loop nor its descriptors.
  ///
  /// - Parameters:
  ///   - folder: where it runs.
  ///   - environment: in addition to ours.
  package init(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
    let (id, output, complaint) = try Self.starting.withLock { _ in
      try Self.spawn(["-C", folder.path, Self.path] + arguments, environment)
    }
    self.id = id
    let life = Life(id: id)
    self.life = life
    hearing.listen(to: output) { $0.output += $1 }
    hearing.listen(to: complaint) { $0.complaint += $1 }
    Thread.detachNewThread { [hearing] in
      let exit = life.end()
      hearing.note { $0.exit = exit }
    }
  }

  /// One at a time, so that none inherits another's pipes: then their ends would not be heard.
  private static let starting = Mutex(())

  /// Starts `env`, which becomes the program in its folder.
  ///
  /// - Returns: its number, and where its output and its complaints are read.
  private static func spawn(
    _ arguments: [String], _ environment: [String: String]
  ) throws -> (id: pid_t, output: Int32, complaint: Int32) {
    let env = "/usr/bin/env"
    // What else this process has open, servers of other tests too, is nothing of the program's.
    for number in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
      if let number = Int32(number), number > STDERR_FILENO { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
    }
    let output = try Channel()
    let complaint = try Channel()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, complaint.writing, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of Dispatch's block all signals, and that would be inherited.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    var id: pid_t = 0
    let result = withCStrings([env] + arguments) { arguments in
      withCStrings(variables) { posix_spawn(&id, env, &actions, &attributes, arguments, $0) }
    }
    for channel in [output, complaint] { close(channel.writing) }
    guard result == 0 else {
      for channel in [output, complaint] { close(channel.reading) }
      throw ProgramFailure("\(env) cannot be started: \(String(cString: strerror(result)))")
    }
    return (id, output.reading, complaint.reading)
  }

  deinit { kill() }

  /// SIGKILL, at any time and from any thread.
  package func kill() { signal(SIGKILL) }

  package func signal(_ number: Int32) { life.signal(number) }

  /// Waits until a line of its standard output or error has these words; at most until it ends.
  @discardableResult
  package func line(_ words: String) async throws -> String {
    let said = try await hearing.wait { $0.line(words) != nil || $0.isOver }
    guard let line = said.line(words) else {
      throw ProgramFailure("“\(words)” was not said: \(said.output)\(said.complaint)")
    }
    return line
  }

  /// What it has said so far; its exit is there once it is over.
  package var said: Said { hearing.said }

  /// Waits for its end.
  package func end() async throws -> Said { try await hearing.wait(until: \.isOver) }
}

/// A program did something else than it was to.
package struct ProgramFailure: Error, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}

/// What a program has said so far, and how it ended: its exit code, or minus the signal that killed it.
package struct Said: Sendable, Equatable {
  package var output = ""
  package var complaint = ""
  package var exit: Int32?
  fileprivate var openPipes = 0

  package var isOver: Bool { exit != nil && openPipes == 0 }

  fileprivate func line(_ words: String) -> String? {
    // The last piece is not a whole line yet.
    [output, complaint].lazy.flatMap { $0.components(separatedBy: "\n").dropLast() }.first { $0.contains(words) }
  }
}

/// A pipe that other programs of ours do not inherit.
private struct Channel {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ProgramFailure("no pipe: \(String(cString: strerror(errno)))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }
}

/// A child from its start until the kernel has been asked how it ended; then its number may be another's.
private final class Life: Sendable {
  private let id: pid_t
  private let isOver = Mutex(false)

  init(id: pid_t) { self.id = id }

  func signal(_ number: Int32) { isOver.withLock { if !$0 { _ = Glibc.kill(id, number) } } }

  /// Waits on this thread for its end.
  ///
  /// - Returns: its exit code, or minus the signal that killed it.
  func end() -> Int32 {
    var information = siginfo_t()
    while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    var status: Int32 = 0
    isOver.withLock { isOver in
      isOver = true
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }
}

/// Calls `body` with an array as C has it: pointers to texts, and a null pointer at the end.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}

/// Listens to a program on threads of its own, and wakes who waits for its words.
private final class Hearing: Sendable {
  private struct State {
    var said = Said()
    var watchers: [Int: CheckedContinuation<Void, Never>] = [:]
    var nextTicket = 0
  }

  private let state = Mutex(State())

  var said: Said { state.withLock(\.said) }

  /// Adds what comes from a descriptor to what was said, whole lines at a time, and closes it.
  func listen(to descriptor: Int32, _ hear: @escaping @Sendable (inout Said, String) -> Void) {
    note { $0.openPipes += 1 }
    Thread.detachNewThread { [self] in
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      // Kept as bytes until a line is whole: a letter may be cut in two.
      var rest = Data()
      while case let data = handle.availableData, !data.isEmpty {
        rest += data
        guard let end = rest.lastIndex(of: 0x0A) else { continue }
        let lines = String(decoding: rest[...end], as: UTF8.self)
        note { hear(&$0, lines) }
        rest = Data(rest[(end + 1)...])
      }
      let last = String(decoding: rest, as: UTF8.self)
      note {
        hear(&$0, last)
        $0.openPipes -= 1
      }
    }
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
      let said = said
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
