import Store
import Testing

@Suite("Daemon lock")
struct DaemonLockTests {
  let folder: StoreFolder

  init() throws { folder = try StoreFolder() }

  @Test("keeps a second daemon off a store until the first has gone")
  func excludes() throws {
    var first: DaemonLock? = try DaemonLock(for: folder.location())
    #expect(try folder.mode(of: "mentorbot.db.lock") == 0o600)
    for _ in 0..<2 {
      let error = #expect(throws: StoreError.self) { try DaemonLock(for: folder.location()) }
      #expect(error?.description == "another mentorbot daemon runs on \(folder.location()); stop it first")
    }
    let other = try DaemonLock(for: folder.location("other.db"))
    #expect(first != nil)
    first = nil
    let second = try DaemonLock(for: folder.location())
    withExtendedLifetime((other, second)) {}
  }

  @Test("says where it cannot be made")
  func noFolder() {
    let error = #expect(throws: StoreError.self) { try DaemonLock(for: folder.location("no/such.db")) }
    #expect(
      error?.description == "lock file \(folder.path("no/such.db")).lock cannot be made: No such file or directory")
  }
}
