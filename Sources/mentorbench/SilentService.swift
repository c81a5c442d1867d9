import Curation
import DialogEngine
import HTTP
import Mentoring
import Messaging
import Service
import Store
import Telegram

/// The service on a store in a file, with one bot. No limits hold; keys and chance are always the same.
struct SilentService {
  let store: CoreStore
  let conductor: Conductor
  let bot: Bot

  /// - Parameters:
  ///   - file: of the store, a new one.
  ///   - client: what answers; without one the messenger says nothing, and calls that are claimed go nowhere.
  init(
    file: String, _ library: DialogLibrary, _ host: HostTables,
    client: HTTPClient = HTTPClient { _ throws(HTTPFailure) in HTTPResponse(status: 200) }, now: Timestamp
  ) throws {
    store = try CoreStore.open(.sqlite(path: file), zone: Self.zone)
    conductor = try Conductor(
      store: store, library: library, host: host, settings: ServiceSettings(zone: Self.zone, limits: .none),
      log: Log { _ in }, newKey: { [UInt8](repeating: 7, count: 32) }, chance: { 0.5 })
    bot = try conductor.open(
      botNamed: "bench", platformName: "telegram", platform: Self.platform(client), holder: "bench", now: now)
  }

  static let zone = Zone(identifier: "Europe/Moscow") ?? .utc

  static func platform(_ client: HTTPClient) -> Platform {
    telegramPlatform(token: "1:none", apiBase: "http://localhost", client: client)
  }

  /// Imports people.
  ///
  /// - Parameter lines: of the file that `people import` takes, without its heading.
  func enroll(_ lines: [String], now: Timestamp) throws {
    let heading =
      "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent"
    _ = try importPeople(
      Array(([heading] + lines).joined(separator: "\n").utf8), file: "sample school", into: store,
      organisation: "Школа-образец", language: .ru, now: now)
  }
}
