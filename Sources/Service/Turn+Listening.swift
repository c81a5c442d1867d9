import DialogEngine
import Mentoring
import Store

extension Turn {
  /// The open conversation that a typed text belongs to; nil when none of them understands it.
  ///
  /// What the person began and is in the midst of comes first. Cards (what came by itself) and the menu take labels and bare numbers, the one shown
  /// last first: a number means the prompt that the person sees, never one further up.
  func listener(_ text: String, _ speaker: Speaker) throws -> OpenConversation? {
    guard let account = speaker.account else { return nil }
    let open = try tx.openConversations(of: account.id).filter { isOpen($0, to: speaker) }
    let begun = open.first { $0.touched > 0 && !$0.isMenu && $0.subject == nil }
    let others = open.filter { $0.id != begun?.id }.sorted { $0.shown > $1.shown }
    let words = normalized(text)
    let isNumber = Int(words) != nil
    // A menu is shown only when the person asks for something, so a number after it is meant for it.
    let menuIsNewer = others.contains { $0.isMenu && $0.shown > begun?.shown ?? 0 }
    let isForOthers = isNumber && menuIsNewer
    if let begun, !isForOthers, understanding(text, begun, speaker) != .no { return begun }
    if begun == nil || !isNumber || isForOthers {
      for row in others {
        switch understanding(text, row, speaker) {
        case .button: return row
        case .answer: if isNumber { return row }
        case .no: break
        }
      }
    }
    guard dialog(enteredBy: { $0.words.contains(words) }, speaker) == nil else { return nil }
    // It says itself what it would have understood. Without a menu, so does the card that waits.
    let hasMenu = try others.contains(where: \.isMenu) && !isBare(menuRows(speaker))
    return begun ?? others.first { !$0.isMenu && ($0.touched > 0 || !hasMenu) }
  }

  /// What waits for the decision of somebody who has no menu, the latest. A consent is not among it: whoever is a member has given one.
  func waitingCard(_ speaker: Speaker) throws -> (OpenConversation, Prompt)? {
    guard let account = speaker.account else { return nil }
    return try tx.openConversations(of: account.id)
      .filter { !$0.isMenu && $0.dialog != JoinDialog.id && isOpen($0, to: speaker) }
      .sorted { $0.shown > $1.shown }.lazy
      .compactMap { row in self.prompt(of: row, speaker).map { (row, $0) } }
      .first { !$0.1.buttons.isEmpty }
  }

  func prompt(of row: OpenConversation, _ speaker: Speaker) -> Prompt? {
    currentPrompt(row.conversation, definitions, context(speaker))
  }
}

extension OpenConversation {
  /// When the person last saw or touched it, as a place in the store's one sequence of ids.
  fileprivate var shown: Int64 { max(touched, lastPrompt?.rawValue ?? 0) }
}
