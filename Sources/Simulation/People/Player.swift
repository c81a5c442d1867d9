import Mentoring

/// One of the scripted people.
struct Player {
  /// "mentee-12"; strangers have one too.
  let id: String
  /// Nil for strangers.
  let role: Role?
  let phone: Int64
  let name: String
  /// Of the messenger.
  let language: String
  /// From 0 to 1: how often something that comes unasked is answered.
  let diligence: Double
  /// The newest message of each conversation.
  var newest: [Int64: Int] = [:]
  /// The revision of each conversation, and its message, at which something was done in it last.
  var acted: [Int64: Seen] = [:]
  struct Seen: Equatable {
    var revision: Int
    var message: Int
  }

  /// Stopped the bot in the messenger.
  var isBlocking = false
}
