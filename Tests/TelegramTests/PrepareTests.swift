import HTTP
import Messaging
import Telegram
import TestSupport
import Testing

@Suite("Telegram: at start")
struct PrepareTests {
  static let menus: [(language: String?, commands: [BotCommand])] = [
    (nil, [BotCommand(name: "help", summary: "Помощь")]), ("en", [BotCommand(name: "help", summary: "Help")]),
  ]

  @Test("asks who the bot is")
  func identifies() async throws {
    let api = ScriptedBotAPI(
      bodies: #"{"ok":true,"result":{"id":7770001,"is_bot":true,"first_name":"Н","username":"mentor_bot"}}"#)
    #expect(try await api.platform.identify() == .init(id: 7_770_001, username: "mentor_bot"))
    #expect(api.calls() == ["getMe {}"])
    #expect(api.requests[0].abortsOnCancel, "a stop does not wait for it")
  }

  @Test("finds out that the token is refused")
  func refused() async {
    let api = ScriptedBotAPI(.body(#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, status: 401))
    let failure = await #expect(throws: SendFailure.self) { try await api.platform.identify() }
    #expect(failure?.recovery == .tokenRefused)
    #expect(failure?.description == "telegram getMe: 401 Unauthorized")
  }

  @Test("does not take an answer without an id for an identity")
  func nobody() async {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":{"username":"x"}}"#)
    let failure = await #expect(throws: SendFailure.self) { try await api.platform.identify() }
    #expect(failure?.recovery == .unknown)
  }

  @Test("ends a webhook without losing updates and sets the menus")
  func prepares() async throws {
    let ok = #"{"ok":true,"result":true}"#
    let api = ScriptedBotAPI(bodies: ok, ok, ok)
    try await api.platform.prepare(Self.menus)
    #expect(
      api.calls() == [
        #"deleteWebhook {"drop_pending_updates":false}"#,
        #"setMyCommands {"commands":[{"command":"help","description":"Помощь"}]}"#,
        #"setMyCommands {"commands":[{"command":"help","description":"Help"}],"language_code":"en"}"#,
      ])
    #expect(api.requests.map(\.abortsOnCancel) == [true, true, true], "a stop does not wait for them")
  }

  @Test("makes only calls that the Bot API knows", .enabled(if: SpecValidator.available))
  func valid() async throws {
    let ok = #"{"ok":true,"result":true}"#
    let api = ScriptedBotAPI(
      bodies: ok, ok, ok, #"{"ok":true,"result":{"id":1}}"#, #"{"ok":true,"result":[]}"#,
      #"{"ok":true,"result":{"message_id":3}}"#)
    let problems = SpecProblems()
    let client = api.client.validating(try .telegram, into: problems)
    let platform = telegramPlatform(token: ScriptedBotAPI.token, apiBase: "https://api.example", client: client)
    try await platform.prepare(Self.menus)
    _ = try await platform.identify()
    _ = try await platform.poll("7", 100, .seconds(30))
    var edit = platform.encode(.edit(OutboundMessage(RichText("x")), in: ChatID(5)))[0]
    edit.target = MessageID("3")
    _ = try await platform.perform(edit)
    #expect(api.calls().count == 6)
    #expect(problems.all == [])
  }

  @Test("makes links that start a chat with a code")
  func links() {
    #expect(startLink(username: "mentor_bot", payload: "inv_7Qx2") == "https://t.me/mentor_bot?start=inv_7Qx2")
  }
}
