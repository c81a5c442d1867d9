/// What an import did. The lists hold external ids in the file's order.
package struct ImportReport: Hashable, Sendable {
  package var added: [String] = []
  package var changed: [String] = []
  package var unchanged: [String] = []
  /// Lines about people who have had their data deleted, which are passed over, and lines that name such a mentor, whose pair is not opened.
  package var forgotten: [Line] = []
  package var pairsOpened = 0
  package var pairsEnded = 0
  package var consentsRecorded = 0
  package var consentsWithdrawn = 0

  package struct Line: Hashable, Sendable {
    package var number: Int
    /// Of whoever is gone.
    package var externalID: String
    package var isMentor = false
  }

  package init() {}

  /// Nothing in the store has moved.
  package var isUnchanged: Bool { added.isEmpty && changed.isEmpty }

  package func text(in language: Language) -> String {
    switch language {
    case .ru:
      """
      Добавлено: \(added.count), изменено: \(changed.count), без изменений: \(unchanged.count)
      Пары: открыто \(pairsOpened), завершено \(pairsEnded)
      Согласия на бумаге: внесено \(consentsRecorded), отозвано \(consentsWithdrawn)
      """ + forgotten.map { "\n" + $0.text(in: .ru) }.joined()
    case .en:
      """
      Added: \(added.count), changed: \(changed.count), unchanged: \(unchanged.count)
      Pairs: \(pairsOpened) opened, \(pairsEnded) ended
      Consents on paper: \(consentsRecorded) recorded, \(consentsWithdrawn) withdrawn
      """ + forgotten.map { "\n" + $0.text(in: .en) }.joined()
    }
  }
}

extension ImportReport.Line {
  fileprivate func text(in language: Language) -> String {
    switch (language, isMentor) {
    case (.ru, false):
      "Строка \(number): \(externalID) удалил(а) свои данные, строка пропущена. Если человек сам решил вернуться, добавьте к команде --readmit \(externalID)"
    case (.ru, true): "Строка \(number): наставник \(externalID) удалил(а) свои данные, пара не открыта"
    case (.en, false):
      "Line \(number): \(externalID) has had the own data deleted, the line is passed over. If the person wants to come back, add --readmit \(externalID) to the command"
    case (.en, true): "Line \(number): the mentor \(externalID) has had the own data deleted, the pair is not opened"
    }
  }
}
