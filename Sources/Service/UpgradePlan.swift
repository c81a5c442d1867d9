package import DialogEngine
import Mentoring
package import Store

/// What putting dialogs into force would mean for the conversations of a store.
package struct UpgradePlan: Sendable, Hashable {
  /// One dialog, and the conversations that it has a part in.
  package struct Row: Sendable, Hashable {
    package enum Change: String, Sendable { case new, structure, texts, gone, none }

    package var dialog: String
    package var change: Change
    /// The version in force, and the one that would be.
    package var from: Int?
    package var to: Int?
    package var live = UpgradeTally()
  }

  /// By dialog: those that change, and those with conversations on other versions.
  package let rows: [Row]

  /// Reads the store and changes nothing.
  package init(_ library: DialogLibrary, _ host: HostTables, _ store: CoreStore) throws {
    rows = try store.read { try Self.rows(library, DefinitionBook(library, host), $0) }
  }

  /// Whether all stays as it is: conversations that drain go on with that.
  package var changesNothing: Bool {
    rows.allSatisfy { $0.change == .none && $0.live.changed == $0.live.draining }
  }

  private static func rows(_ library: DialogLibrary, _ book: DefinitionBook, _ tx: Transaction) throws -> [Row] {
    let live = try live(book, tx)
    let inForce = Dictionary(try tx.dialogsInForce().map { ($0.id, $0) }) { first, _ in first }
    let names = Set(library.dialogs.keys).union(inForce.keys).union(live.keys)
    return names.sorted().compactMap { name in
      let (old, new) = (inForce[name], library.dialogs[name])
      let row = Row(
        dialog: name, change: change(old, new), from: old?.version, to: new?.version, live: live[name] ?? UpgradeTally()
      )
      return row.change == .none && row.live.changed == 0 ? nil : row
    }
  }

  private static func change(_ old: DialogInForce?, _ new: DialogDefinition?) -> Row.Change {
    switch (old, new) {
    case (nil, nil): .none
    case (nil, _?): .new
    case (_?, nil): .gone
    case (let old?, let new?):
      old.hash == new.hash ? .none : old.structureHash == new.structureHash ? .texts : .structure
    }
  }

  private static func live(_ book: DefinitionBook, _ tx: Transaction) throws -> [String: UpgradeTally] {
    let definitions = Definitions(running: { book.definition($0, tx) }, inForce: { book.library.dialogs[$0] })
    var live: [String: UpgradeTally] = [:]
    var cursor = ConversationID(0)
    while case let ids = try tx.liveConversations(after: cursor, limit: 1000), let last = ids.last {
      cursor = last
      for id in ids {
        guard let row = try tx.conversation(id), !row.isMenu else { continue }
        let verdict = upgradeVerdict(row.conversation, definitions)
        let whole = verdict.whole
        for (index, frame) in verdict.frames.enumerated()
        where !verdict.frames[..<index].contains(where: { $0.dialog == frame.dialog }) {
          if case .breakOff = whole {
            live[frame.dialog, default: UpgradeTally()].count(whole)
          } else {
            live[frame.dialog, default: UpgradeTally()].count(frame.fate == .current ? .current : whole)
          }
        }
      }
    }
    return live
  }
}
