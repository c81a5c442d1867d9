import DialogEngine
import FoundationEssentials
import Mentoring
import Messaging
import Store

/// What a person can say in any state of any dialog, as a command or in words.
enum Interrupt: String, CaseIterable {
  case start
  case menu
  case help
  case cancel
  case stop

  /// The commands menu shows these; /start the platform shows itself.
  static let shown: [Interrupt] = [.menu, .help, .cancel, .stop]
}

/// A text that begins with a slash: "/start@bot inv_7Qx2" is `start` with the argument "inv_7Qx2".
struct SlashCommand: Equatable {
  var name: String
  var argument: String

  init?(_ text: String) {
    guard text.hasPrefix("/") else { return nil }
    let parts = text.dropFirst().split(maxSplits: 1, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    guard let first = parts.first else { return nil }
    name = first.prefix { $0 != "@" }.lowercased()
    argument = parts.count > 1 ? String(parts[1]).trimmingPrefix(while: \.isWhitespace).description : ""
  }
}

extension Turn {
  /// The interrupt that a typed text means, as a command or as one of its words in any language.
  func interrupt(_ text: String) -> Interrupt? {
    let word = normalized(text)
    return Interrupt.allCases.first { interrupt in
      conductor.host.languages.contains { language in
        let words = conductor.library.text(
          "words.\(interrupt.rawValue)", DialogContext(now: now.rawValue, language: language, timeZone: .gmt))
        return words?.text.split(separator: "|").contains { normalized(String($0)) == word } ?? false
      }
    }
  }

  func obey(_ interrupt: Interrupt, _ speaker: inout Speaker) throws {
    switch interrupt {
    case .start where speaker.account?.stoppedAt != nil && speaker.member != nil:
      speaker.account?.stoppedAt = nil
      if let account = speaker.account { try tx.save(account) }
      try showMenu(saying: "welcome_back", &speaker)
      if let account = speaker.account { try passOnHelpRequests(of: account) }
    case .start: try showMenu(saying: "welcome", &speaker)
    case .menu: try showMenu(saying: "menu", &speaker)
    case .help: try showMenu(saying: "help", &speaker)
    case .cancel: try cancel(&speaker)
    case .stop: try stop(&speaker)
    }
  }

  /// Ends what the person is in the midst of. Cards about a help request are no such thing: they have buttons of their own.
  private func cancel(_ speaker: inout Speaker) throws {
    guard let account = speaker.account,
      let focus = try tx.openConversations(of: account.id).first(where: {
        $0.touched > 0 && $0.subject == nil && !$0.isMenu
      })
    else { return try showMenu(saying: "nothing_to_cancel", &speaker) }
    try end(focus)
    try showMenu(saying: "cancelled", &speaker)
  }

  private func stop(_ speaker: inout Speaker) throws {
    guard var account = speaker.account else { return try greetStranger(speaker) }
    for conversation in try tx.openConversations(of: account.id)
    where conversation.subject == nil && !conversation.isMenu {
      try end(conversation)
    }
    if account.stoppedAt == nil {
      account.stoppedAt = now
      try tx.save(account)
      speaker.account = account
      try tx.journal("messages.stopped", by: account.person, through: .chat, at: now)
      try passOnHelpRequests(of: account)
    }
    try post(OutboundMessage(rich(text("stopped", speaker))), to: speaker, lane: .interactive)
  }

  /// The person's menu under a sentence. One menu conversation serves for ever, so its old buttons stay good.
  func showMenu(saying key: String, _ speaker: inout Speaker, _ arguments: [String: Value] = [:]) throws {
    let asksToChoose = ["menu", "welcome", "unknown", "cancelled", "nothing_to_cancel", "code.already"].contains(key)
    let isEmpty = asksToChoose && conductor.menu(speaker.roles) == nil
    if isEmpty, let (card, prompt) = try waitingCard(speaker) {
      return try show(prompt, saying: prompt.text, of: card, speaker)
    }
    try showMenu(saying: text(isEmpty ? "no_menu" : key, speaker, arguments), &speaker)
  }

  func showMenu(saying sentence: StyledText, _ speaker: inout Speaker) throws {
    guard let menu = conductor.menu(speaker.roles) else {
      if speaker.member == nil, speaker.account == nil { return try greetStranger(speaker) }
      try post(OutboundMessage(rich(sentence)), to: speaker, lane: .interactive)
      return
    }
    let account = try demandAccount(&speaker)
    var row = try tx.openConversations(of: account.id).first {
      $0.isMenu && $0.conversation.current.hash == menu.hash
    }
    if row == nil {
      for old in try tx.openConversations(of: account.id) where old.isMenu { try end(old) }
      try tx.keep(menu, at: now)
      let begun = try step(
        Conversation(of: menu), .start(arguments: [:]), definitions: { self.conductor.definition($0, self.tx) },
        context(speaker))
      row = try tx.addConversation(
        of: account.id, dialog: menu.id, subject: nil, begun.conversation, touched: 0, at: now)
    }
    guard let row, let prompt = prompt(of: row, speaker) else { return }
    try show(prompt, saying: sentence, of: row, speaker)
  }
}

extension OpenConversation {
  var isMenu: Bool { dialog == MenuBook.dialog }
}
