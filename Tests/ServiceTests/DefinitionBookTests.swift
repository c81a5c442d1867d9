import DialogEngine
import Mentoring
import Store
import Testing

@testable import Service

@Suite("The book of definitions")
struct DefinitionBookTests {
  private let host = dialogHost()

  /// A dialog of one sentence.
  private func dialog(says text: String, ends: String = "#done") throws -> DialogDefinition {
    let files = [
      "dialog.json5":
        #"{ format: 1, id: "d", version: 1, who: "anyone", start: "a", states: { a: { say: "a", go: "\#(ends)" } } }"#,
      "text.ru.json5": #"{ lang: "ru", for: "d", a: "\#(text)" }"#,
    ]
    let library = try DialogLibrary(sources: [DialogSource(id: "d", files: files)], host: host)
    return try #require(library.dialogs["d"])
  }

  @Test("finds each definition that the store keeps, and holds on to few of them")
  func bounded() throws {
    let book = DefinitionBook(try DialogLibrary(sources: [], host: host), host)
    let store = try CoreStore.open(.sqlite(path: ":memory:"), zone: .utc)
    let definitions = try (0..<DefinitionBook.restoredLimit + 6).map { try dialog(says: "Привет, \($0)") }
    try store.transaction { tx in
      for definition in definitions { try tx.keep(definition, at: Timestamp(seconds: 0)) }
      for definition in definitions + definitions.prefix(2) {
        #expect(book.definition(definition.hash, tx)?.source == definition.source)
        #expect(book.restored.count <= DefinitionBook.restoredLimit)
      }
      #expect(book.definition("none", tx) == nil)
    }
  }

  @Test("gives the definition in force in place of one that differs from it only in its texts")
  func inForce() throws {
    let today = try dialog(says: "Сегодня")
    let book = DefinitionBook(try DialogLibrary(sources: [today.source], host: host), host)
    let store = try CoreStore.open(.sqlite(path: ":memory:"), zone: .utc)
    let (reworded, other) = (try dialog(says: "Вчера"), try dialog(says: "Вчера", ends: "#cancel"))
    try store.transaction { tx in
      for definition in [reworded, other] { try tx.keep(definition, at: Timestamp(seconds: 0)) }
      #expect(book.definition(today.hash, tx)?.hash == today.hash)
      #expect(book.definition(reworded.hash, tx)?.hash == today.hash)
      #expect(book.definition(other.hash, tx)?.hash == other.hash)
    }
  }
}
