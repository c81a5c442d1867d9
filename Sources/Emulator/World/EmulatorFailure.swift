/// Why a person could not do something on their phone.
package enum EmulatorFailure: Error, Equatable, CustomStringConvertible {
  case noSuchPerson(String)
  case noSuchBot(Int64)
  case noSuchMessage(Int)
  case noSuchButton(String)
  case textIsEmpty
  /// The person stopped the bot: the application shows no typing box until they let it write again.
  case botIsBlocked
  case notJSON

  package var description: String {
    switch self {
    case .noSuchPerson(let name): "there is no person \(name)"
    case .noSuchBot(let id): "there is no bot \(id)"
    case .noSuchMessage(let id): "there is no message \(id) in this chat"
    case .noSuchButton(let name): "there is no button \"\(name)\" in this chat"
    case .textIsEmpty: "the text is empty"
    case .botIsBlocked: "this person has stopped the bot"
    case .notJSON: "a raw update is a JSON object without update_id"
    }
  }
}
