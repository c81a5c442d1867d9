package import HTTP
package import Messaging

/// Telegram's Bot API as a platform, by long polling.
///
/// - Parameters:
///   - token: `<digits>:<35 characters>`, as BotFather gave it. It is a part of every URL and in no error.
///   - apiBase: "https://api.telegram.org", a local Bot API server or the emulator; a slash at its end does not matter.
///   - client: makes the calls: each one request, never repeated here.
package func telegramPlatform(token: String, apiBase: String, client: HTTPClient) -> Platform {
  let api = BotAPI(token: token, apiBase: apiBase, client: client)
  return Platform(
    limits: Limits.platform,
    isGroup: { $0.rawValue < 0 },
    identify: { () async throws(SendFailure) -> Platform.Identity in try await api.identify() },
    prepare: { (commands) async throws(SendFailure) -> Void in try await api.prepare(commands) },
    poll: { (cursor, limit, wait) async throws(PollFailure) -> PollBatch in
      try await api.poll(after: cursor, limit: limit, wait: wait)
    },
    encode: encode,
    withoutSpans: withoutSpans,
    asNewMessage: asNewMessage,
    perform: { (call) async throws(SendFailure) -> MessageID? in try await api.perform(call) },
    readdressed: { readdressed($0, to: $1) })
}

/// A link that opens a chat with the bot and starts it with `payload` (at most 64 of `[A-Za-z0-9_-]`).
package func startLink(username: String, payload: String) -> String { "https://t.me/\(username)?start=\(payload)" }
