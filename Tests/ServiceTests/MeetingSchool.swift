import Mentoring
import TestSupport

extension Stage {
  /// The mentee's proposal of an online meeting of 45 minutes, at times as people type them.
  func propose(_ times: String..., place: String? = nil, from chat: Int64 = mentee) throws {
    try say(chat, "/meeting")
    if last(chat)?.labels.contains("Онлайн") != true { try press(chat, "Тимофей") }
    try press(chat, "Онлайн")
    try press(chat, "45 минут")
    if let place { try say(chat, place) } else { try press(chat, "Пропустить") }
    for (index, time) in times.enumerated() {
      if index > 0 { try press(chat, "Ещё вариант") }
      try say(chat, time)
    }
    if times.count < 3 { try press(chat, "Достаточно") }
    try press(chat, "Отправить")
  }

  /// Wednesday, 25 November, 15:00, proposed and chosen on Monday at noon.
  static func withMeeting(place: String? = nil) throws -> Stage {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.propose("25 ноября в 15:00", place: place)
    try stage.press(mentor, "среда, 25 ноября, 15:00")
    return stage
  }

  /// The clock jumps to a minute in Moscow, and the loop looks what is due.
  func jump(_ local: String) throws {
    guard let zone = Zone(identifier: "Europe/Moscow"), let time = Appointment(local: local, in: zone) else {
      throw StageTrouble(local)
    }
    now = time.start
    try tick()
  }

  var meetings: [String] { get throws { try column("SELECT status FROM meeting ORDER BY id") } }

  struct StageTrouble: Error {
    var what: String
    init(_ what: String) { self.what = what }
  }
}
