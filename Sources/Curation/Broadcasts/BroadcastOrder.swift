package import Mentoring

/// An announcement as somebody orders it from the command line.
package struct BroadcastOrder: Sendable {
  package var text: BroadcastText
  package var audience: Audience
  package var answers: Broadcast.Answers
  package var theme: String
  package var isObligatory: Bool
  /// Nil: as soon as may be.
  package var at: Timestamp?
  /// The external id of whoever announces, and his school where several have the same id.
  package var author: String
  package var organisation: String?

  package init(
    text: BroadcastText, audience: Audience, answers: Broadcast.Answers, theme: String, isObligatory: Bool,
    at: Timestamp?, author: String, organisation: String?
  ) {
    self.text = text
    self.audience = audience
    self.answers = answers
    self.theme = theme
    self.isObligatory = isObligatory
    self.at = at
    self.author = author
    self.organisation = organisation
  }
}

/// What would come of an order now.
package struct BroadcastPlan: Sendable {
  package var reach: Reach
  /// Everybody of the audience by name; nil reason: gets it.
  package var people: [(externalID: String, name: PersonName, position: String?, reason: Obstacle?)]
}

/// The text of a file as an announcement.
///
/// - Throws: `CurationError` for what is no text, is empty, or longer than a message.
package func readBroadcastText(_ bytes: [UInt8], language: Language) throws(CurationError) -> BroadcastText {
  let isRussian = language == .ru
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
  guard let typed = String(validating: content, as: UTF8.self) else {
    throw CurationError(isRussian ? "это не текст в UTF-8" : "this is no text in UTF-8")
  }
  do { return try BroadcastText(typed.replacing("\r\n", with: "\n")) } catch {
    switch error {
    case .empty: throw CurationError(isRussian ? "текст пуст" : "the text is empty")
    case .tooLong(let over, let length):
      throw CurationError(
        isRussian
          ? "текст длиннее на \(over) \(russianPlural(over, "знак", "знака", "знаков")): их \(length), а помещается \(BroadcastText.limit)"
          : "the text is \(over) character\(over == 1 ? "" : "s") too long: it has \(length), there is room for \(BroadcastText.limit)"
      )
    }
  }
}

/// A local time as `--at` names it: "2026-12-01T10:00".
package func readBroadcastTime(_ text: String, in zone: Zone, language: Language) throws(CurationError) -> Timestamp {
  let parts = text.split(separator: "T", omittingEmptySubsequences: false)
  guard parts.count == 2, let day = LocalDate(iso: parts[0]), let time = ClockTime(iso: parts[1]) else {
    throw CurationError(
      language == .ru
        ? "--at: нет такого времени: «\(text)»; пишите, например, 2026-12-01T10:00"
        : "--at: no such time: “\(text)”; write, for example, 2026-12-01T10:00")
  }
  return zone.instant(of: day, secondOfDay: time.minute * 60)
}

/// The form that goes with a number: 1 знак, 2 знака, 5 знаков.
func russianPlural(_ count: Int, _ one: String, _ few: String, _ many: String) -> String {
  switch (count % 10, count % 100) {
  case (1, let tens) where tens != 11: one
  case (2...4, let tens) where !(12...14).contains(tens): few
  default: many
  }
}
