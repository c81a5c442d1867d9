import DialogEngine
import Foundation
import Mentoring
import Messaging
import SQLite

@testable import Store

/// A store in a file with a school in it: 60 people, their accounts and consents, a hundred calls, three hundred incidents.
func fillStore(_ folder: StoreFolder, holder: String? = nil) throws {
  let store = try CoreStore.open(folder.location(), zone: moscow)
  try store.transaction { tx in
    let bot = try tx.takeBot(named: "school7", platform: "telegram", holder: holder ?? "test").bot
    let school = try tx.organisation(named: "Школа № 7")
    for number in 1...60 {
      let person = try tx.addPerson(
        PersonDetails(
          name: PersonName(last: "Образцов\(number)", first: "Анна", patronymic: "Ильинична"),
          birthDate: LocalDate(iso: "1990-05-01"), position: String(repeating: "учитель ", count: 12), language: nil),
        externalID: "P\(number)", organisation: school, at: .monday)
      try tx.startParticipation(person, as: .mentor, form: nil, at: .monday)
      try tx.addConsent(of: person, channel: "paper", textVersion: nil, at: .monday)
      var account = try tx.addAccount(bot: bot.id, chat: ChatID(Int64(number)), language: "ru", at: .monday)
      (account.person, account.joinedAt) = (person, .monday)
      try tx.save(account)
    }
    for number in 1...300 {
      try tx.incident(
        .clockSet, bot: bot.id, detail: "number \(number), " + String(repeating: "-", count: 60), at: .monday)
    }
    if holder == nil { try tx.releaseBot(bot) }
  }
  try store.connection.checkpoint(.truncate)
}

extension StoreFolder {
  static let pageBytes = 4096

  func pages() throws -> Int { try bytes().count / Self.pageBytes }

  /// Changes bytes of the store's file, with no log beside it.
  func damage(_ change: (inout [UInt8]) -> Void) throws {
    var bytes = try bytes()
    change(&bytes)
    try write(bytes)
  }

  /// The page numbers, from 0, that hold rows of a table, first one first.
  func pages(of table: String) throws -> [Int] {
    let db = try Connection(path: path("mentorbot.db"), mode: .readOnly)
    let root =
      try db.first("SELECT rootpage FROM sqlite_schema WHERE name = ?1", SQLValue(table)) { try $0.int(0) } ?? 0
    let bytes = try bytes()
    let start = (root - 1) * Self.pageBytes
    // An interior page (type 5): four bytes of page number begin each cell, and the last one is in the header.
    guard bytes[start] == 5 else { return [root - 1] }
    func number(at place: Int, count: Int) -> Int { bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) } }
    let cells = number(at: start + 3, count: 2)
    return (0..<cells).map { number(at: start + number(at: start + 12 + 2 * $0, count: 2), count: 4) - 1 }
      + [number(at: start + 8, count: 4) - 1]
  }
}
