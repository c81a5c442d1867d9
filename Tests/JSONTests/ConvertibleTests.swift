import Foundation
import Testing

@testable import JSON

@Suite("Values as JSON")
struct ConvertibleTests {
  @Test(
    "strings come back as they went, whatever is in them",
    arguments: [
      "", "plain", "Ёж «и» 👍🏽", "\"\\/\n\r\t\u{8}\u{c}\0\u{1f}\u{7f}", "\u{2028}\u{feff}\u{301}", "{\"a\":[1,2]}",
      "\\u0041",
    ])
  func strings(_ text: String) throws {
    #expect(try String(jsonText: text.jsonText) == text)
    // Any other reader takes it for the same.
    #expect(try JSONDecoder().decode(String.self, from: Data(text.jsonText.utf8)) == text)
  }

  @Test(
    "strings are read however another writer spells them",
    arguments: [(#""\u041f\/\b\f\r\t""#, "П/\u{8}\u{c}\r\t"), (#""\ud83d\ude00""#, "😀"), (#"  "x"  "#, "x")])
  func spellings(_ json: String, _ text: String) throws { #expect(try String(jsonText: json) == text) }

  @Test("an object's members stand in the order of their names, which may be anything")
  func dictionaries() throws {
    let ages = ["b": 2, "a": 1, "\"\n": -3, "я": 4, "": 0]
    #expect(ages.jsonText == #"{"":0,"\"\n":-3,"a":1,"b":2,"я":4}"#)
    #expect(try [String: Int](jsonText: ages.jsonText) == ages)
    #expect([String: Int]().jsonText == "{}")
    #expect(try [String: Int](jsonText: " { } ") == [:])
  }

  @Test("arrays lie in each other")
  func arrays() throws {
    let rows = [[true, false], [], [false]]
    #expect(rows.jsonText == "[[true,false],[],[false]]")
    #expect(try [[Bool]](jsonText: "[ [true , false],[ ],[false] ]") == rows)
  }

  /// One member of each kind.
  private struct Sample: JSONConvertible, Equatable {
    var name: String
    var count: Int64
    var note: String?
    var tries = 3

    init(name: String, count: Int64, note: String? = nil, tries: Int = 3) {
      (self.name, self.count, self.note, self.tries) = (name, count, note, tries)
    }

    init(_ json: JSONSlice) throws(JSONFault) {
      let json = try json.members()
      name = try json.read("name")
      count = try json.read("count")
      note = try json.readIfPresent("note")
      tries = try json.read("tries", or: 3)
    }

    func write(to json: inout JSONWriter) {
      json.object { json in
        json.member("name", name)
        json.member("count", count)
        json.memberIfPresent("note", note)
        json.member("tries", tries)
      }
    }
  }

  @Test("members that are missing have their defaults, unknown ones are passed over, the first of two counts")
  func members() throws {
    #expect(Sample(name: "x", count: 1).jsonText == #"{"name":"x","count":1,"tries":3}"#)
    #expect(Sample(name: "x", count: 1, note: "").jsonText == #"{"name":"x","count":1,"note":"","tries":3}"#)
    let text = #"{"count":-5,"new":{"a":["}"]},"name":"x","name":"y"}"#
    #expect(try Sample(jsonText: text) == Sample(name: "x", count: -5))
  }

  @Test(
    "what is wrong is said with its place",
    arguments: [
      (#"{"count":1}"#, "name: expected a value"), (#"{"name":5,"count":1}"#, "name: expected a string"),
      (#"{"name":"","count":9223372036854775808}"#, "count: expected a whole number"),
      (#"{"name":"","count":1e3}"#, "count: expected a whole number"),
      (#"{"name":"","count":1,"tries":true}"#, "tries: expected a whole number"), ("[]", "expected an object"),
      (#"{"name":"","count":1"#, "expected one whole JSON value"),
      (#"{"name":"","count":1}}"#, "expected one whole JSON value"),
      (#"{"name":"""#, "expected one whole JSON value"), (#"{"name":"\"#, "expected one whole JSON value"),
      (#"{"name" "","count":1}"#, "expected an object"), (#"{"name":"","count":1,}"#, "expected an object"),
      ("", "expected one whole JSON value"),
    ])
  func faults(_ text: String, _ message: String) {
    #expect {
      try Sample(jsonText: text)
    } throws: { error in
      (error as? JSONFault)?.description == "damaged JSON: " + message
    }
  }

  @Test("depth costs nothing: what nobody asks for may be as deep as it likes")
  func depth() throws {
    let deep = String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)
    #expect(try Sample(jsonText: #"{"deep":\#(deep),"name":"x","count":1}"#) == Sample(name: "x", count: 1))
    #expect(throws: JSONFault.self) { try [[Bool]](jsonText: deep) }
  }
}
