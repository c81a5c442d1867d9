import DialogEngine
import Mentoring
import Messaging
import Store

/// The menu is a dialog like others; its rows are what the person may begin.
enum MenuDialog {
  static let id = "menu"
  /// The row that leads back to what was begun, where a dialog's id stands else: no folder can have this name.
  static let resume = "#resume"
}

extension Turn {
  /// A sentence, and under it the person's menu. For those whose menu has no work of the programme the card that waits for them, or that
  /// nothing is to be done. Without a sentence the menu alone.
  func showMenu(saying key: String?, _ speaker: inout Speaker) throws {
    try showMenu(saying: key.map { text($0, speaker) }, &speaker)
  }

  func showMenu(saying sentence: StyledText?, _ speaker: inout Speaker) throws {
    let rows = try menuRows(speaker)
    let isBare = isBare(rows)
    if isBare, let (card, prompt) = try waitingCard(speaker) {
      return try show(prompt, saying: joined(sentence, prompt.text, by: "\n\n") ?? prompt.text, of: card, speaker)
    }
    try showMissedCard(speaker)
    let rest = isBare && speaker.member != nil ? text("no_menu", speaker) : nil
    guard !rows.isEmpty, let row = try menu(of: rows, &speaker), let prompt = prompt(of: row, speaker) else {
      guard let whole = joined(sentence, rest) else { return try greetStranger(speaker) }
      try post(OutboundMessage(rich(whole)), to: speaker, lane: .interactive)
      return
    }
    let asking = rest ?? prompt.text
    try show(prompt, saying: joined(sentence, asking) ?? asking, of: row, speaker)
  }

  /// The card that waits comes before the menu if the person has never seen it: he could not be reached, or it waits for his morning.
  private func showMissedCard(_ speaker: Speaker) throws {
    guard let (card, prompt) = try waitingCard(speaker), let last = card.lastPrompt, try tx.isMissed(last, at: now),
      try !isPast(card)
    else { return }
    // An announcement's copy is counted by its own call: one that was put off goes now, any other is about to go.
    if let moment = try tx.momentOfCopy(last) {
      return moment > now ? try tx.release(card.id, bot: speaker.bot, chat: speaker.chat, at: now) : ()
    }
    try tx.dropPutOff(card.id, bot: speaker.bot, chat: speaker.chat, at: now)
    try show(prompt, saying: prompt.text, of: card, speaker)
  }

  /// What the person may begin, by the `menu` entries of all dialogs; first the way back to what is begun.
  func menuRows(_ speaker: Speaker) throws -> [QueryRow] {
    let context = context(speaker)
    let entries = conductor.library.dialogs.values
      .filter { $0.audience.admits(speaker.roles) }
      .flatMap { dialog in
        dialog.entries.compactMap { entry in
          if case .menu(let text, let order) = entry { (order, dialog, text) } else { nil }
        }
      }
      .sorted { ($0.0, $0.1.id, $0.2) < ($1.0, $1.1.id, $1.2) }
      .map { ($1.id, $1.label($2, context)) }
    let resume = try begun(by: speaker).map { _ in [(MenuDialog.resume, text("resume", speaker).text)] } ?? []
    return (resume + entries).map { QueryRow(key: .text($0), columns: ["label": .text($1)]) }
  }

  /// Whether a menu holds only what the service itself offers, no work of the programme: that waits in a card, if anywhere.
  func isBare(_ rows: [QueryRow]) -> Bool {
    rows.allSatisfy { row in builtInDialogs.contains { row.key == .text($0.id) } }
  }

  /// The conversation that shows these rows. It serves as long as the rows are the same, so its old buttons stay good.
  private func menu(of rows: [QueryRow], _ speaker: inout Speaker) throws -> OpenConversation? {
    guard let menu = conductor.library.dialogs[MenuDialog.id] else { return nil }
    let account = try demandAccount(&speaker)
    let open = try tx.openConversations(of: account.id).filter(\.isMenu)
    if let same = open.first(where: { $0.conversation.current.hash == menu.hash && $0.conversation.offers(rows) }) {
      return same
    }
    // With and without a way back, and one to spare.
    for old in open.dropFirst(2) { try end(old) }
    try tx.keep(menu, at: now)
    let context = context(speaker)
    var begun = try step(Conversation(of: menu), .start(arguments: [:]), definitions, context)
    conductor.witness?.passed(begun.course, speaker.language)
    while case .query(let call)? = begun.effects.last {
      begun = try step(begun.conversation, .rows(self.rows(call, speaker)), definitions, context)
      conductor.witness?.passed(begun.course, speaker.language)
    }
    let row = try tx.addConversation(
      of: account.id, dialog: menu.id, subject: nil, begun.conversation, touched: 0, at: now)
    trace(row, .start(arguments: [:]))
    return row
  }
}

/// The second text below the first; nil when there is neither.
func joined(_ first: StyledText?, _ second: StyledText?, by separator: String = "\n") -> StyledText? {
  guard let first, let second else { return first ?? second }
  let start = (first.text + separator).utf16.count
  return StyledText(
    first.text + separator + second.text,
    spans: first.spans + second.spans.map { .init(offset: $0.offset + start, length: $0.length, style: $0.style) })
}

extension OpenConversation {
  var isMenu: Bool { dialog == MenuDialog.id }
}
