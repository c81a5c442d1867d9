/// A bot that the emulator knows: who calls with its token is that bot.
package struct BotAccount: Sendable {
  /// As the real ones look: the bot's id, a colon, a secret: "7770001:demo". Never written to the state file.
  package var token: String
  /// Without the at sign.
  package var username: String
  package var name: String

  package init(token: String, username: String, name: String) {
    self.token = token
    self.username = username
    self.name = name
  }

  /// The number before the colon.
  package var id: Int64 { Int64(token.prefix { $0 != ":" }) ?? 0 }
}
