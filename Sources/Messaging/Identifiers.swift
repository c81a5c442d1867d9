/// A chat with one person on a messaging platform. Telegram, VK and MAX all number theirs; negative ones are groups.
package struct ChatID: RawRepresentable, Hashable, Codable, Sendable {
  package var rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A message as its platform names it: Telegram "73", MAX "mid.000…".
package struct MessageID: RawRepresentable, Hashable, Codable, Sendable {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// One press of a button, to be answered: Telegram `callback_query.id`.
package struct CallbackID: RawRepresentable, Hashable, Codable, Sendable {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }
}
