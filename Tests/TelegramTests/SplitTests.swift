import Foundation
import Messaging
import Testing

@Suite("Telegram: a text too long for one message")
struct SplitTests {
  static let limit = 4096

  @Test("stays whole up to the limit, counted in UTF-16", arguments: ["a", "я", "😀"])
  func whole(unit: String) throws {
    let fits = String(repeating: unit, count: Self.limit / unit.utf16.count)
    #expect(try parts(RichText(fits)).map(\.text) == [fits])
    #expect(try parts(RichText(fits + unit)).count == 2)
  }

  @Test("is cut at the last paragraph, else line, else word")
  func borders() throws {
    let head = String(repeating: "а", count: 3000)
    let tail = String(repeating: "б", count: 3000)
    for border in ["\n\n", "\n", " "] {
      #expect(try parts(RichText(head + border + tail)).map(\.text) == [head, tail])
    }
    let words = String(repeating: "в", count: 500)
    #expect(try parts(RichText(head + "\n\n" + words + "\n" + words + " " + tail)).map(\.text).first == head)
    #expect(
      try parts(RichText(head + "\n" + words + " " + tail)).map(\.text) == [head, words + " " + tail])
  }

  @Test("is cut at the very end of what fits if a border is there")
  func exactBorder() throws {
    let head = String(repeating: "а", count: Self.limit)
    #expect(try parts(RichText(head + "\nб")).map(\.text) == [head, "б"])
  }

  @Test("does not leave a tiny message for a border near the begin")
  func earlyBorder() throws {
    let text = "а\n\n" + String(repeating: "б", count: 5000)
    #expect(try parts(RichText(text)).first?.text.utf16.count == Self.limit)
  }

  @Test("never splits a character", arguments: ["😀", "👩‍👩‍👧‍👦", "🇷🇺", "e\u{301}"])
  func characters(_ character: String) throws {
    for shift in 0..<12 {
      let text = String(repeating: "x", count: shift) + String(repeating: character, count: 2500)
      let parts = try parts(RichText(text))
      #expect(parts.map(\.text).joined() == text)
      #expect(parts.map(\.text.count).reduce(0, +) == text.count)
      #expect(parts.allSatisfy { $0.text.utf16.count <= Self.limit })
    }
  }

  @Test("splits one endless character without breaking a pair")
  func endless() throws {
    let text = "x" + String(repeating: "\u{1D167}", count: 5000)  // Combining, and a pair in UTF-16.
    let parts = try parts(RichText(text))
    #expect(parts.map(\.text).joined().unicodeScalars.elementsEqual(text.unicodeScalars))
    #expect(parts.allSatisfy { $0.text.utf16.count <= Self.limit })
  }

  @Test("keeps every marked word marked, in the part that it came to")
  func spans() throws {
    var text = ""
    var spans: [RichText.Span] = []
    var marked: [String] = []
    for number in 0..<1500 {
      let word = "слово😀\(number)"
      if number % 3 == 0 {
        spans.append(.init(offset: text.utf16.count, length: word.utf16.count, style: .bold))
        marked.append(word)
      }
      text += word + (number % 50 == 49 ? "\n\n" : " ")
    }
    let parts = try parts(RichText(text, spans: spans))
    #expect(parts.count > 3)
    let found = parts.flatMap { part in part.spans.map { word(of: $0, in: part.text) } }
    #expect(found == marked)
  }

  @Test("has a long span cut to the parts")
  func longSpan() throws {
    let text = String(repeating: "я", count: 10_000)
    let parts = try parts(RichText(text, spans: [.init(offset: 10, length: 9980, style: .code)]))
    #expect(parts.map(\.spans.count) == [1, 1, 1])
    #expect(parts.flatMap(\.spans).map(\.offset) == [10, 0, 0])
    #expect(parts.flatMap(\.spans).map(\.length) == [4086, 4096, 1798])
  }

  @Test(
    "or short: a span outside the text is cut or dropped",
    arguments: [(3, 5, [[3, 1]]), (4, 1, []), (-2, 4, [[0, 2]]), (0, 0, []), (1, Int.max, [[1, 3]]), (0, -1, [])])
  func wildSpans(offset: Int, length: Int, left: [[Int]]) throws {
    let parts = try parts(RichText("abcd", spans: [.init(offset: offset, length: length, style: .bold)]))
    #expect(parts.flatMap(\.spans).map { [$0.offset, $0.length] } == left)
  }

  @Test("has the buttons under the last part; of an edit the first part replaces the message")
  func calls() throws {
    let message = OutboundMessage(
      RichText(String(repeating: "я", count: 9000)), keyboard: .inline([[.init(label: "Да", data: "y")]]))
    let sent = offline().encode(.send(message, to: ChatID(5)))
    #expect(sent.map(\.method) == ["sendMessage", "sendMessage", "sendMessage"])
    #expect(sent.map { shown($0).contains("reply_markup") } == [false, false, true])
    let edited = offline().encode(.edit(message, in: ChatID(5)))
    #expect(edited.map(\.method) == ["editMessageText", "sendMessage", "sendMessage"])
    #expect(edited.map { shown($0).contains("callback_data") } == [false, false, true])
    #expect(shown(edited[0]).contains(#""reply_markup":{"inline_keyboard":[]}"#))
  }

  private struct Body: Decodable {
    struct Entity: Decodable {
      var type: String
      var offset: Int
      var length: Int
    }
    var text: String
    var entities: [Entity]?
  }

  /// The texts of the calls that send `text`, read back with Foundation's decoder.
  private func parts(_ text: RichText) throws -> [RichText] {
    try offline().encode(.send(OutboundMessage(text), to: ChatID(5))).map { call in
      let body = try JSONDecoder().decode(Body.self, from: Data(call.body))
      return RichText(
        body.text,
        spans: (body.entities ?? []).map {
          .init(offset: $0.offset, length: $0.length, style: RichText.Style(rawValue: $0.type) ?? .bold)
        })
    }
  }

  private func word(of span: RichText.Span, in text: String) -> String {
    String(decoding: Array(text.utf16)[span.offset..<span.offset + span.length], as: UTF16.self)
  }

  private func shown(_ call: OutboundCall) -> String { String(decoding: call.body, as: UTF8.self) }
}
