import Emulator
import Mentoring

/// What people do on their phones. What a phone does not allow (writing to a bot that one has stopped) is simply not done.
extension Simulator {
  func does(_ place: Int, _ deed: Deed) throws {
    let newest = line.messenger.chat(of: players[place].phone).messages.filter { $0.isFromBot && !$0.buttons.isEmpty }
    switch deed {
    case .say(let texts): say(mood.pick(texts) ?? "", as: place)
    case .flood(let texts, let count):
      for number in 0..<count {
        put(.does(player: place, .say(texts)), in: .milliseconds(Int64(number * mood.number(50...150))))
      }
    case .attach(let kinds): attach(mood.pick(kinds) ?? "", as: place)
    case .pause(let hours):
      say("/stop", as: place)
      put(.does(player: place, .say(["/start"])), in: .seconds(Int64(mood.number(hours)) * 3600))
    case .block(let hours):
      guard !players[place].isBlocking, isStarted(place) else { return }
      players[place].isBlocking = true
      act(place, "(stops the bot)") { try line.messenger.block(as: $0) }
      put(.comesBack(player: place), in: .seconds(Int64(mood.number(hours)) * 3600))
    case .pressOld:
      guard let message = mood.pick(newest), let label = mood.pick(message.buttons.joined().map(\.text)) else { return }
      press(label, under: message.id, as: place)
    case .pressTwice:
      guard let message = newest.last, let label = mood.pick(message.buttons.joined().map(\.text)) else { return }
      press(label, under: message.id, as: place)
      press(label, under: message.id, as: place)
    case .forge:
      guard let message = newest.last else { return }
      let data = mood.pick(["", "1.AAAA.BBBB.1.CCCCCC", "approve", message.buttons[0][0].callbackData ?? ""]) ?? ""
      act(place, "[\(data)]") { try line.messenger.forgePress(data, under: message.id, as: $0) }
    }
  }

  func comeBack(_ place: Int) throws {
    players[place].isBlocking = false
    act(place, "(lets the bot write again)") { try line.messenger.unblock(as: $0) }
    if mood.hits(0.7) { say("/start", as: place) }
  }

  func say(_ text: String, as place: Int) {
    act(place, "> \(text)") { try line.messenger.type(text, as: $0) }
  }

  func press(_ label: String, under message: Int, as place: Int) {
    if !vocabulary.labels(of: .press("yes"), in: "forget", among: [label]).isEmpty {
      looked.forgotten.insert(players[place].phone)
    }
    act(place, "[\(label)]") { try line.messenger.press(label, under: message, as: $0) }
  }

  /// Something that is no text: as the messenger delivers it.
  func attach(_ kind: String, as place: Int) {
    guard isStarted(place), !players[place].isBlocking else { return }
    let player = players[place]
    let head = """
      "message_id":1,"date":\(now.rawValue / 1000),"from":{"id":\(player.phone),"is_bot":false,"first_name":"\(player.name)",\
      "language_code":"\(player.language)"},"chat":{"id":\(player.phone),"first_name":"\(player.name)","type":"private"}
      """
    let file = #""file_id":"AgAD1","file_unique_id":"AQAD1""#
    let update =
      switch kind {
      case "sticker": #"{"message":{\#(head),"sticker":{\#(file),"type":"regular","width":512,"height":512}}}"#
      case "photo": #"{"message":{\#(head),"photo":[{\#(file),"width":90,"height":90,"file_size":900}]}}"#
      case "voice": #"{"message":{\#(head),"voice":{\#(file),"duration":3}}}"#
      case "location": #"{"message":{\#(head),"location":{"latitude":55.75,"longitude":37.61}}}"#
      case "edited": #"{"edited_message":{\#(head),"edit_date":\#(now.rawValue / 1000),"text":"исправлено"}}"#
      default: #"{"message":{\#(head),"forward_date":\#(now.rawValue / 1000),"text":"переслано"}}"#
      }
    act(place, "(\(kind))") { _ in try line.messenger.deliver(rawUpdate: update) }
  }

  private func isStarted(_ place: Int) -> Bool { line.messenger.chat(of: players[place].phone).isStarted }

  private func act(_ place: Int, _ words: String, _ body: (Int64) throws -> Any) {
    guard (try? body(players[place].phone)) != nil else { return }
    note(players[place].id + words)
    tell(place, words)
    pollSoon()
  }
}
