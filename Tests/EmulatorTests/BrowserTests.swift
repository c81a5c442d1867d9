import Emulator
import Foundation
import HTTP
import TestSupport
import Testing

/// The page in a real browser. Pictures go to the folder in `MENTORBOT_SCREENSHOTS`, if it is set.
@Suite(
  "Emulator: the page in Chromium", .serialized, .enabled(if: Browser.isAvailable, "chromium is not installed"),
  .timeLimit(.minutes(2)))
struct BrowserTests {
  @Test("a person starts the bot, presses a button, sees the answer and the notice")
  func conversation() async throws {
    let stage = try Stage { $0.hint = "Напишите от имени ученика: нажмите «Начать»." }
    try await Browser.run(http: .raw) { browser in
      try await browser.open(stage.emulator.address)
      try await browser.wait(until: "document.querySelector('[data-phone=mentee] .start')")
      #expect(try await browser.text(of: "#hint") == "Напишите от имени ученика: нажмите «Начать».")
      #expect(try await browser.text(of: "#clock") == "четверг, 20 ноября, 18:00")

      try await browser.click("[data-phone=mentee] .start")
      _ = try await stage.emulator.wait { $0.pendingUpdates() == 1 ? true : nil }
      let message = try await stage.sendToAnya(
        "Нужна <b>помощь</b>?", buttons: #"[[{"text":"Да","callback_data":"y"},{"text":"Нет","callback_data":"n"}]]"#)
      let selector = "[data-phone=mentee] [data-message='\(message)']"
      try await browser.wait(until: "document.querySelector(\"\(selector)\")")
      #expect(try await browser.text(of: "\(selector) .bubble").hasPrefix("Нужна <b>помощь</b>?"), "text stays text")

      try await browser.click("\(selector) [data-button=Да]")
      try await browser.wait(until: "document.querySelector(\"\(selector) [data-button=Да].waiting\")")
      let callback = try await stage.emulator.wait { $0.chat(of: Stage.anya).waiting.isEmpty ? nil : $0.now() }
      #expect(callback == Stage.start)
      let updates = try await stage.call("getUpdates").updates
      let query = try #require(updates.last?["callback_query"] as? [String: Any])
      let answer = #"{"callback_query_id":"\#(query["id"] ?? "")","text":"Записали"}"#
      #expect(try await stage.call("answerCallbackQuery", answer).outcome == "200")
      try await browser.wait(
        until: "document.querySelector('[data-phone=mentee] .toast span').textContent === 'Записали'")
      try await browser.wait(until: "!document.querySelector('.waiting')")

      try await browser.type("Спасибо!\n", into: "[data-phone=mentee] textarea")
      let typed = try await stage.emulator.wait { emulator in
        emulator.chat(of: Stage.anya).messages.last { !$0.isFromBot && $0.text == "Спасибо!" }
      }
      #expect(typed.id == message + 1)
      #expect(try await browser.complaints() == [])
    }
  }

  @Test("everything is reached by keyboard")
  func keyboard() async throws {
    let stage = try Stage()
    _ = try await stage.call("setMyCommands", #"{"commands":[{"command":"help","description":"Помощь"}]}"#)
    try await Browser.run(http: .raw) { browser in
      try await browser.open(stage.emulator.address)
      try await browser.wait(until: "document.querySelector('[data-phone=mentee] .start')")
      // Three moves of the clock, the chat, «Начать»: then the typing box has the focus.
      try await browser.press(String(repeating: Browser.tab, count: 5) + "\n")
      try await browser.wait(until: "document.activeElement.matches('[data-phone=mentee] textarea')")
      try await browser.press("Привет!\n")
      try await browser.wait(until: "document.querySelector('[data-phone=mentee]').innerText.includes('Привет!')")
      try await browser.click("[data-phone=mentee] .commands")
      try await browser.wait(until: "document.activeElement.dataset.command === 'help'")
      try await browser.press(Browser.escape)
      try await browser.wait(until: "document.activeElement.matches('[data-phone=mentee] .commands')")
      try await browser.press("\n")
      try await browser.wait(until: "document.activeElement.dataset.command === 'help'")
      try await browser.press("\n")
      let texts = try await stage.emulator.wait { emulator in
        let messages = emulator.chat(of: Stage.anya).messages
        return messages.count == 3 ? messages.map(\.text) : nil
      }
      #expect(texts == ["/start", "Привет!", "/help"])
    }
  }

  @Test("shows reply keys, an alert until it is closed, and who has stopped the bot")
  func otherParts() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    let keys = #"{"chat_id":5550001,"text":"Меню","reply_markup":{"keyboard":[["Встречи","Нужна помощь"]]}}"#
    #expect(try await stage.call("sendMessage", keys).outcome == "200")
    try await Browser.run(http: .raw) { browser in
      try await browser.open(stage.emulator.address)
      try await browser.wait(until: "document.querySelector('[data-key=Встречи]')")
      try await browser.click("[data-key=Встречи]")
      _ = try await stage.emulator.wait { $0.chat(of: Stage.anya).messages.last?.text == "Встречи" ? true : nil }

      let callback = try stage.emulator.press("Да", under: message, as: Stage.anya)
      let answer = #"{"callback_query_id":"\#(callback)","text":"Встреча уже прошла","show_alert":true}"#
      #expect(try await stage.call("answerCallbackQuery", answer).outcome == "200")
      try await browser.wait(until: "!document.querySelector('[data-phone=mentee] .toast button').hidden")
      if let folder = ProcessInfo.processInfo.environment["MENTORBOT_SCREENSHOTS"] {
        try await browser.screenshot(to: "\(folder)/page-alert.png")
      }
      try await browser.click("[data-phone=mentee] .toast button")
      try await browser.wait(until: "document.querySelector('[data-phone=mentee] .toast').hidden")

      try await browser.click("[data-phone=mentee] .block")
      try await browser.wait(until: "document.querySelector('[data-phone=mentee].blocked')")
      #expect(stage.emulator.chat(of: Stage.anya).isBlocked)
      try await browser.click("[data-phone=mentee] .unblock")
      try await browser.wait(until: "!document.querySelector('[data-phone=mentee].blocked')")
      #expect(try await browser.complaints() == [])
    }
  }

  @Test("another phone shows what it has not read, and the clock moves")
  func unreadAndClock() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.mentor)
    try await Browser.run(http: .raw) { browser in
      try await browser.open(stage.emulator.address)
      try await browser.wait(until: "document.querySelector('[data-phone=mentee] .start')")
      try await browser.click("[data-phone=mentee] .start")
      let json = #"{"chat_id":\#(Stage.mentor),"text":"Ученица просит о помощи"}"#
      #expect(try await stage.call("sendMessage", json).outcome == "200")
      try await browser.wait(until: "document.querySelector('[data-phone=mentor] .badge').textContent === '1'")
      try await browser.click("[data-phone=mentor] .chat")
      try await browser.wait(until: "document.querySelector('[data-phone=mentor] .badge').hidden")

      try await browser.click("[data-advance='900']")
      try await browser.wait(until: "document.querySelector('#clock').textContent === 'четверг, 20 ноября, 18:15'")
      #expect(stage.emulator.now() == Stage.start + 900_000)

      try await browser.resize(width: 390, height: 844)
      try await browser.click("[data-tab=mentee]")
      try await browser.wait(until: "document.querySelector('[data-phone=mentee]').offsetWidth === 390")
      #expect(try await browser.run("return document.querySelector('[data-phone=mentor]').offsetWidth") == "0")
      #expect(try await browser.run("return document.documentElement.scrollWidth") == "390", "nothing sticks out")
    }
  }

  @Test("finds the page again after the program was started anew")
  func reconnects() async throws {
    let first = try Stage()
    let port = first.emulator.port
    try await Browser.run(http: .raw) { browser in
      try await browser.open(first.emulator.address)
      try await browser.wait(until: "document.querySelector('[data-phone=mentee]')")
      first.emulator.stop()
      try await browser.wait(until: "!document.querySelector('#offline').hidden")
      let second = try Stage { $0.port = port }
      _ = try await second.sendToAnya("Снова здесь")
      try await browser.wait(
        until: "document.querySelector('#offline').hidden && document.body.innerText.includes('Снова здесь')")
    }
  }

  @Test("takes pictures of a real conversation, wide and narrow, light and dark")
  func pictures() async throws {
    let stage = try Stage {
      $0.hint =
        "Напишите от имени ученика: нажмите «Начать», а потом [Нужна помощь]. Наставник и куратор увидят просьбу на своих телефонах."
    }
    try await Scenery.fill(stage)
    try await Browser.run(http: .raw) { browser in
      try await browser.open(stage.emulator.address)
      try await browser.wait(until: "document.querySelectorAll('.message').length > 5")
      let folder = ProcessInfo.processInfo.environment["MENTORBOT_SCREENSHOTS"]
      for (width, height) in [(1400, 900), (1024, 768), (390, 844)] {
        try await browser.resize(width: width, height: height)
        for isDark in [false, true] {
          try await browser.setDark(isDark)
          let widest = try await browser.run("return document.documentElement.scrollWidth")
          #expect(widest == String(width), "no sideways scrolling at \(width)")
          if let folder {
            try await browser.screenshot(to: "\(folder)/page-\(width)-\(isDark ? "dark" : "light").png")
          }
        }
      }
      #expect(try await browser.complaints() == [])
    }
  }
}
