import DialogEngine
import Emulator
import Mentoring
import Service
import Store

/// People at their phones.
extension Simulator {
  private static let answer = 3.0...40.0

  /// Somebody sees that the bot has written, or changed a message.
  ///
  /// - Parameter isAnswer: the person has just done something and waits for it.
  func notices(_ message: Int, of conversation: ConversationID, in chat: Int64, isAnswer: Bool) {
    guard let place = places[chat] else { return }
    players[place].newest[conversation.rawValue] = message
    if isAnswer {
      // Now and then somebody is called away.
      guard mood.hits(0.97) else { return }
      let wait = Self.answer.lowerBound + mood.share() * (Self.answer.upperBound - Self.answer.lowerBound)
      return put(.looks(player: place, message: message, conversation), in: .milliseconds(Int64(wait * 1000)))
    }
    guard mood.hits(players[place].diligence) else { return }
    put(.looks(player: place, message: message, conversation), in: mood.wait(.seconds(5400)) + .seconds(20))
  }

  /// Somebody looks at a message and does what the dialog asks for, or not.
  func looks(_ place: Int, _ message: Int, _ conversation: ConversationID) throws {
    let hour = Double(SimulationPlan.zone.secondOfDay(of: now)) / 3600
    guard (7.0...22.9).contains(hour) else {
      // In the morning.
      let wait = (hour < 7 ? 7 - hour : 31 - hour) + mood.share() * 2
      return put(.looks(player: place, message: message, conversation), in: .milliseconds(Int64(wait * 3_600_000)))
    }
    guard !players[place].isBlocking, players[place].newest[conversation.rawValue] == message,
      let row = try process.store.read({ try $0.conversation(conversation) }), row.endedAt == nil,
      let shown = line.messenger.chat(of: players[place].phone).messages.last(where: { $0.id == message })
    else { return }
    let seen = Player.Seen(revision: row.conversation.revision, message: message)
    guard players[place].acted[conversation.rawValue] != seen else { return }
    players[place].acted[conversation.rawValue] = seen
    let frame = row.conversation.current
    let labels = shown.buttons.joined().map(\.text)
    switch drawAct(in: frame.dialog, frame.state, among: labels) {
    case .leave: break
    case .say(let texts): say(mood.pick(texts) ?? "", as: place)
    case .attach(let kinds): attach(mood.pick(kinds) ?? "", as: place)
    case .press(let label): press(label, under: message, as: place)
    }
  }

  /// What somebody does: a button among those that are there, or something else.
  private func drawAct(in dialog: String, _ state: String, among labels: [String]) -> Drawn {
    let moves = scripts.first { $0.dialog == dialog }?.moves[state] ?? []
    var drawn: [(act: Drawn, weight: Double)] = []
    for move in moves {
      switch move.act {
      case .say(let texts): drawn.append((.say(texts), move.weight))
      case .attach(let kinds): drawn.append((.attach(kinds), move.weight))
      case .leave: drawn.append((.leave, move.weight))
      case .press, .row, .label:
        let found = vocabulary.labels(of: move.act, in: dialog, among: labels)
        if let label = mood.pick(found) { drawn.append((.press(label), move.weight)) }
      }
    }
    guard let place = mood.pick(weights: drawn.map(\.weight)) else {
      return mood.pick(labels).map { .press($0) } ?? .say(["Хорошо."])
    }
    return drawn[place].act
  }

  private enum Drawn {
    case say([String])
    case attach([String])
    case press(String)
    case leave
  }
}
