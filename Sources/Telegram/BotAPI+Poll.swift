import HTTP
import JSON
import Messaging

extension BotAPI {
  /// Waits for updates (`getUpdates`). An update that says nothing we know still comes, as `.unsupported`; only one
  /// without a usable `update_id` is left out: it could be neither stored nor confirmed.
  ///
  /// - Parameters:
  ///   - cursor: the last batch's; with it Telegram forgets that batch.
  ///   - limit: 1 to 100.
  ///   - wait: whole seconds, at most 50.
  func poll(after cursor: String?, limit: Int, wait: Duration) async throws(PollFailure) -> PollBatch {
    let seconds = min(max(wait.components.seconds, 0), Limits.pollWaitSeconds)
    var request = request("getUpdates", pollBody(after: cursor, limit: limit, seconds: seconds))
    request.deadline = .seconds(seconds + 15)
    request.abortsOnCancel = true
    request.answerLimitBytes = 32 << 20

    let response: HTTPResponse
    do {
      response = try await send(request)
    } catch {
      throw PollFailure(answer: printable(error.description), recovery: error.pollRecovery)
    }
    switch Answer(response) {
    case .success(let result):
      guard let slices = result.elements else {
        throw PollFailure(answer: "a result that is not a list", recovery: .retry(after: nil))
      }
      let updates = inOrder(slices.compactMap(decodeUpdate))
      guard slices.isEmpty || !updates.isEmpty else {
        // The cursor would stay where it is and the same batch come again at once.
        throw PollFailure(answer: "\(slices.count) updates without an id", recovery: .retry(after: nil))
      }
      return PollBatch(updates: updates, cursor: updates.last?.cursor, sentAtSeconds: response.dateSeconds)
    case .refusal(let refusal):
      throw PollFailure(answer: printable(refusal.summary), recovery: refusal.pollRecovery)
    case nil:
      throw PollFailure(answer: "\(response.status), not an answer of the Bot API", recovery: .retry(after: nil))
    }
  }

  /// Updates as they happened: their numbers rise by one. A platform may deliver a batch the wrong way round; where the numbers lie far from each other
  /// they have begun anew, as they do after a week of silence, and their order is right.
  private func inOrder(_ updates: [InboundUpdate]) -> [InboundUpdate] {
    let numbers = updates.map { Int64($0.key) ?? 0 }
    guard zip(numbers, numbers.dropFirst()).contains(where: >), let least = numbers.min(), let most = numbers.max(),
      least > most &- Limits.numbersOfBatch
    else { return updates }
    return zip(numbers, updates).sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func pollBody(after cursor: String?, limit: Int, seconds: Int64) -> [UInt8] {
    var body = JSONWriter(reserving: 160)
    body.object { body in
      if let offset = cursor.flatMap({ Int64($0) }) { body.member("offset", offset) }
      body.member("limit", Int64(min(max(limit, 1), 100)))
      body.member("timeout", seconds)
      body.name("allowed_updates")
      // Always said: left out, the list of an earlier call would hold.
      body.array(of: ["message", "edited_message", "callback_query", "my_chat_member"]) { kind, body in
        body.string(kind)
      }
    }
    return body.bytes
  }
}

extension HTTPFailure {
  fileprivate var pollRecovery: PollFailure.Recovery {
    switch cause {
    case .cancelled: .cancelled
    case .answerTooLarge: .tooLarge
    case .deadline, .nameLookup, .connect, .tls, .reset, .other: .retry(after: nil)
    }
  }
}
