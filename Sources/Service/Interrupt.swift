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
  case language
  case mydata
  case forget

  /// The commands menu shows these; /start the platform shows itself.
  static let shown: [Interrupt] = [.menu, .help, .cancel, .language, .mydata, .forget, .stop]
  /// These are dialogs; a folder may have another for the same words.
  static let dialogs: Set<Interrupt> = [.language, .mydata, .forget]
  /// No state can take these away from people.
  static let firm: Set<String> = [Interrupt.cancel.rawValue, Interrupt.stop.rawValue]
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
  /// The interrupt that a typed text means by one of its words in any language.
  func interrupt(_ text: String) -> Interrupt? {
    conductor.library.interrupt(text).flatMap(Interrupt.init(rawValue:))
  }

  func obey(_ interrupt: Interrupt, _ speaker: inout Speaker) throws {
    switch interrupt {
    case .start where speaker.account?.stoppedAt != nil && speaker.member != nil:
      speaker.account?.stoppedAt = nil
      if let account = speaker.account { try tx.save(account) }
      try showMenu(saying: "welcome_back", &speaker)
      if let account = speaker.account { try passOnHelpRequests(of: account) }
    case .start: try showMenu(saying: speaker.member == nil ? nil : "welcome", &speaker)
    case .menu: try showMenu(saying: nil as String?, &speaker)
    case .help: try showMenu(saying: "help", &speaker)
    case .cancel: try cancel(&speaker)
    case .stop: try stop(&speaker)
    case .language, .mydata, .forget:
      guard let dialog = dialog(enteredBy: { $0.entries.contains(.command(interrupt.rawValue)) }, speaker) else {
        return try showMenu(saying: "unknown", &speaker)
      }
      try enter(dialog, &speaker)
    }
  }

  /// Whether the person is at a question that must be answered before this. It is asked again.
  func isPutOff(_ interrupt: Interrupt, _ speaker: Speaker) throws -> Bool {
    guard let account = speaker.account, let focus = try focus(of: account), isOpen(focus, to: speaker),
      !focus.conversation.allows(interrupt.rawValue, definitions)
    else { return false }
    return try resume(saying: text("later", speaker), speaker)
  }

  /// What the person is in the midst of. Cards about a help request are no such thing: they have buttons of their own.
  func begun(by speaker: Speaker) throws -> OpenConversation? {
    guard let account = speaker.account else { return nil }
    return try tx.openConversations(of: account.id).first {
      $0.touched > 0 && $0.subject == nil && !$0.isMenu && isOpen($0, to: speaker)
    }
  }

  /// Asks again what the person was being asked before something came between.
  ///
  /// - Returns: whether there was anything.
  @discardableResult
  func resume(saying sentence: StyledText? = nil, _ speaker: Speaker) throws -> Bool {
    guard let begun = try begun(by: speaker), let prompt = prompt(of: begun, speaker) else { return false }
    try show(prompt, saying: joined(sentence, prompt.text, by: "\n\n") ?? prompt.text, of: begun, speaker)
    return true
  }

  /// A sentence, and under it where the person was before, or the menu.
  func resumeOrShowMenu(saying key: String, _ speaker: inout Speaker) throws {
    if try resume(saying: text(key, speaker), speaker) { return }
    try showMenu(saying: key, &speaker)
  }

  private func cancel(_ speaker: inout Speaker) throws {
    guard let begun = try begun(by: speaker) else { return try showMenu(saying: "nothing_to_cancel", &speaker) }
    try end(begun)
    try resumeOrShowMenu(saying: "cancelled", &speaker)
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
      try journal("messages.stopped", by: account.person, through: .chat)
      try passOnHelpRequests(of: account)
      try loseTouchInMeetings(of: account)
    }
    try post(OutboundMessage(rich(text("stopped", speaker))), to: speaker, lane: .interactive)
  }
}
