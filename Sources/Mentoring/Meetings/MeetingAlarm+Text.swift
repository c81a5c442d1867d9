extension MeetingAlarm {
  /// As timers carry it: "question", "day_before 12".
  package var text: String {
    switch self {
    case .offerReminder: "offer_reminder"
    case .unanswered: "unanswered"
    case .lapse: "lapse"
    case .changeLapse: "change_lapse"
    case .dayBefore(let person): "day_before \(person)"
    case .hourBefore(let person): "hour_before \(person)"
    case .question: "question"
    case .silence: "silence"
    case .askCurator: "ask_curator"
    case .survey: "survey"
    }
  }

  package init?(text: String) {
    let words = text.split(separator: " ")
    if words.count == 2, let person = Int64(words[1]).map(PersonID.init(rawValue:)) {
      switch words[0] {
      case "day_before": self = .dayBefore(person)
      case "hour_before": self = .hourBefore(person)
      default: return nil
      }
      return
    }
    let plain: [MeetingAlarm] = [
      .offerReminder, .unanswered, .lapse, .changeLapse, .question, .silence, .askCurator, .survey,
    ]
    guard let alarm = plain.first(where: { $0.text == text }) else { return nil }
    self = alarm
  }
}
