import DialogEngine
import JSON
import Testing

@Suite("Values in the store")
struct ValueTests {
  @Test(
    "are JSON scalars and come back as they went",
    arguments: [
      (Value.text(""), #""""#), (.text("5"), #""5""#), (.text("Ёж \"\n👍"), #""Ёж \"\n👍""#), (.int(0), "0"),
      (.int(1), "1"),
      (.int(.max), "9223372036854775807"), (.int(.min), "-9223372036854775808"), (.bool(true), "true"),
      (.bool(false), "false"), (.instant(1_772_348_400_000), #"{"at":1772348400000}"#),
    ])
  func values(_ value: Value, _ json: String) throws {
    #expect(value.jsonText == json)
    #expect(try Value(jsonText: json) == value)
  }

  @Test(
    "what is no value is refused", arguments: ["null", "1.5", "[]", "{}", #"{"at":"x"}"#, "", "1 2", #""x"#, "tru"])
  func refuses(_ json: String) {
    #expect(throws: JSONFault.self) { try Value(jsonText: json) }
  }
}
