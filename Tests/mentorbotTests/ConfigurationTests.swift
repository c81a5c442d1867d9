import Foundation
import JSON5
import Mentoring
import Service
import Store
import TestSupport
import Testing

@testable import mentorbot

@Suite("Configuration")
struct ConfigurationTests {
  /// A file with one good bot and `more` keys.
  private func file(_ more: String, bot: String = "") -> String {
    "{ bots: [{ name: 'a', platform: 'telegram', token: { file: 't' }, \(bot) }],\n\(more) }"
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try Configuration.parse(text, file: "c")
      return []
    } catch {
      return error.all.map { String($0.description.dropFirst(2)) }
    }
  }

  @Test("the sample beside the program is right and shows every default")
  func sample() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sample = try Configuration.read(package.appending(path: "config/mentorbot.json5").path)
    let plain = try Configuration.parse(file(""), file: "c")
    #expect(sample.store == .sqlite(path: "var/mentorbot.db"))
    #expect(sample.store == plain.store)
    #expect(sample.dialogs == plain.dialogs)
    #expect(sample.language == plain.language)
    #expect(sample.timeZone == plain.timeZone)
    #expect(sample.limits == plain.limits)
    #expect(sample.messageCap == plain.messageCap)
    #expect(sample.help == plain.help)
    #expect(sample.quietHours == plain.quietHours)
    #expect(sample.surveys == plain.surveys)
    #expect(sample.silentAfter == plain.silentAfter)
    #expect(plain.quietHours == QuietHours(from: "21:00", to: "07:00"))
    #expect(sample.invitesValidFor == plain.invitesValidFor)
    #expect(sample.inboxRetention == plain.inboxRetention)
    #expect(sample.organisation == "Школа № 7")
    let bot = try #require(sample.bots.first)
    let plainBot = try #require(plain.bots.first)
    #expect(bot.name == "school7")
    #expect(bot.token == .file("config/token"))
    #expect(bot.platform == plainBot.platform)
    #expect(bot.apiBase == plainBot.apiBase)
    #expect(bot.poll == plainBot.poll)
  }

  @Test("every key is read")
  func everyKey() throws {
    let text = """
      { store: 'sqlite:/srv/m.db', dialogs: '/srv/d', language: 'en', timeZone: 'Asia/Vladivostok', organisation: 'Лицей',
        bots: [{ name: 'b_1-x', platform: 'telegram', apiBase: 'http://127.0.0.1:8081/', token: { env: 'TOKEN_1' },
                 username: 'school_bot', poll: 'PT5S', proxy: 'http://me:pass@proxy:3128', caFile: 'ca.pem' }],
        limits: { botPerSecond: 0, chatPerSecond: .5, chatBurst: 4, groupPerMinute: 19.5, personPerSecond: 2,
                  personBurst: 7, heldPerPerson: 0, callsInFlight: 0, unaskedPerDay: 0, toPersonPerDay: 9 },
        surveys: { askMentor: true, pause: 'P1D', again: '09:30', changeable: 'PT1H' }, pairs: { silentAfter: 'P14D' },
        meetings: { dayBefore: 'PT30H', hourBefore: 'PT2H', question: 'PT10M', silence: 'PT12H', offerReminder: 'PT6H',
                    unanswered: 'P2D', survey: 'PT1M', askCuratorAgain: 'PT5H', absences: 'P14D' },
        help: { urgent: 'PT10M', today: 'PT2H', later: { workingDays: 3 }, snooze: 'PT15M' },
        quietHours: { from: '20:30', to: '08:00' }, invites: { validFor: 'P7D' }, retention: { inbox: 'P1D' } }
      """
    let read = try Configuration.parse(text, file: "c")
    #expect(
      read.meetings
        == MeetingLadder(
          dayBefore: .seconds(30 * 3600), hourBefore: .seconds(7200), question: .seconds(600),
          silence: .seconds(12 * 3600), offerReminder: .seconds(6 * 3600), unanswered: .seconds(2 * 86_400),
          survey: .seconds(60), askCuratorAgain: .seconds(5 * 3600), absences: .seconds(14 * 86_400)))
    #expect(read.store == .sqlite(path: "/srv/m.db"))
    #expect(read.dialogs == "/srv/d")
    #expect(read.language == .en)
    #expect(read.timeZone.identifier == "Asia/Vladivostok")
    #expect(read.organisation == "Лицей")
    #expect(
      read.limits
        == .only { limits in
          (limits.botPerSecond, limits.chatPerSecond, limits.groupPerMinute) = (0, 0.5, 19.5)
          (limits.personPerSecond, limits.heldPerPerson, limits.callsInFlight) = (2, 0, 0)
          (limits.chatBurst, limits.personBurst) = (4, 7)
        })
    #expect(read.limits.places == 1024)
    #expect(read.messageCap == MessageCap(counted: 0, all: 9))
    #expect(
      read.surveys
        == SurveySettings(
          asksMentor: true, pause: .seconds(86_400), again: ClockTime(minuteOfDay: 570), changeable: .seconds(3600)))
    #expect(read.silentAfter == .seconds(14 * 86_400))
    #expect(
      read.help
        == .init(urgent: .seconds(600), today: .seconds(7200), laterWorkingDays: 3, snooze: .seconds(900)))
    #expect(read.quietHours == QuietHours(from: "20:30", to: "08:00"))
    #expect(read.invitesValidFor == .seconds(7 * 86_400))
    #expect(read.inboxRetention == .seconds(86_400))
    let bot = try #require(read.bots.first)
    #expect(bot.name == "b_1-x")
    #expect(bot.apiBase == "http://127.0.0.1:8081")
    #expect(bot.token == .environment("TOKEN_1"))
    #expect(bot.username == "school_bot")
    #expect(bot.poll == .seconds(5))
    #expect(bot.proxy?.reveal() == "http://me:pass@proxy:3128")
    #expect(bot.caFile == "ca.pem")
  }

  @Test("no bots are fine for a query; a missing key is not")
  func bots() throws {
    #expect(try Configuration.parse("{ bots: [] }", file: "c").bots.isEmpty)
    #expect(problems("{}") == ["1:1: the key `bots` is missing"])
  }

  @Test(
    "a wrong setting is named with its place",
    arguments: [
      ("store: 'm.db'", "2:8: `store`: expected \"sqlite:PATH\", for example \"sqlite:var/mentorbot.db\", found text"),
      (
        "store: 'sqlite:'",
        "2:8: `store`: expected \"sqlite:PATH\", for example \"sqlite:var/mentorbot.db\", found text"
      ),
      ("dialogs: ' '", "2:10: `dialogs`: expected a folder, found text"),
      ("language: 'de'", "2:11: `language`: unknown value `de`; valid here: ru, en"),
      (
        "timeZone: 'Europe/Moskow'",
        "2:11: `timeZone`: `Europe/Moskow` is no time zone of the IANA list; did you mean `Europe/Moscow`?"
      ),
      (
        "timeZone: '+03:00'",
        "2:11: `timeZone`: `+03:00` is no time zone of the IANA list; for example \"Europe/Moscow\""
      ),
      ("organisation: ''", "2:15: `organisation`: expected a name of 1 to 200 characters, found text"),
      (
        "limits: { callsInFlight: 1025 }",
        "2:26: `callsInFlight`: expected a whole number from 0 to 1024, found the number 1025"
      ),
      (
        "limits: { chatPerSecond: -1 }",
        "2:26: `chatPerSecond`: expected a number from 0.0 to 1000.0, found the number -1"
      ),
      ("help: { urgent: '30' }", "2:17: `urgent`: expected a duration from \"PT1M\" to \"P7D\", found the text `30`"),
      ("help: { later: 2 }", "2:16: expected an object, found a number"),
      (
        "quietHours: { from: '9 вечера' }",
        "2:21: `from`: expected a time from \"00:00\" to \"23:59\", found the text `9 вечера`"
      ),
      ("quietHours: { from: '21:00', until: '07:00' }", "2:30: unknown key `until`; valid here: from, to"),
      (
        "surveys: { askMentor: 'yes' }", "2:23: `askMentor`: expected true or false, found text"
      ),
      (
        "surveys: { pause: 'P2Y' }",
        "2:19: `pause`: expected a duration from \"PT0S\" to \"P365D\", found the text `P2Y`"
      ),
      (
        "limits: { unaskedPerDay: -1 }",
        "2:26: `unaskedPerDay`: expected a whole number from 0 to 100, found the number -1"
      ),
      ("retention: { answers: 'P3D' }", "2:14: unknown key `answers`; valid here: inbox, outbox"),
      (
        "dialog: 'x'",
        "2:1: unknown key `dialog`; did you mean `dialogs`? valid here: timeZone, store, dialogs, language, organisation, bots, limits, help, meetings, quietHours, surveys, pairs, invites, retention, metrics"
      ),
    ])
  func wrongSetting(_ setting: String, _ problem: String) {
    #expect(problems(file(setting)) == [problem])
  }

  @Test(
    "a wrong bot is named with its place, and its address and proxy are not repeated",
    arguments: [
      (
        "apiBase: 'ftp://x'",
        "`apiBase`: expected an address that begins with https:// or http:// and holds no password, found text"
      ),
      (
        "apiBase: 'https://u:p@x'",
        "`apiBase`: expected an address that begins with https:// or http:// and holds no password, found text"
      ),
      (
        "apiBase: 'https://'",
        "`apiBase`: expected an address that begins with https:// or http:// and holds no password, found text"
      ),
      (
        "proxy: 'u:p@proxy'",
        "`proxy`: expected an address that begins with http://, https:// or socks5h://, found text"
      ),
      (
        "username: '@school'",
        "`username`: expected 5 to 32 letters, digits and _, without the @, found the text `@school`"
      ),
      ("poll: 'PT51S'", "`poll`: expected a duration from \"PT1S\" to \"PT50S\", found the text `PT51S`"),
    ])
  func wrongBot(_ setting: String, _ problem: String) {
    let found = problems(file("", bot: setting))
    #expect(found.count == 1)
    #expect(found.first?.hasSuffix(": " + problem) == true, "\(found)")
  }

  @Test(
    "a token in the file is refused and not repeated",
    arguments: [
      "'123:SECRET'", "{ file: '123:SECRET' }", "{ token: '123:SECRET' }", "{ env: '123:SECRET' }", "['123:SECRET']",
    ])
  func tokenInFile(_ token: String) {
    let found = problems("{ bots: [{ name: 'a', platform: 'telegram', token: \(token) }] }")
    #expect(!found.isEmpty)
    #expect(!found.joined().contains("SECRET"))
  }

  @Test("a token comes from one place")
  func tokenPlaces() {
    let example = "write { file: \"config/token\" }, { env: \"NAME\" } or { credential: \"NAME\" }"
    func found(_ token: String) -> [String] {
      problems("{ bots: [{ name: 'a', platform: 'telegram', token: \(token) }] }")
    }
    #expect(found("{}") == ["1:52: `token`: expected one of three: \(example)"])
    #expect(found("{ credential: 'a' }") == [])
    #expect(found("{ file: 'a', env: 'B' }") == ["1:52: `token`: expected one of three: \(example)"])
    #expect(found("{ file: 5 }") == ["1:60: `file`: expected a file, found a number"])
    #expect(found("null") == ["1:10: the key `token` is missing"])
  }

  @Test("two bots with one name or one token are refused")
  func repeatedBots() {
    let bot = "{ name: 'a', platform: 'telegram', token: { file: 't' } }"
    #expect(
      problems("{ bots: [\(bot), \(bot)] }") == [
        "1:9: `bots`: two bots have the name `a`", "1:9: `bots`: the bot `a` has the token of another one",
      ])
  }

  @Test("all problems come at once, broken writing included")
  func allAtOnce() {
    let text = "{ bots: [{ name: 'A', platform: 'vk', token: { file: 't' } }]\n  lenguage: 'ru',\n  store: 7 }"
    #expect(
      problems(text) == [
        "1:18: `name`: expected 1 to 32 of a-z, 0-9, _ and -, found the text `A`",
        "1:33: `platform`: unknown value `vk`; valid here: telegram",
        "2:3: a comma is missing before `l`",
        "2:3: unknown key `lenguage`; did you mean `language`? valid here: timeZone, store, dialogs, language, organisation, bots, limits, help, meetings, quietHours, surveys, pairs, invites, retention, metrics",
        "3:10: `store`: expected \"sqlite:PATH\", for example \"sqlite:var/mentorbot.db\", found a number",
      ])
  }

  @Test("a configuration prints no secret")
  func printsNoSecret() throws {
    let read = try Configuration.parse(file("", bot: "proxy: 'http://me:hunter2@proxy'"), file: "c")
    var dumped = ""
    dump(read, to: &dumped)
    #expect(!"\(read) \(String(reflecting: read)) \(dumped)".contains("hunter2"))
  }
}
