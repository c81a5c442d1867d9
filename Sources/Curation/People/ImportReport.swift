/// What an import did. The lists hold external ids in the file's order.
package struct ImportReport: Hashable, Sendable {
  package var added: [String] = []
  package var changed: [String] = []
  package var unchanged: [String] = []
  package var pairsOpened = 0
  package var pairsEnded = 0
  package var consentsRecorded = 0
  package var consentsWithdrawn = 0

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
      """
    case .en:
      """
      Added: \(added.count), changed: \(changed.count), unchanged: \(unchanged.count)
      Pairs: \(pairsOpened) opened, \(pairsEnded) ended
      Consents on paper: \(consentsRecorded) recorded, \(consentsWithdrawn) withdrawn
      """
    }
  }
}
