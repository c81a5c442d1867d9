import Console
import Curation
import FoundationEssentials
import Glibc
import JSON5
import Mentoring
import Store

/// What commands on the store have in common: `--config FILE`, or `--store URL` without a configuration.
struct StoreOptions {
  static let defaultConfig = "config/mentorbot.json5"
  static let options: [Command.Option] = [
    .init("config", "FILE", "the configuration, default \(defaultConfig)"),
    .init("store", "URL", "the core store, in place of the configuration's: sqlite:PATH"),
  ]

  var configuration: Configuration
  var location: StoreLocation

  /// Without `--config` a command that is given its store needs no configuration file, unless it `needsConfiguration`.
  init(_ arguments: Arguments, needsConfiguration: Bool = false) throws {
    if !needsConfiguration, arguments["config"] == nil, let url = arguments["store"] {
      configuration = .defaults
      location = try StoreLocation(url)
      return
    }
    configuration = try Configuration.read(arguments["config"] ?? Self.defaultConfig)
    location = try arguments["store"].map(StoreLocation.init) ?? configuration.store
  }

  var zone: Zone { configuration.zone }
  var language: Language { configuration.language == .ru ? .ru : .en }

  func openStore() throws -> CoreStore { try CoreStore.open(location, zone: zone) }
  func openReader() throws -> CoreStore { try CoreStore.reader(location, zone: zone) }
}

extension Configuration {
  /// Without a file: the example school's zone and language.
  static var defaults: Configuration { Configuration(timeZone: TimeZone(identifier: "Europe/Moscow") ?? .gmt) }

  var zone: Zone { Zone(identifier: timeZone.identifier) ?? .utc }
}

/// The wall clock.
func wallClock() -> Timestamp {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}

/// The whole file, at most `limitBytes`.
func readBytes(_ path: String, limitBytes: Int) throws -> [UInt8] {
  guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64,
    let data = FileManager.default.contents(atPath: path)
  else { throw Problem(file: path, position: nil, message: "the file cannot be read") }
  guard size <= limitBytes else {
    throw Problem(file: path, position: nil, message: "the file has \(size) bytes, the most is \(limitBytes)")
  }
  return Array(data)
}
