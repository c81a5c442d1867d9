extension SpecValidator {
  /// The limits of Bot API 10.1 that stand in its prose (counts of buttons: constants of python-telegram-bot).
  func limitProblems(method: String, _ body: [String: JSONValue]) -> [String] {
    var problems: [String] = []
    func demand(_ holds: Bool, _ problem: String) {
      if !holds { problems.append("\(method): \(problem)") }
    }

    if let text = body["text"]?.text {
      let units = Array(text.utf16)
      if method == "answerCallbackQuery" {
        demand(units.count <= 200, "a notice of \(units.count) units")
      } else {
        demand(units.count <= 4096, "a text of \(units.count) units")
        demand(!text.allSatisfy(\.isWhitespace), "an empty text")
      }
    }
    for (text, entities) in [("text", "entities"), ("caption", "caption_entities")] {
      let count = body[text]?.text?.utf16.count ?? 0
      for entity in body[entities]?.elements ?? [] {
        let offset = Int(entity["offset"]?.whole ?? -1)
        let length = Int(entity["length"]?.whole ?? -1)
        demand(offset >= 0 && length > 0 && offset + length <= count, "an entity outside the text")
      }
    }
    demand(body["parse_mode"] == nil, "a parse mode looks at what people wrote")
    if let caption = body["caption"]?.text {
      demand((1...1024).contains(caption.utf16.count), "a caption of \(caption.utf16.count) units")
    }
    if case .file(let content) = body["document"] {
      demand((1...50 << 20).contains(content.count), "a document of \(content.count) bytes")
    }

    let rows = body["reply_markup"]?["inline_keyboard"]?.elements ?? []
    demand(rows.allSatisfy { $0.elements.count <= 8 }, "more than 8 buttons in a row")
    demand(rows.map(\.elements.count).reduce(0, +) <= 100, "more than 100 buttons")
    for button in rows.flatMap(\.elements) {
      demand(button["text"]?.text?.isEmpty == false, "a button without a label")
      if let data = button["callback_data"]?.text {
        demand((1...64).contains(data.utf8.count), "callback data of \(data.utf8.count) bytes")
      }
    }

    let commands = body["commands"]?.elements ?? []
    demand(commands.count <= 100, "more than 100 commands")
    for command in commands {
      let name = command["command"]?.text ?? ""
      demand(
        (1...32).contains(name.utf8.count)
          && name.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789_".utf8.contains($0) },
        "a command with an unfit name")
      demand(
        (1...256).contains(command["description"]?.text?.utf16.count ?? 0), "a command's summary has an unfit length")
    }
    return problems
  }
}
