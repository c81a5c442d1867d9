import Mentoring
import Store
import Testing

@Suite("Incidents")
struct IncidentTests {
  @Test("are told of once each, after the commit; what was undone is not")
  func reported() throws {
    struct Undone: Error {}
    let folder = try StoreFolder()
    let store = try CoreStore.open(folder.location(), zone: moscow)
    var told: [String] = []
    store.report = { told.append($0.detail ?? "") }
    try store.transaction { tx in
      try tx.incident(.clockSet, bot: nil, detail: "kept", at: .monday)
      try? tx.savepoint {
        try tx.incident(.clockSet, bot: nil, detail: "undone", at: .monday)
        throw Undone()
      }
      try tx.savepoint { try tx.incident(.callUnknown, bot: nil, detail: "kept too", at: .monday) }
      #expect(told.isEmpty)
    }
    #expect(throws: Undone.self) {
      try store.transaction { tx in
        try tx.incident(.clockSet, bot: nil, detail: "undone", at: .monday)
        throw Undone()
      }
    }
    #expect(told == ["kept", "kept too"])
  }

  @Test("say in two languages what happened", arguments: Incident.Kind.allCases)
  func meaning(_ kind: Incident.Kind) {
    #expect(kind.meaning.russian.contains { ("а"..."я").contains($0) })
    #expect(!kind.meaning.english.contains { ("а"..."я").contains($0) })
    #expect(kind.rawValue.split(separator: ".").count == 2)
  }
}
