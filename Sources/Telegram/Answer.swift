import HTTP
import JSON
import Messaging

/// What the Bot API answered, whatever the HTTP status.
///
///     {"ok":true,"result":{…}}
///     {"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}
enum Answer {
  case success(JSONSlice)
  case refusal(Refusal)

  /// Nil for an answer in no such form: the HTML of a proxy, JSON that was cut short.
  init?(_ response: HTTPResponse) {
    guard let answer = JSONSlice(whole: response.body)?.object, let isOK = answer["ok"]?.boolean else { return nil }
    if isOK {
      guard let result = answer["result"] else { return nil }
      self = .success(result)
    } else {
      self = .refusal(Refusal(answer, response))
    }
  }
}

/// A refusal in the platform's own words: the call certainly did nothing.
struct Refusal {
  var code: Int
  var words: String
  /// At most a day. From the answer, else from the header `Retry-After`.
  var retryAfter: Duration?
  var migratedTo: ChatID?

  fileprivate init(_ answer: JSONObject, _ response: HTTPResponse) {
    code = answer["error_code"]?.integer.flatMap { Int(exactly: $0) } ?? response.status
    words = answer["description"]?.string(limit: 1024) ?? ""
    let parameters = answer["parameters"]?.object
    retryAfter = (parameters?["retry_after"]?.integer ?? response.header("Retry-After").flatMap { Int64($0) })
      .map { .seconds(min(max($0, 0), Limits.retryAfterSeconds)) }
    migratedTo = parameters?["migrate_to_chat_id"]?.integer.map { ChatID($0) }
  }

  /// "403 Forbidden: bot was blocked by the user"
  var summary: String { "\(code) \(words)" }
}
