/// What a consent is for. One purpose each (`domain.md` 2.5, line 1).
package enum ConsentPurpose: String, Sendable {
  /// Keeping the person's record and writing to him within the programme.
  case participation
}

/// How a consent was given.
package enum ConsentChannel: String, Sendable {
  /// Signed; the school keeps the sheet.
  case paper
  /// Pressed in the bot.
  case chat
}
