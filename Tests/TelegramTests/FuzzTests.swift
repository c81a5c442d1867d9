import Fuzzing
import HTTP
import Messaging
import TestSupport
import Testing

@Suite("Telegram: broken answers")
struct FuzzTests {
  private static let batch = #"""
    {"ok":true,"result":[
    {"update_id":1,"message":{"message_id":71,"from":{"id":5,"is_bot":false,"first_name":"Аня","language_code":"ru"},"chat":{"id":5,"type":"private"},"date":1763650800,"text":"Пр\u0438в\ud83d\ude00ет"}},
    {"update_id":2,"callback_query":{"id":"23","from":{"id":5,"is_bot":false,"first_name":"Аня"},"message":{"message_id":73,"chat":{"id":5,"type":"private"},"date":1,"reply_markup":{"inline_keyboard":[[{"text":"Да","callback_data":"r"}]]}},"data":"r"}},
    {"update_id":3,"my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"А"},"new_chat_member":{"user":{"id":7},"status":"kicked","until_date":0}}},
    {"update_id":4,"message":{"chat":{"id":-5,"type":"group"},"contact":{"phone_number":"7","user_id":5},"caption":"x"}}]}
    """#

  @Test("never stop the poll otherwise than by a failure", arguments: 0..<8)
  func survives(seed: UInt64) async throws {
    var chance = SeededRandom(seed: seed)
    var brought = 0
    for _ in 0..<500 {
      let body = mutated(Array(Self.batch.utf8), using: &chance)
      let api = ScriptedBotAPI(.success(HTTPResponse(status: 200, body: body)))
      do {
        let batch = try await api.platform.poll(nil, 100, .zero)
        #expect(batch.cursor == batch.updates.last?.cursor)
        brought += batch.updates.count
      } catch {
        #expect(error.recovery == .retry(after: nil), "\(error)")
      }
    }
    #expect(brought > 100, "nearly every mutation spoils the whole batch: the test reaches nothing")
  }

  @Test("cut anywhere bring nothing: part of an answer is no answer")
  func truncated() async {
    let whole = Array(Self.batch.utf8)
    for count in 0..<whole.count {
      let api = ScriptedBotAPI(.success(HTTPResponse(status: 200, body: Array(whole[..<count]))))
      await #expect(throws: PollFailure.self) { try await api.platform.poll(nil, 100, .zero) }
    }
  }
}
