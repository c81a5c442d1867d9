import Foundation
import Simulation
import TestSupport
import Testing

@Suite(
  "The demo in a browser", .serialized, .enabled(if: Browser.isAvailable), .timeLimit(.minutes(3)))
struct DemoPageTests {
  @Test("a mentee asks and is helped; a request left alone reaches the mentor again, then the curator")
  func helpOnThePage() async throws {
    let school = try School()
    let demo = try Demo(in: school.folder)
    let address = try await demo.address
    try await Browser.run(http: .raw) { browser in
      let page = Page(browser: browser)
      try await browser.open(address)
      try await page.see("Здравствуйте, Тимофей! Вы подключены.", on: "mentee")
      try await page.see("Здравствуйте, Андрей Викторович! Вы подключены.", on: "mentor")
      try await page.see("Здравствуйте, Мария Ивановна! Вы подключены.", on: "curator")
      try await page.picture("demo-1-begin")

      try await page.ask("Учёба", "Не понимаю задачу по физике")
      try await page.see("Вопрос отправлен: Андрей Викторович, наставник.", on: "mentee")
      try await page.see("«Не понимаю задачу по физике»", on: "mentor")
      try await page.picture("demo-2-asked")
      try await page.press("Беру", on: "mentor")
      try await page.see("Вам помогут: Андрей Викторович, наставник.", on: "mentee")
      try await page.press("Вопрос решён", on: "mentee")
      try await page.see("Вопрос решён: Тимофей, Учёба.", on: "mentor")
      try await page.press("5", on: "mentee")
      try await page.see("Спасибо за оценку!", on: "mentee")
      try await page.picture("demo-3-rated")

      try await page.ask("Отношения с людьми", "Меня не берут в команду")
      try await page.see("«Меня не берут в команду»", on: "mentor")
      #expect(try await !page.shows("Вопрос ждёт ответа", on: "curator"))
      try await browser.click("[data-advance='900']")
      try await page.see("До ответа осталось 15 минут", on: "mentor")
      #expect(try await !page.shows("Вопрос ждёт ответа", on: "curator"))
      try await page.picture("demo-4-reminded")
      try await browser.click("[data-advance='900']")
      try await page.see("Вопрос ждёт ответа: Тимофей.", on: "curator")
      try await page.see("Вопрос теперь у другого человека: Мария Ивановна, куратор.", on: "mentee")
      try await page.picture("demo-5-escalated")

      try await browser.resize(width: 390, height: 844)
      try await browser.click("[data-tab=curator]")
      try await page.picture("demo-6-curator-narrow")
      try await page.press("Беру сама", on: "curator")
      try await page.see("Вопрос ваш: Тимофей, Отношения с людьми.", on: "curator")
      try await browser.click("[data-tab=mentee]")
      try await page.see("Вам помогут: Мария Ивановна, куратор.", on: "mentee")
      try await page.picture("demo-7-mentee-narrow")
      #expect(try await browser.complaints() == [])
    }
    try await demo.stop()
  }
}

/// The page of phones, as somebody uses it.
private struct Page {
  let browser: Browser

  /// Waits until that phone shows the words.
  func see(_ words: String, on phone: String) async throws {
    try await browser.wait(until: "\(chat(phone)).includes('\(words)')")
  }

  func shows(_ words: String, on phone: String) async throws -> Bool {
    try await browser.run("return \(chat(phone)).includes('\(words)')") == "true"
  }

  /// Waits for the button and clicks the newest.
  func press(_ label: String, on phone: String) async throws {
    let newest = "[data-phone=\(phone)] :nth-last-child(1 of .message:has([data-button=\"\(label)\"]))"
    let button = "\(newest) [data-button=\"\(label)\"]"
    try await browser.wait(until: "document.querySelector('\(button)')")
    try await browser.click(button)
  }

  /// The mentee's urgent request, typed at the end.
  func ask(_ topic: String, _ text: String) async throws {
    try await press("Нужна помощь", on: "mentee")
    try await press(topic, on: "mentee")
    try await press("Срочно, сегодня", on: "mentee")
    try await browser.wait(
      until:
        "\(chat("mentee")).lastIndexOf('Напишите одним-двумя') > \(chat("mentee")).lastIndexOf('Спасибо за оценку')")
    try await browser.type(text + "\n", into: "[data-phone=mentee] textarea")
  }

  /// Keeps what is seen, in the folder that the variable `MENTORBOT_SCREENSHOTS` names.
  func picture(_ name: String) async throws {
    guard let folder = ProcessInfo.processInfo.environment["MENTORBOT_SCREENSHOTS"] else { return }
    // A new message grows into view.
    try await browser.wait(until: "document.getAnimations().every(running => !(running instanceof CSSAnimation))")
    try await browser.screenshot(to: "\(folder)/\(name).png")
  }

  private func chat(_ phone: String) -> String {
    "document.querySelector('[data-phone=\(phone)] .chat').innerText"
  }
}
