import DialogEngine
import Mentoring
import Store

/// What people answer, kept and changed.
extension Turn {
  /// Keeps the slots that a dialog names: once for ever in a conversation. One that answers a survey has done what it was begun for: from here on
  /// it is a card again.
  func saveAnswers(_ call: CommandCall, _ row: inout OpenConversation, _ speaker: Speaker) throws -> String {
    let (answers, source) = try answers(call, row, speaker)
    guard try tx.saveAnswers(answers, from: source, at: now) else { return "closed" }
    try noteAnswers("answers.saved", source, &row, speaker)
    return "ok"
  }

  /// Puts other values in the place of those saved, as long as that is allowed; the old ones are kept as history.
  func changeAnswers(_ call: CommandCall, _ row: inout OpenConversation, _ speaker: Speaker) throws -> String {
    guard let givenAt = try tx.answersGiven(in: row.id), now - givenAt < settings.surveys.changeable else {
      return "closed"
    }
    let (answers, source) = try answers(call, row, speaker)
    try tx.changeAnswers(answers, from: source, at: now)
    try noteAnswers("answers.changed", source, &row, speaker)
    return "ok"
  }

  private func noteAnswers(
    _ action: String, _ source: AnswerSource, _ row: inout OpenConversation, _ speaker: Speaker
  ) throws {
    try journal(
      action, by: speaker.member?.id, through: .chat, subject: "conversation:\(row.id)", detail: source.dialog)
    if let survey = source.survey { try finishSurvey(survey, in: &row, speaker) }
  }

  private func answers(
    _ call: CommandCall, _ row: OpenConversation, _ speaker: Speaker
  ) throws -> ([GivenAnswer], AnswerSource) {
    guard let account = speaker.account,
      let definition = conductor.definition(row.conversation.current.hash, tx)
    else { throw TurnError.unknownCommand(call.command) }
    // A slot that was skipped has its row too: nobody answered is not nobody was asked.
    let slots = call.emptyArguments.union(call.arguments.keys).sorted().filter { slot in
      // Without consent no personal slot is kept.
      speaker.member != nil || definition.slots[slot]?.isPersonal != true
    }
    let answers = slots.map { slot in
      GivenAnswer(
        Question(slot, of: definition.slots[slot]?.type ?? .text()), call.arguments[slot].map { written($0) })
    }
    let source = AnswerSource(
      account: account, dialog: definition.id, version: definition.version, conversation: row.id,
      survey: try survey(of: row)?.id)
    return (answers, source)
  }
}

extension Question {
  /// The longest scale whose answers are counted one by one.
  private static let scaleLimit = 100

  fileprivate init(_ slot: String, of type: ValueType) {
    self.init(slot: slot, kind: type.name)
    switch type {
    case .rating(let range):
      scale = range
      if range.count <= Self.scaleLimit { options = range.map(String.init) }
    case .choice(let names), .multi(let names): options = names
    case .yesNo: options = ["yes", "no"]
    default: break
    }
  }
}
