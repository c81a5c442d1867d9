import Mentoring
import Testing

@Suite("Invite codes")
struct InviteCodeTests {
  @Test(
    "spells 80 bits in Crockford's base32, the highest first",
    arguments: [
      ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "0000-0000-0000-0000"),
      ([255, 255, 255, 255, 255, 255, 255, 255, 255, 255], "ZZZZ-ZZZZ-ZZZZ-ZZZZ"),
      ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "000G-40R4-0M30-E209"),
      ([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "0000-0000-0000-0001"),
      ([128, 0, 0, 0, 0, 0, 0, 0, 0, 0], "G000-0000-0000-0000"),
    ] as [([UInt8], String)])
  func spells(_ entropy: [UInt8], _ grouped: String) {
    let code = InviteCode(entropy: entropy)
    #expect(code.grouped == grouped)
    #expect(code.text == grouped.filter { $0 != "-" })
    #expect(InviteCode(typed: grouped) == code)
  }

  @Test(
    "is read however a person types it",
    arguments: [
      "7K3M9XQ2WBTZ04HN", "7K3M-9XQ2-WBTZ-04HN", "7k3m-9xq2-wbtz-04hn", "7K3M 9XQ2 WBTZ 04HN",
      "  7K3M–9XQ2—WBTZ‑04HN\n", "7K3M\u{A0}9XQ2\u{202F}WBTZ\t04HN", "7K3M--9XQ2- -WBTZ-04HN-",
      "7K3M-9XQ2-WBTZ-O4HN", "7k3m-9xq2-wbtz-o4hn",
      // Letters of a Russian keyboard that look the same.
      "7К3М-9ХQ2-WВТZ-О4НN", "7к3м-9хq2-wвтz-о4нn", "7KЗM-9XQ2-WBTZ-04HN", "7K3M-9XQ2-WЬTZ-04HN",
    ])
  func typed(_ text: String) {
    #expect(InviteCode(typed: text)?.text == "7K3M9XQ2WBTZ04HN")
  }

  @Test("takes I and L for 1, in both alphabets", arguments: ["I", "i", "L", "l", "І", "і", "1"])
  func ones(_ letter: String) {
    #expect(InviteCode(typed: "\(letter)000-0000-0000-000\(letter)")?.text == "1000000000000001")
  }

  @Test(
    "refuses anything else",
    arguments: [
      "", " - - ", "7K3M-9XQ2-WBTZ-04H", "7K3M-9XQ2-WBTZ-04HN0", "7K3M-9XQ2-WBTZ-04HU", "7K3M-9XQ2-WBTZ-04HЯ",
      "7K3M_9XQ2_WBTZ_04HN", "7K3M.9XQ2.WBTZ.04HN", "/start 7K3M-9XQ2-WBTZ-04HN", "7K3M-9XQ2-WBTZ-04H🙂",
      "７K3M-9XQ2-WBTZ-04HN", "мне нужна помощь",
    ])
  func refused(_ text: String) {
    #expect(InviteCode(typed: text) == nil)
  }

  @Test("is refused after the seventeenth character, however long the text")
  func long() {
    #expect(InviteCode(typed: String(repeating: "0", count: 1_000_000)) == nil)
  }

  @Test("no two of many are the same, and each is read back as printed")
  func roundTrip() {
    let codes = (0..<2000).map { number in
      InviteCode(entropy: (0..<10).map { UInt8(truncatingIfNeeded: number &* 40_503 >> $0 ^ $0 &* number) })
    }
    #expect(Set(codes).count == Set(codes.map(\.text)).count)
    #expect(codes.allSatisfy { InviteCode(typed: $0.grouped.lowercased()) == $0 })
  }
}
