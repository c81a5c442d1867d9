/// The language in which a person is told what is wrong with his file and what became of it.
package enum Language: String, CaseIterable, Sendable {
  case ru
  case en
}
