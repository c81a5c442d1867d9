import HTTP
import JSON
import Messaging

extension BotAPI {
  /// Who the token belongs to (`getMe`).
  func identify() async throws(SendFailure) -> Platform.Identity {
    let result = try await result(of: "getMe", Array("{}".utf8), abortsOnCancel: true)
    guard let me = result.object, let id = me["id"]?.integer else {
      throw SendFailure(attempted: "telegram getMe", answer: "a result without an id", recovery: .unknown)
    }
    return Platform.Identity(id: id, username: me["username"]?.string(limit: Limits.wordLength))
  }

  /// Ends a webhook, which would refuse every poll with 409, keeping its updates; then sets the commands menu for each
  /// language in turn. Repeating it changes nothing.
  func prepare(_ menus: [(language: String?, commands: [BotCommand])]) async throws(SendFailure) {
    _ = try await result(
      of: "deleteWebhook", Array(#"{"drop_pending_updates":false}"#.utf8), abortsOnCancel: true)
    for menu in menus {
      _ = try await result(
        of: "setMyCommands", commandsBody(menu.commands, language: menu.language), abortsOnCancel: true)
    }
  }

  private func commandsBody(_ commands: [BotCommand], language: String?) -> [UInt8] {
    var body = JSONWriter(reserving: 1024)
    body.object { body in
      body.name("commands")
      body.array(of: commands.prefix(Limits.commands)) { command, body in
        body.object { body in
          body.member("command", command.name)
          body.member("description", command.summary.cut(toUTF16Length: Limits.commandSummaryLength))
        }
      }
      if let language { body.member("language_code", language) }
    }
    return body.bytes
  }
}
