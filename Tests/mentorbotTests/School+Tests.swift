import Emulator
import Foundation
import Glibc
import Simulation
import TestSupport
import Testing

extension School {
  /// The dialogs that the repository ships.
  static let dialogs = TestSupport.Stage.dialogs
  static let repository = URL(filePath: dialogs).deletingLastPathComponent()

  /// - Parameter pairs: how many mentees with a mentor each. Phones: see `phone(of:)`.
  convenience init(pairs: Int = 1, apiBase: String? = nil) throws {
    try self.init(people: Self.people(pairs: pairs), dialogs: Self.dialogs, apiBase: apiBase)
  }

  /// Runs a command to its end.
  func run(_ arguments: String...) async throws -> Said { try await program(arguments).ended() }

  /// Tells the daemon to stop, and expects that it does so well.
  func stop(_ daemon: Program, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    daemon.signal(SIGTERM)
    let said = try await daemon.ended()
    #expect(said.exit == 0, "\(said.complaint)", sourceLocation: sourceLocation)
  }

  func join(_ ids: String...) async throws { try await join(ids) }
}

extension Program {
  /// Waits for its end, and expects that the token is nowhere in its words.
  func ended(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Said {
    let said = try await end()
    let isQuiet = !said.output.contains(School.secret) && !said.complaint.contains(School.secret)
    #expect(isQuiet, "the token is nobody's business", sourceLocation: sourceLocation)
    return said
  }
}
