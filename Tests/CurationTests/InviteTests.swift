import Mentoring
import Store
import Testing

@testable import Curation

@Suite("Invite codes")
struct InviteCodeTests {
  @Test(
    "are made of all eighty bits",
    arguments: [
      ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "0000-0000-0000-0000"),
      ([255, 255, 255, 255, 255, 255, 255, 255, 255, 255], "ZZZZ-ZZZZ-ZZZZ-ZZZZ"),
      ([0, 0, 0, 0, 1, 0, 0, 0, 0, 0], "0000-0001-0000-0000"),
      // 01234 56789 … each character once: 5 bits, high first.
      ([0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF], "0123-4567-89AB-CDEF"),
    ] as [([UInt8], String)])
  func grouped(_ entropy: [UInt8], _ shown: String) {
    #expect(InviteCode(entropy: entropy).grouped == shown)
    #expect(InviteCode(typed: shown) == InviteCode(entropy: entropy))
  }

  @Test(
    "are read as people type them",
    arguments: [
      "01AB-CEHK-MPTX-YZ23", "01abcehkmptxyz23", " 01ab cehk mptx yz23 ", "O1AB–CEHK—MPTX‑YZ23", "oIab-cehk-mptx-yz23",
      "olab-cehk-mptx-yz23",
      // Cyrillic throughout, where there is a look-alike.
      "О1АВ-СЕНК-МРТХ-УZ23", "о1ав сенк мртх уz23", "01\u{A0}AB\nCEHKMPTXYZ23",
    ])
  func typed(_ text: String) {
    #expect(InviteCode(typed: text)?.text == "01ABCEHKMPTXYZ23")
  }

  @Test(
    "nothing else is a code",
    arguments: [
      "", "01AB-CEHK-MPTX-YZ2", "01AB-CEHK-MPTX-YZ234", "01AB-CEHK-MPTX-YZ2U", "01AB-CEHK-MPTX-YZ2!", "Здравствуйте",
      "01AB_CEHK_MPTX_YZ23", "помогите мне с уроками",
    ])
  func notACode(_ text: String) {
    #expect(InviteCode(typed: text) == nil)
  }

  @Test("a very long message is no code, and is not read to its end")
  func longText() {
    #expect(InviteCode(typed: String(repeating: "0", count: 1_000_000)) == nil)
  }
}

@Suite("Inviting people")
struct InviteTests {
  let bank: BankFixture

  init() throws {
    bank = try BankFixture()
    try bank.importLines("m-01,Котова,Анна,,mentor,,,,,yes", "u-01,Котов,Пётр,,mentee,,,,m-01,yes")
  }

  /// Codes "0000…", "0101…" and so on, one after the other.
  func invite(_ ids: [String], from first: UInt8 = 0, organisation: String? = nil) throws -> [Invitation] {
    var next = first
    return try invitePeople(
      ids, organisation: organisation, in: bank.store, validFor: .seconds(30 * 86_400), language: .ru, now: bank.now,
      entropy: { count in
        defer { next += 1 }
        return [UInt8](repeating: next, count: count)
      },
      link: { "https://t.me/school7?start=\($0.text)" })
  }

  @Test("gives each a code and a link, and keeps the hash only")
  func gives() throws {
    let invitations = try invite(["u-01", "m-01", "u-01"])
    #expect(
      invitations == [
        Invitation(
          externalID: "u-01", code: "0000-0000-0000-0000", link: "https://t.me/school7?start=0000000000000000"),
        Invitation(
          externalID: "m-01", code: codeOfOnes,
          link: "https://t.me/school7?start=\(codeOfOnes.replacing("-", with: ""))"),
      ])
    let code = try #require(InviteCode(typed: invitations[0].code))
    // printf 0000000000000000 | sha256sum
    #expect(inviteHash(code) == "fcdb4b423f4e5283afa249d762ef6aef150e91fccd810d43e5e719d14512dec7")
    let stored = try bank.rows("SELECT hash, expires_at - created_at, used_at FROM invite").description
    #expect(stored.contains(inviteHash(code)))
    #expect(stored.contains("2592000000"))
    #expect(!stored.contains(code.text))
  }

  let codeOfOnes = InviteCode(entropy: [UInt8](repeating: 1, count: 10)).grouped

  @Test("a new code makes the unused older ones void, and no used one or other person's")
  func replaces() throws {
    let old = try #require(InviteCode(typed: try invite(["u-01"])[0].code))
    let other = try #require(InviteCode(typed: try invite(["m-01"], from: 1)[0].code))
    let new = try #require(InviteCode(typed: try invite(["u-01"], from: 2)[0].code))
    func stored(_ code: InviteCode) throws -> Transaction.Invite {
      try #require(try bank.store.transaction { try $0.invite(hash: inviteHash(code)) })
    }
    #expect(try [stored(old), stored(other), stored(new)].map(\.isRevoked) == [true, false, false])
    try bank.store.transaction { try $0.useInvite(hash: inviteHash(new), at: bank.now) }
    _ = try invite(["u-01"], from: 3)
    #expect(try stored(new).isUsed)
    #expect(try !stored(new).isRevoked)
  }

  @Test("an unknown id is named with its nearest, and nobody gets a code")
  func unknown() throws {
    let error = #expect(throws: CurationError.self) { try invite(["u-01", "u-1", "zzzzzz"]) }
    #expect(
      error?.description == "нет человека с external_id «u-1»; возможно, «u-01»\nнет человека с external_id «zzzzzz»")
    #expect(try bank.rows("SELECT * FROM invite").isEmpty)
  }

  @Test("the same id in two organisations needs the organisation")
  func ambiguous() throws {
    try bank.importText(BankFixture.header + ",organisation\nu-01,Ким,Ян,,mentee,,,,,yes,Школа № 8\n")
    let error = #expect(throws: CurationError.self) { try invite(["u-01"]) }
    #expect(
      error?.description
        == "external_id «u-01» есть в нескольких организациях: Школа № 7, Школа № 8; укажите организацию")
    #expect(try invite(["u-01"], organisation: "Школа № 8").count == 1)
  }
}
