/// An answer that does not fit, of the kinds that a type has words for.
struct Probe {
  enum Answer {
    case typed(String)
    /// What cannot be typed comes to this text, which the author's retry text stands in for, or not.
    case refused(String, [String: Value])
    case impossible(String, [String: Value])
  }

  let name: String
  let answer: Answer

  private init(_ name: String, _ answer: Answer) {
    self.name = name
    self.answer = answer
  }

  /// Each is the same in every language.
  static func all(_ type: ValueType) -> [Probe] {
    let nonsense = Probe("retry", .typed("?"))
    func typed(_ texts: String...) -> [Probe] { texts.map { Probe("«\($0)»", .typed($0)) } }
    switch type {
    case .text(let max):
      return [Probe("retry", .typed(" ")), Probe("too long", .typed(String(repeating: "?", count: max + 1)))]
    case .int, .rating, .decimal, .choice, .yesNo, .phone, .email: return [nonsense]
    case .multi:
      return [Probe("retry", .refused("retry.multi", [:])), Probe("nothing marked", .refused("retry.multi_none", [:]))]
    case .date: return [nonsense] + typed("31.02", "01.01.2020", "31.12.2040")
    case .time: return [nonsense] + typed("5", "03:07", "23:53")
    case .datetime:
      return [nonsense]
        + typed("5", "17:30", "25.11", "25.11 23:53", "31.02 12:00", "01.01.2020 12:00", "31.12.2040 12:00")
    case .duration: return [nonsense] + typed("2", "8784:00")
    case .contact: return [nonsense, Probe("somebody else's", .impossible("retry.foreign_contact", [:]))]
    case .file(let rule):
      return [
        Probe("retry", .refused("retry.file", rule.arguments)),
        Probe("too large", .impossible("retry.file_size", rule.arguments)),
      ]
    case .instant, .label, .ref, .personName: return []
    }
  }
}
