import Messaging

extension Refusal {
  /// What the outbox is to do. The words are those of tdlib/telegram-bot-api, Client.cpp (read in autumn 2026); words
  /// that are not known here mean that our request is wrong.
  var sendRecovery: SendFailure.Recovery {
    if refusesToken { return .tokenRefused }
    switch code {
    case 429: return .tooFast(retryAfter: retryAfter)
    case 500...599: return .notSent(retryAfter: retryAfter)
    case 403: return .unreachable
    case 400: break
    default: return .reject
    }

    if let migratedTo { return .moved(to: migratedTo) }
    let words = words.lowercased()
    return Self.byWords.first { $0.phrases.contains { words.contains($0) } }?.recovery ?? .reject
  }

  var pollRecovery: PollFailure.Recovery {
    if refusesToken { return .tokenRefused }
    return code == 409 ? .conflict : .retry(after: retryAfter)
  }

  /// 404 has two meanings: a path with a malformed token ("Not Found") and a method that the server does not know ("Not
  /// Found: method not found").
  private var refusesToken: Bool {
    code == 401 || code == 421 || (code == 404 && words.lowercased() == "not found")
  }

  /// What a 400 means, by its words in lower case; the first row that fits.
  private static let byWords: [(phrases: [String], recovery: SendFailure.Recovery)] = [
    (["message is not modified"], .pointless),
    (["query is too old", "query id is invalid", "query_id_invalid"], .pointless),
    (
      ["message to edit not found", "message can't be edited", "message_id_invalid", "no text in the message to edit"],
      .sendAnew
    ),
    (["can't parse entities", "entity_bounds_invalid", "entity beginning at utf-16 offset"], .resendPlain),
    (
      [
        "chat not found", "user not found", "user is deactivated", "bot was kicked", "bot was blocked",
        "peer_id_invalid", "chat_write_forbidden", "have no rights to send a message", "upgraded to a supergroup",
      ], .unreachable
    ),
  ]
}
