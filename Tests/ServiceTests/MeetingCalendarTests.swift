import Emulator
import Foundation
import HTTP
import Mentoring
import TestSupport
import Testing

/// What a phone's calendar makes of the files that the two get.
@Suite(
  "A meeting in a phone's calendar",
  .enabled(if: CalendarReader.isAvailable, "python3-icalendar is not installed"), .timeLimit(.minutes(3)))
struct MeetingCalendarTests {
  private func seconds(_ iso: String) throws -> Int { Int(try Date(iso, strategy: .iso8601).timeIntervalSince1970) }

  @Test("is what was agreed, under the other's name, with two reminders")
  func agreed() async throws {
    let stage = try Stage.withMeeting(place: "https://meet.example/7a")
    let start = try seconds("2026-11-25T12:00:00Z")
    for (chat, title) in [(mentee, "Встреча: наставник Андрей Викторович"), (mentor, "Встреча: Тимофей")] {
      let files = stage.files(chat)
      #expect(files.map(\.name) == ["meeting.ics"] && files[0].mediaType == "text/calendar; charset=utf-8")
      let event = try #require(try await CalendarReader.imported(files[0].text).first)
      #expect(event.title == title && event.method == "PUBLISH" && event.status == "CONFIRMED")
      #expect(event.start == start && event.startByName == start && event.end == start + 45 * 60)
      #expect(event.link == "https://meet.example/7a" && event.alarmMinutes == [1440, 60])
      #expect(event.local == "2026-11-25T15:00:00" && event.zone == "Europe/Moscow")
    }
  }

  @Test("is one event through a change and a cancellation, and no other meeting's")
  func changes() async throws {
    let stage = try Stage.withMeeting()
    try stage.press(mentee, "Перенести")
    try stage.press(mentee, "Не указывать")
    try stage.say(mentee, "27 ноября в 12:00")
    #expect(stage.files(mentee).count == 1, "the old time stands until the other agrees")
    try stage.press(mentor, "Согласен(на)")
    let moved = stage.files(mentor).map(\.text)
    let held = try await CalendarReader.imported(moved[0], moved[1])
    #expect(held.map(\.local) == ["2026-11-27T12:00:00"] && held.map(\.sequence) == [1])
    // The older file opened once more changes nothing.
    #expect(try await CalendarReader.imported(moved[0], moved[1], moved[0]) == held)

    try stage.press(mentor, "Отменить")
    try stage.press(mentor, "Не указывать")
    try stage.propose("28 ноября в 10:00")
    try stage.press(mentor, "суббота, 28 ноября, 10:00")
    for chat in [mentee, mentor] {
      let files = stage.files(chat).map(\.text)
      #expect(files.count == 4)
      let events = try await CalendarReader.imported(files[0], files[1], files[2], files[3])
      #expect(events.map(\.status) == ["CANCELLED", "CONFIRMED"])
      #expect(events.map(\.method) == ["CANCEL", "PUBLISH"] && events.map(\.sequence) == [2, 0])
    }
  }

  @Test("is at the same instant for people in different zones, and in their languages")
  func zones() async throws {
    let stage = try Stage.school("U1", "N1")
    try stage.say(mentee, "/settings")
    try stage.press(mentee, "Часовой пояс")
    try stage.say(mentee, "омск")
    try stage.press(mentee, "English")
    try stage.press(mentee, "Done")
    try stage.say(mentee, "/meeting")
    for button in ["Online", "45 minutes", "Skip"] { try stage.press(mentee, button) }
    try stage.say(mentee, "25 November at 18:00")
    try stage.press(mentee, "Enough")
    try stage.press(mentee, "Send")
    try stage.press(mentor, try #require(stage.last(mentor)?.labels.first))
    let start = try seconds("2026-11-25T12:00:00Z")
    for (chat, title) in [(mentee, "Meeting: mentor Андрей Викторович"), (mentor, "Встреча: Тимофей")] {
      let file = try #require(stage.files(chat).last)
      let event = try #require(try await CalendarReader.imported(file.text).first)
      #expect(event.start == start && event.zone == "Asia/Omsk" && event.local == "2026-11-25T18:00:00")
      #expect(event.title == title)
    }
  }

  @Test("comes with the news of it: not in quiet hours")
  func quietHours() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.propose("25 ноября в 15:00")
    stage.now = stage.now + .hours(10)  // 22:00
    try stage.press(mentor, "среда, 25 ноября, 15:00")
    #expect(stage.files(mentor).count == 1 && stage.files(mentee).isEmpty)
    try stage.pass(.hours(9))
    #expect(stage.files(mentee).count == 1)
  }

  @Test("is saved from the page, as the phone of the demo would")
  func endToEnd() async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      try await scene.press("Назначить встречу", as: .mentee)
      try await scene.press("Очно", as: .mentee)
      try await scene.press("45 минут", as: .mentee)
      try await scene.see("Где", as: .mentee)
      try scene.say("Кабинет 12; этаж 3, слева", as: .mentee)
      try await scene.see("день", as: .mentee)
      try scene.say("25 ноября в 15:00", as: .mentee)
      try await scene.press("Достаточно", as: .mentee)
      try await scene.press("Отправить", as: .mentee)
      try await scene.press("среда, 25 ноября, 15:00", as: .mentor)
      try await scene.see("Файл для календаря", as: .mentee)
      try await scene.settle(clock)
    }
    let file = try #require(
      scene.emulator.chat(of: EndToEndScene.Who.mentee.rawValue).messages.last { $0.document != nil })
    let text = String(decoding: try #require(file.document?.content), as: UTF8.self)
    let event = try #require(try await CalendarReader.imported(text).first)
    #expect(event.place == "Кабинет 12; этаж 3, слева" && event.title == "Встреча: наставник Андрей Викторович")
    #expect(event.start == (try seconds("2026-11-25T12:00:00Z")))
  }
}
