/// A mentor and a mentee, for a time.
package struct Pair: Sendable, Equatable {
  package var id: PairID
  package var mentor: PersonID
  package var mentee: PersonID
  /// Local dates, "2026-11-23"; the second is nil while they are a pair.
  package var since: String
  package var until: String?

  package init(id: PairID, mentor: PersonID, mentee: PersonID, since: String, until: String?) {
    self.id = id
    self.mentor = mentor
    self.mentee = mentee
    self.since = since
    self.until = until
  }
}
