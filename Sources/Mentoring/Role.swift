/// What a person does in the programme. It belongs to the participation, not to the person (R2-11): one may have several.
package enum Role: String, CaseIterable, Codable, Sendable {
  case mentee
  case mentor
  case curator
  case head
  case council
  case coordinator
  case parent
  case psychologist
}
