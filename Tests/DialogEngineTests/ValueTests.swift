import DialogEngine
import Foundation
import Testing

@Suite("Values and events in the store")
struct ValueTests {
  @Test(
    "values are JSON scalars and come back as they went",
    arguments: [
      (Value.text(""), #""""#), (.text("5"), #""5""#), (.text("Ёж \"\n👍"), #""Ёж \"\n👍""#), (.int(0), "0"),
      (.int(1), "1"),
      (.int(.max), "9223372036854775807"), (.int(.min), "-9223372036854775808"), (.bool(true), "true"),
      (.bool(false), "false"), (.instant(1_772_348_400_000), #"{"at":1772348400000}"#),
    ])
  func values(_ value: Value, _ json: String) throws {
    let data = try JSONEncoder().encode(value)
    #expect(String(decoding: data, as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(Value.self, from: data) == value)
  }

  @Test("what is no value is refused", arguments: ["null", "1.5", "[]", "{}", #"{"at":"x"}"#])
  func refuses(_ json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Value.self, from: Data(json.utf8)) }
  }

  @Test(
    "events come back as they went",
    arguments: [
      DialogEvent.start(arguments: ["a": .int(1)]), .press(button: 3), .text("да"), .attachment(),
      .outcome("ok", results: ["b": .bool(true)]), .idle(4), .domain("help.taken", arguments: [:]),
    ])
  func events(_ event: DialogEvent) throws {
    #expect(try JSONDecoder().decode(DialogEvent.self, from: JSONEncoder().encode(event)) == event)
  }
}
