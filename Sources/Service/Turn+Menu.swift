import DialogEngine
import Mentoring
import Messaging
import Store

extension Turn {
  /// A sentence, and under it the person's menu; for those who have none, the card that waits for them, or that nothing is to be done.
  /// Without a sentence the menu alone.
  func showMenu(saying key: String?, _ speaker: inout Speaker) throws {
    try showMenu(saying: key.map { text($0, speaker) }, &speaker)
  }

  /// One menu conversation serves for ever, so its old buttons stay good.
  func showMenu(saying sentence: StyledText?, _ speaker: inout Speaker) throws {
    guard let menu = conductor.menu(speaker.roles) else {
      if let (card, prompt) = try waitingCard(speaker) {
        return try show(prompt, saying: joined(sentence, prompt.text, by: "\n\n") ?? prompt.text, of: card, speaker)
      }
      let rest = speaker.member == nil ? nil : text("no_menu", speaker)
      guard let whole = joined(sentence, rest) else { return try greetStranger(speaker) }
      try post(OutboundMessage(rich(whole)), to: speaker, lane: .interactive)
      return
    }
    let account = try demandAccount(&speaker)
    let menus = try tx.openConversations(of: account.id).filter(\.isMenu)
    let row =
      try menus.first { $0.conversation.current.hash == menu.hash } ?? openMenu(menu, in: account, speaker, menus)
    guard let prompt = prompt(of: row, speaker) else { return }
    try show(prompt, saying: joined(sentence, prompt.text) ?? prompt.text, of: row, speaker)
  }

  private func openMenu(
    _ menu: DialogDefinition, in account: Account, _ speaker: Speaker, _ old: [OpenConversation]
  ) throws -> OpenConversation {
    for row in old { try end(row) }
    try tx.keep(menu, at: now)
    let begun = try step(
      Conversation(of: menu), .start(arguments: [:]), definitions, context(speaker))
    return try tx.addConversation(
      of: account.id, dialog: menu.id, subject: nil, begun.conversation, touched: 0, at: now)
  }
}

/// The second text below the first; nil when there is neither.
private func joined(_ first: StyledText?, _ second: StyledText?, by separator: String = "\n") -> StyledText? {
  guard let first, let second else { return first ?? second }
  let start = (first.text + separator).utf16.count
  return StyledText(
    first.text + separator + second.text,
    spans: first.spans + second.spans.map { .init(offset: $0.offset + start, length: $0.length, style: $0.style) })
}

extension OpenConversation {
  var isMenu: Bool { dialog == MenuBook.dialog }
}
