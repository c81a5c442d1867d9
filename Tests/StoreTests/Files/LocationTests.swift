import Store
import Testing

@Suite("Store locations")
struct LocationTests {
  @Test(
    "reads what the configuration names",
    arguments: [
      ("sqlite:var/mentorbot.db", "var/mentorbot.db"), ("sqlite:/var/lib/mentorbot.db", "/var/lib/mentorbot.db"),
      ("sqlite:with space:and colon.db", "with space:and colon.db"), ("sqlite::memory:", ":memory:"),
    ])
  func reads(_ url: String, _ path: String) throws {
    let location = try StoreLocation(url)
    #expect(location == .sqlite(path: path))
    #expect(location.description == url)
  }

  @Test(
    "says what to write instead",
    arguments: [
      ("", "store : write"), ("var/mentorbot.db", "store var/mentorbot.db: write"),
      ("sqlite:", "store sqlite:: only SQLite is supported; write"),
      ("postgresql://db/mentorbot", "store postgresql://db/mentorbot: only SQLite is supported; write"),
      ("SQLite:x.db", "store SQLite:x.db: only SQLite is supported; write"),
    ])
  func refuses(_ url: String, _ beginning: String) {
    let error = #expect(throws: StoreError.self) { try StoreLocation(url) }
    #expect(error?.description == beginning + " \"sqlite:PATH\", for example \"sqlite:var/mentorbot.db\"")
  }
}
