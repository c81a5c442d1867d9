import DialogEngine
import Foundation
import Mentoring
import Messaging
import Store

/// Whoever stands at the other end of a chat, as far as the store knows.
struct Speaker {
  var bot: BotID
  var chat: ChatID
  var account: Account?
  /// The person, once joined and with a valid consent; nil for strangers.
  var member: Person?
  /// Joined, but the consent is missing or was withdrawn.
  var lacksConsent: Person?
  var language: String
  var organisation: String = ""
  /// The hours in which the bot does not write first, by the clock of `zone`.
  var quietHours: QuietHours
  var zone: Zone
  /// What is said now is worth waking somebody.
  var breaksQuiet = false
  /// What becomes of what is said now when nobody knows whether it was delivered.
  var deliveryClass = OutboxRow.DeliveryClass.mustArrive
  /// What is said now can wait: it counts against the messages of a day (`MessageCap`).
  var isCounted = false
  /// Set when that is not the school's.
  var ownTimeZone: TimeZone?

  var roles: Set<String> { Set(member?.roles.map(\.rawValue) ?? []) }
}

extension Turn {
  func speaker(_ chat: ChatID, _ sender: InboundUpdate.Sender?) throws -> Speaker {
    var account = try tx.account(bot: bot.id, chat: chat)
    if var known = account {
      let spoken = sender?.languageCode ?? known.language
      if known.language != spoken {
        known.language = spoken
        try tx.save(known)
        account = known
      }
    }
    return try speaker(bot.id, chat, account, languageCode: sender?.languageCode)
  }

  func speaker(of account: Account) throws -> Speaker {
    try speaker(account.bot, account.chat, account, languageCode: account.language)
  }

  private func speaker(_ bot: BotID, _ chat: ChatID, _ account: Account?, languageCode: String?) throws -> Speaker {
    var speaker = Speaker(
      bot: bot, chat: chat, account: account, language: settings.language, quietHours: settings.quietHours,
      zone: settings.zone)
    let spoken = languageCode.map { String($0.prefix { $0 != "-" }) }
    let person = try account?.person.flatMap(tx.person)
    if let chosen = person?.language ?? spoken, conductor.host.languages.contains(chosen) {
      speaker.language = chosen
    }
    if let person, account?.joinedAt != nil {
      if try tx.hasConsent(person.id) { speaker.member = person } else { speaker.lacksConsent = person }
      speaker.organisation = try tx.organisationName(person.organisation)
      speaker.quietHours = person.quietHours ?? settings.quietHours
      if let own = person.zone, own != settings.zone {
        speaker.zone = own
        speaker.ownTimeZone = TimeZone(identifier: own.identifier)
      }
    }
    return speaker
  }

  func context(_ speaker: Speaker) -> DialogContext {
    var facts: [String: Value] = [:]
    if let member = speaker.member {
      facts["me.name"] = member.name.value
      facts["me.organisation"] = .text(speaker.organisation)
      if let role = member.roles.first { facts["role"] = .text(role.rawValue) }
      facts.merge(settingFacts(speaker)) { own, _ in own }
    }
    let own = speaker.ownTimeZone
    return DialogContext(
      now: now.rawValue, language: speaker.language, timeZone: own ?? settings.timeZone,
      commonTimeZone: own == nil ? nil : settings.timeZone, facts: facts)
  }

  /// A sentence of the service's own.
  func text(_ key: String, _ speaker: Speaker, _ arguments: [String: Value] = [:]) -> StyledText {
    conductor.library.text(key, context(speaker), arguments: arguments) ?? StyledText(key)
  }

  /// The account of the chat; made now for somebody who is not registered and whom a dialog for anyone answers.
  func demandAccount(_ speaker: inout Speaker) throws -> Account {
    if let account = speaker.account { return account }
    let account = try tx.addAccount(bot: speaker.bot, chat: speaker.chat, language: speaker.language, at: now)
    speaker.account = account
    return account
  }
}
