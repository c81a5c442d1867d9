import Messaging

/// What Telegram takes (core.telegram.org/bots/api, Bot API 10.1; buttons: constants of python-telegram-bot).
enum Limits {
  /// A message, in UTF-16 units; the text says "characters", and a unit is never more than one.
  static let textLength = 4096
  /// The caption under a document, in UTF-16 units.
  static let captionLength = 1024
  /// The notice of a callback answer.
  static let noticeLength = 200
  static let commands = 100
  static let commandSummaryLength = 256
  /// The server itself shortens a longer wait to this many seconds (tdlib/telegram-bot-api, Client.cpp).
  static let pollWaitSeconds: Int64 = 50
  /// Updates are numbered one by one, and at most 100 come at once: numbers further apart than twice that do not belong together.
  static let numbersOfBatch: Int64 = 200

  static let platform = Platform.Limits(
    textLength: textLength, callbackDataBytes: 64, buttonsInRow: 8, buttons: 100)

  /// The longest delay we believe: a platform that names a longer one is asked again after a day.
  static let retryAfterSeconds: Int64 = 86_400
  /// Names, ids and callback data as they come in, in UTF-16 units: well above what Telegram gives.
  static let wordLength = 256
}
