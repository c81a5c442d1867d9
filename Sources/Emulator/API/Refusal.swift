/// The platform's own "no": `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`.
///
/// The texts were read in tdlib/telegram-bot-api (Client.cpp) on 2026-11-21, or are the platform's as bots report
/// them; those without either say so.
struct Refusal: Error, Equatable {
  var code: Int
  var description: String
  /// Seconds, with 429.
  var retryAfter: Int?
  /// The chat's new id, with 400.
  var migratedTo: Int64?

  init(_ code: Int, _ description: String, retryAfter: Int? = nil, migratedTo: Int64? = nil) {
    self.code = code
    self.description = description
    self.retryAfter = retryAfter
    self.migratedTo = migratedTo
  }

  static func badRequest(_ what: String) -> Refusal { Refusal(400, "Bad Request: " + what) }
  /// - Parameter retryAfter: nil for a proxy in front of the platform, which names no time.
  static func tooManyRequests(retryAfter: Int?) -> Refusal {
    let wait = retryAfter.map { ": retry after \($0)" } ?? ""
    return Refusal(429, "Too Many Requests" + wait, retryAfter: retryAfter)
  }
  static func migrated(to chat: Int64) -> Refusal {
    Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migratedTo: chat)
  }

  static let unauthorized = Refusal(401, "Unauthorized")
  static let notFound = Refusal(404, "Not Found")
  static let noSuchMethod = Refusal(404, "Not Found: method not found")
  static let otherPoll = Refusal(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
  static let blocked = Refusal(403, "Forbidden: bot was blocked by the user")
  static let notStarted = Refusal(403, "Forbidden: bot can't initiate conversation with a user")
  static let chatNotFound = badRequest("chat not found")
  static let textEmpty = badRequest("message text is empty")
  static let textTooLong = badRequest("message is too long")
  static let notModified = badRequest(
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
      + "content and reply markup of the message")
  static let noMessageToEdit = badRequest("message to edit not found")
  static let notEditable = badRequest("message can't be edited")
  static let noTextToEdit = badRequest("there is no text in the message to edit")
  static let captionTooLong = badRequest("message caption is too long")
  static let noDocument = badRequest("there is no document in the request")
  static let fileEmpty = badRequest("file must be non-empty")
  static let wrongFileID = badRequest("wrong remote file identifier specified: can't unserialize it")
  static let wrongFile = badRequest("invalid file_id")
  /// Our words: the real server waits for the rest.
  static let formUnfinished = badRequest("the form has no end")
  static let queryTooOld = badRequest("query is too old and response timeout expired or query ID is invalid")

  var json: String { encoded(Body(refusal: self)) }

  private struct Body: Encodable {
    struct Parameters: Encodable {
      var retryAfter: Int?
      var migratedTo: Int64?
      enum CodingKeys: String, CodingKey {
        case retryAfter = "retry_after"
        case migratedTo = "migrate_to_chat_id"
      }
    }

    enum CodingKeys: String, CodingKey {
      case isOK = "ok"
      case code = "error_code"
      case description
      case parameters
    }

    var isOK = false
    var code: Int
    var description: String
    var parameters: Parameters?

    init(refusal: Refusal) {
      code = refusal.code
      description = refusal.description
      if refusal.retryAfter != nil || refusal.migratedTo != nil {
        parameters = Parameters(retryAfter: refusal.retryAfter, migratedTo: refusal.migratedTo)
      }
    }
  }
}
