import JSON5
import SQLite
import TestSupport
import Testing

@testable import Curation

@Suite("Mutated people files")
struct PeopleMutationTests {

  static let sound = Array("\(BankFixture.header),parent_external_id\r\n\(lines)".utf8)

  private static let lines = #"""
    m,"Ёлкина",Анна,,mentor,,,,,yes,
    u,"Котов, ""младший""",Пётр,Ильич,mentee,учитель — ученик,31.05.2012,"8Б",m,да,p
    p,Котова,Яна,,parent,,1980-01-02,,,yes,

    """#

  @Test("the file that is mutated is sound")
  func soundFile() throws {
    let bank = try BankFixture()
    let report = try importPeople(
      Self.sound, file: "f", into: bank.store, organisation: "Школа", language: .ru, now: bank.now)
    #expect(report.added == ["m", "u", "p"])
  }

  @Test("are imported or refused with places inside the file, never half-way", arguments: 0..<8 as Range<UInt64>)
  func mutations(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<30 {
      var bytes = Self.sound
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(Array("\",;\n\r\0".utf8).randomElement(using: &random) ?? 0, at: at)
        default: bytes.removeSubrange(at...min(at + 20, bytes.count - 1))
        }
      }
      let bank = try BankFixture()
      let empty = try bank.everything()
      let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
      do {
        let report = try importPeople(
          bytes, file: "f", into: bank.store, organisation: "Школа", language: .ru, now: bank.now)
        #expect(try bank.rows("SELECT count(*) FROM person") == [[.init(report.added.count)]])
      } catch let problems as Problems {
        #expect(!problems.all.isEmpty)
        #expect(problems.all.allSatisfy { ($0.position?.line ?? 1) <= lines && ($0.position?.column ?? 1) >= 1 })
        #expect(try bank.everything() == empty)
      }
    }
  }
}
