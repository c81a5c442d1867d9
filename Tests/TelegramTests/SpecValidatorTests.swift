import HTTP
import TestSupport
import Testing

@Suite("The check against the description of the Bot API", .enabled(if: SpecValidator.available))
struct SpecValidatorTests {
  @Test(
    "finds what is wrong with a call",
    arguments: [
      ("sendMesage", "{}", "sendMesage: no such method"),
      ("sendMessage", "[]", "sendMessage: the body is not a JSON object"),
      ("sendMessage", #"{"chat_id":1}"#, "sendMessage.text: missing"),
      ("sendMessage", #"{"chat_id":1,"text":"x","colour":"red"}"#, "sendMessage.colour: unknown"),
      ("sendMessage", #"{"chat_id":true,"text":"x"}"#, "sendMessage.chat_id: not Integer"),
      ("sendMessage", #"{"chat_id":1.5,"text":"x"}"#, "sendMessage.chat_id: not Integer"),
      ("sendMessage", #"{"chat_id":1,"text":null}"#, "sendMessage.text: not String"),
      (
        "sendMessage", #"{"chat_id":1,"text":"x","disable_notification":1}"#,
        "sendMessage.disable_notification: not Boolean"
      ),
      (
        "sendMessage", #"{"chat_id":1,"text":"x","entities":[{"type":"bold","offset":0}]}"#,
        "sendMessage.entities[0].length: missing"
      ),
      (
        "sendMessage", #"{"chat_id":1,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"a","data":"b"}]]}}"#,
        "sendMessage.reply_markup.inline_keyboard[0][0].data: unknown"
      ),
      ("setMyCommands", #"{"commands":[],"scope":{"kind":"x"}}"#, "setMyCommands.scope.type: missing"),
      ("sendMessage", #"{"chat_id":1,"text":" "}"#, "sendMessage: an empty text"),
      (
        "sendMessage",
        #"{"chat_id":1,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"яяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяя"}]]}}"#,
        "sendMessage: callback data of 66 bytes"
      ),
      (
        "setMyCommands", #"{"commands":[{"command":"Help","description":"x"}]}"#,
        "setMyCommands: a command with an unfit name"
      ),
    ])
  func finds(method: String, body: String, problem: String) throws {
    let problems = try SpecValidator.telegram.problems(method: method, body: Array(body.utf8))
    #expect(problems.contains(problem), "\(problems)")
  }

  @Test(
    "finds what is wrong with a form",
    arguments: [
      ("chat_id=5", "sendDocument.document: missing"), ("document=x", "sendDocument.chat_id: missing"),
      ("chat_id=5&chat_id=6", "sendDocument: a field twice"),
      ("caption_entities=x", "sendDocument.caption_entities: not Array of MessageEntity"),
      ("colour=red", "sendDocument.colour: unknown"), ("caption=", "sendDocument: a caption of 0 units"),
      (
        "caption=x&caption_entities=[{\"type\":\"bold\",\"offset\":1,\"length\":1}]",
        "sendDocument: an entity outside the text"
      ),
    ])
  func findsInForm(fields: String, problem: String) throws {
    let parts = fields.split(separator: "&").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    }
    let body = parts.map { "--b\r\nContent-Disposition: form-data; name=\"\($0[0])\"\r\n\r\n\($0[1])\r\n" }.joined()
    func problems(_ body: String) throws -> [String] {
      try SpecValidator.telegram.problems(
        method: "sendDocument", contentType: "multipart/form-data; boundary=b", body: Array(body.utf8))
    }
    #expect(try problems(body + "--b--\r\n").contains(problem))
    #expect(try problems(body) == ["sendDocument: the body is no form"])
  }

  @Test("lets a right call pass")
  func passes() throws {
    let body = #"{"commands":[{"command":"help","description":"x"}],"scope":{"type":"chat","chat_id":"@x"}}"#
    #expect(try SpecValidator.telegram.problems(method: "setMyCommands", body: Array(body.utf8)) == [])
  }

  @Test("sees each call that goes through a client, and changes none")
  func client() async throws {
    let api = ScriptedBotAPI(bodies: "first", "second")
    let problems = SpecProblems()
    let client = api.client.validating(try .telegram, into: problems)
    let response = try await client.send(HTTPRequest(.post, "https://x/bot1:a/getMe", body: Array("{}".utf8)))
    #expect(response.body == Array("first".utf8))
    #expect(problems.all == [])
    _ = try await client.send(HTTPRequest(.post, "https://x/bot1:a/getYou", body: Array("{}".utf8)))
    #expect(problems.all == ["getYou: no such method"])
  }
}
