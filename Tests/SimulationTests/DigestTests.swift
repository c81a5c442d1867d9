import SQLite
import Simulation
import Testing

@Suite("The digest of a store")
struct DigestTests {
  private func digest(_ rows: String) throws -> Digest {
    let store = try Connection(path: ":memory:")
    try store.execute(
      """
      CREATE TABLE fact (id bigint, person text, what text, opened_at text);
      CREATE VIEW v_facts AS SELECT id, person, what, opened_at FROM fact;
      INSERT INTO fact VALUES \(rows);
      """)
    return try Digest(of: store)
  }

  @Test("is the same whatever numbers the store gave, in whatever order, at whatever time")
  func same() throws {
    let one = try digest("(1, 'U1', 'asked', '10:00'), (2, 'U2', 'asked', '10:01')")
    let other = try digest("(9, 'U2', 'asked', '11:00'), (8, 'U1', 'asked', '11:01')")
    #expect(one == other && one.hash == other.hash && one.hash.count == 64)
    #expect(one.difference(from: other) == [])
  }

  @Test("is another when something was done twice, or not, and says what")
  func different() throws {
    let once = try digest("(1, 'U1', 'asked', '10:00')")
    let twice = try digest("(1, 'U1', 'asked', '10:00'), (2, 'U1', 'asked', '10:00')")
    #expect(once.hash != twice.hash)
    #expect(twice.difference(from: once) == ["v_facts + person=U1 what=asked"])
    #expect(once.difference(from: twice) == ["v_facts - person=U1 what=asked"])
  }
}
