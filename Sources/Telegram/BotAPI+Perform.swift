import HTTP
import JSON
import Messaging

extension BotAPI {
  /// Makes one call once.
  ///
  /// - Returns: the id of the message that was sent or changed; nil for a callback answer.
  func perform(_ call: OutboundCall) async throws(SendFailure) -> MessageID? {
    var body = call.body
    if call.method == Method.editMessage {
      guard let target = call.target.flatMap({ Int64($0.rawValue) }) else {
        throw SendFailure(
          attempted: "telegram \(call.method)", answer: "no message to edit is known", recovery: .sendAnew)
      }
      body = inserting(messageID: target, into: body)
    }
    do {
      return try await result(of: call.method, body).object?["message_id"]?.integer.map { MessageID(String($0)) }
    } catch {
      guard error.recovery == .resendPlain, !hasSpans(call) else { throw error }
      // There is nothing to leave out: the same call would be refused for ever.
      throw SendFailure(attempted: error.attempted, answer: error.answer, recovery: .reject)
    }
  }

  /// `body`, a JSON object with members, with `message_id` as its first one.
  private func inserting(messageID: Int64, into body: [UInt8]) -> [UInt8] {
    var whole: [UInt8] = []
    whole.reserveCapacity(body.count + 36)
    whole += "{\"message_id\":\(messageID),".utf8
    whole += body.dropFirst()
    return whole
  }
}
