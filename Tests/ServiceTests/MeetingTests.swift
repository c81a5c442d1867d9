import Mentoring
import Messaging
import TestSupport
import Testing

@Suite("A meeting in the chat")
struct MeetingTests {
  @Test("is one row with its offers and its history, and the curator's view tells it")
  func kept() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.propose("25 ноября в 15:00", "26 ноября в 16:15", place: "https://meet.example/7a")
    try stage.press(mentor, "четверг, 26 ноября, 16:15")
    #expect(
      try stage.rows(
        """
        SELECT organisation, mentor, mentee, proposed_by, format, minutes, place, status, day, starts_at, local_date,
          local_time, zone, proposed_at, moved FROM v_meetings
        """) == [
          [
            "Школа № 7", "N1", "U1", "U1", "online", "45", "https://meet.example/7a", "agreed",
            "2026-11-26T16:15:00+03:00", "2026-11-26T16:15:00+03:00", "2026-11-26", "16:15", "Europe/Moscow",
            "2026-11-23T12:00:00+03:00", "0",
          ]
        ])
    #expect(try stage.column("SELECT starts_local FROM meeting_offer ORDER BY position").count == 2)
    #expect(
      try stage.rows(
        "SELECT h.kind, p.external_id FROM meeting_history h JOIN person p ON p.id = h.actor ORDER BY h.id")
        == [["proposed", "U1"], ["agreed", "N1"]])
  }

  @Test("comes to both as a calendar file that each change replaces and a cancellation takes away")
  func files() throws {
    let stage = try Stage.withMeeting(place: "https://meet.example/7a")
    try stage.press(mentee, "Перенести")
    try stage.press(mentee, "Не указывать")
    try stage.say(mentee, "27 ноября в 12:00")
    try stage.press(mentor, "Согласен(на)")
    try stage.press(mentor, "Отменить")
    try stage.press(mentor, "Не указывать")
    for chat in [mentor, mentee] {
      let files = stage.files(chat)
      #expect(files.map(\.name) == ["meeting.ics", "meeting.ics", "meeting.ics"])
      func lines(_ start: String) -> [String] {
        files.map { $0.text.split(separator: "\r\n").first { $0.hasPrefix(start) }.map(String.init) ?? "" }
      }
      #expect(Set(lines("UID:")).count == 1)
      #expect(lines("SEQUENCE:") == ["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2"])
      #expect(lines("METHOD:") == ["METHOD:PUBLISH", "METHOD:PUBLISH", "METHOD:CANCEL"])
      #expect(
        lines("DTSTART;") == [
          "DTSTART;TZID=Europe/Moscow:20261125T150000", "DTSTART;TZID=Europe/Moscow:20261127T120000",
          "DTSTART;TZID=Europe/Moscow:20261127T120000",
        ])
    }
  }

  @Test("that both cancel at once is cancelled by the first; the second is told what holds now")
  func atOnce() throws {
    let stage = try Stage.withMeeting()
    for chat in [mentor, mentee] { try stage.press(chat, "Отменить") }
    let presses = try [mentor, mentee].map { stage.pressing($0, try stage.button($0, "Не указывать")) }
    let told = try stage.news(mentee) { try stage.deliver(presses) }
    #expect(told.contains { $0.hasPrefix("Встреча отменена: среда, 25 ноября, 15:00, Андрей Викторович.") })
    #expect(try stage.column("SELECT kind FROM meeting_history WHERE kind = 'cancelled'").count == 1)
    #expect(
      try stage.column(
        "SELECT p.external_id FROM meeting_history h JOIN person p ON p.id = h.actor WHERE kind = 'cancelled'") == [
          "N1"
        ])
  }

  @Test("of a pair that has ended is off at the next alarm, and at the next press")
  func pairEnds() throws {
    for isPressed in [false, true] {
      let stage = try Stage.withMeeting()
      try stage.reimport("9Б,N1", "9Б,")
      if isPressed {
        try stage.press(mentor, "Перенести")
        try stage.press(mentor, "Не указывать")
        try stage.say(mentor, "27 ноября в 12:00")
      } else {
        try stage.jump("2026-11-24T15:00")
      }
      #expect(try stage.meetings == ["cancelled"])
      for chat in [mentor, mentee] { #expect(stage.last(chat)?.text.hasPrefix("Встреча отменена:") == true) }
      #expect(try stage.column("SELECT key FROM timer WHERE kind = 'meeting'") == [])
    }
  }

  @Test("cannot be proposed to somebody who gets no messages; whoever waits for his answer hears of it")
  func outOfTouch() throws {
    let stage = try Stage.school("U1", "N1")
    stage.failAll(.unreachable, chat: mentor)
    let told = try stage.news(mentee) { try stage.propose("25 ноября в 15:00") }
    #expect(told.last?.hasPrefix("Сейчас бот не может написать этому человеку: Андрей Викторович") == true)
    #expect(try stage.meetings == ["proposed"])
    let refused = try stage.news(mentee) { try stage.say(mentee, "/meeting") }
    #expect(refused.first?.hasPrefix("Сейчас бот не может написать этому человеку") == true)
    // It does not hang: the last time passes.
    try stage.jump("2026-11-25T15:00")
    #expect(try stage.meetings == ["expired"])
  }

  @Test("is proposed at night and seen in the morning")
  func atNight() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.jump("2026-11-23T22:00")
    #expect(try stage.news(mentor) { try stage.propose("25 ноября в 15:00") } == [])
    #expect(
      try stage.news(mentor) { try stage.jump("2026-11-24T07:00") }.first?.hasPrefix("Предложение встречи") == true)
  }

  @Test("that is disputed where there is no curator is reported, and decided by one who joins later")
  func noCurator() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.propose("25 ноября в 15:00")
    try stage.press(mentor, "среда, 25 ноября, 15:00")
    try stage.jump("2026-11-25T15:15")
    try stage.press(mentor, "Да")
    try stage.press(mentee, "Нет")
    try stage.press(mentee, "Перенесли устно")
    #expect(try stage.meetings == ["disputed"])
    #expect(try stage.incidents.last == "meeting.nobody")
    try stage.join("K1", chat: curator)
    try stage.jump("2026-11-26T15:20")
    try stage.press(curator, "Состоялась")
    #expect(try stage.meetings == ["held"])
  }

  @Test("is told to each in the clock of his own zone, and the other's beside it")
  func zones() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.execute("UPDATE person SET time_zone = 'Asia/Vladivostok' WHERE external_id = 'U1'")
    try stage.propose("25 ноября в 21:00")
    try stage.press(mentor, "среда, 25 ноября, 14:00")
    #expect(stage.last(mentor)?.text.hasPrefix("Встреча: среда, 25 ноября, 14:00; у второго участника 21:00\n") == true)
    #expect(stage.last(mentee)?.text.hasPrefix("Встреча: среда, 25 ноября, 21:00 (в школе 25 ноября, 14:00)\n") == true)
    #expect(
      try stage.rows("SELECT starts_at, local_date, local_time, zone FROM v_meetings") == [
        ["2026-11-25T14:00:00+03:00", "2026-11-25", "21:00", "Asia/Vladivostok"]
      ])
  }

  @Test("stays with the words of who wrote them until he is forgotten")
  func forgotten() throws {
    let stage = try Stage.withMeeting(place: "Щегольской переулок")
    try stage.press(mentee, "Перенести")
    try stage.say(mentee, "Щегол болеет")
    try stage.say(mentee, "27 ноября в 12:00")
    try stage.press(mentor, "Оставить")
    try stage.propose("26 ноября в 15:00", place: "Щегольской проезд")
    try stage.jump("2026-11-25T15:15")
    try stage.press(mentee, "Нет")
    try stage.press(mentee, "Я не пришёл(ла)")
    try stage.jump("2026-11-26T15:16")
    try stage.press(mentor, "Написать куратору")
    try stage.say(mentor, "Тимофей не приходит")
    try stage.say(mentee, "мои данные")
    #expect(
      stage.texts(mentee).contains {
        $0.contains("Ваши встречи: 2") && $0.contains("Щегол болеет") && $0.contains("я не пришёл(ла)")
      })
    try stage.say(mentee, "/forget")
    try stage.press(mentee, "Удалить мои данные")
    try stage.press(mentee, "Да, удалить навсегда")
    let left = try stage.everything().filter { _, rows in rows.contains { $0.contains("Щегол") } }.keys.sorted()
    #expect(left == [])
    // What the mentor wrote of him is the mentor's; that there was a meeting stays.
    #expect(try stage.column("SELECT words FROM meeting_history WHERE words IS NOT NULL") == ["Тимофей не приходит"])
    #expect(try stage.meetings.count == 2)
  }

}
