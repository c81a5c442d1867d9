import Curation
import Mentoring
import Messaging
import Service
import Store
import TestSupport

/// Whom an announcement may be for.
let crowdChat: Int64 = 1000

extension Stage {
  /// The sample school with its curator, and so many more mentees «М1», «М2»… of class 10А in it, who have joined: chats 1001, 1002…
  static func crowd(
    _ count: Int, callsInFlight: Int = 256, store: CoreStore? = nil, limits: ServiceSettings.Limits? = nil
  ) throws -> Stage {
    let stage = try Stage(store: store, limits: limits ?? .only { $0.callsInFlight = callsInFlight })
    try stage.importPeople(people)
    try stage.join("K1", chat: curator)
    try stage.addCrowd(1...max(1, count))
    return stage
  }

  func addCrowd(_ numbers: ClosedRange<Int>) throws {
    let lines = numbers.map { "M\($0),Образцов,М\($0),,mentee,учитель-ученик,2010-11-02,10А,,yes" }
    try importPeople(people + "\n" + lines.joined(separator: "\n"))
    // As if each had sent a code: what comes of that is tested elsewhere.
    try execute(
      """
      INSERT INTO account (id, bot, chat, person, language, created_at, joined_at, joined_local)
      SELECT p.id + 1000000, (SELECT min(id) FROM bot), \(crowdChat) + CAST(substr(p.external_id, 2) AS bigint), p.id,
        'ru', 0, 0, '2026-11-01T00:00:00+03:00'
      FROM person p WHERE p.external_id LIKE 'M%'
        AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person = p.id)
      """)
  }

  /// Goes through the dialog up to the question whether to send.
  func compose(
    _ text: String = "Сбор в пятницу", to whom: String = "Наставляемые", answers: String = "Приду / Не приду",
    theme: String = "События", by chat: Int64 = curator
  ) throws {
    try say(chat, "Рассылка")
    try press(chat, whom)
    try press(chat, "Дальше")
    try say(chat, text)
    try press(chat, answers)
    try press(chat, theme)
  }

  /// Sends it, and lets the minute pass in which it can be called back.
  func announce(
    _ text: String = "Сбор в пятницу", to whom: String = "Наставляемые", answers: String = "Приду / Не приду",
    theme: String = "События"
  ) throws {
    try compose(text, to: whom, answers: answers, theme: theme)
    try press(curator, "Отправить сейчас")
    try pass(.seconds(60))
  }

  /// A crowd to whom the curator announces something: the first calls are under way and stay so.
  static func announcing(to count: Int, callsInFlight: Int) throws -> Stage {
    let stage = try Stage.crowd(count, callsInFlight: callsInFlight)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    stage.holdsCalls = true
    stage.now = stage.now + .seconds(60)
    try stage.tick()
    return stage
  }

  /// The last of a crowd to whom nothing is under way.
  func lastWaiting(of count: Int64) -> Int64? {
    (crowdChat + 1...crowdChat + count).last { chat in !underWay.contains { $0.row.chat.rawValue == chat } }
  }

  /// What has become of each copy, by the external id.
  var copies: [String: String] {
    get throws {
      Dictionary(
        try rows("SELECT person, state || COALESCE(' ' || reason, '') FROM v_broadcast_recipients").map {
          ($0[0], $0[1])
        }
      ) { first, _ in first }
    }
  }

  /// How many copies are in each state.
  var fates: [String: String] {
    get throws {
      Dictionary(
        uniqueKeysWithValues: try rows("SELECT state, count(*) FROM broadcast_recipient GROUP BY state").map {
          ($0[0], $0[1])
        })
    }
  }

  var broadcastStatus: String { get throws { try column("SELECT status FROM v_broadcasts").joined(separator: ",") } }

  /// How often those chats have seen a text.
  func count(of text: String, in chats: ClosedRange<Int64>) -> [Int] {
    chats.map { chat in texts(chat).count { $0 == text } }
  }
}
