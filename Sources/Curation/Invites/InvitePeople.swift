import JSON5
package import Mentoring
package import Store

/// A new code for one person.
package struct Invitation: Hashable, Sendable {
  package var externalID: String
  /// "7K3M-9XQ2-WBTZ-04HN": to read out or type.
  package var code: String
  /// Opens the bot with the code already given; nil while no bot's name is known.
  package var link: String?
}

/// Makes a code for each of the people; their unused older codes are void. All or, when an id is wrong, none.
///
/// - Parameters:
///   - organisation: needed only where several organisations have the same id.
///   - entropy: draws that many random bytes, fit for keys.
///   - link: the deep link of a code.
/// - Throws: `CurationError` naming every id that nobody or more than one person has.
package func invitePeople(
  _ externalIDs: [String], organisation: String? = nil, in store: CoreStore, validFor: Duration, language: Language,
  now: Timestamp, entropy: (Int) -> [UInt8], link: (InviteCode) -> String?
) throws -> [Invitation] {
  try store.transaction { tx in
    var people: [(externalID: String, id: PersonID)] = []
    var faults: [String] = []
    for externalID in externalIDs where !people.contains(where: { $0.externalID == externalID }) {
      let found = try tx.people(externalID: externalID).filter {
        organisation == nil || $0.organisation == organisation
      }
      if found.count == 1, found[0].isForgotten {
        faults.append(forgotten(externalID, language))
      } else if found.count == 1 {
        people.append((externalID, found[0].id))
      } else if found.isEmpty {
        let near = try nearest(externalID, in: tx.externalIDs())
        faults.append(unknown(externalID, nearest: near, language))
      } else {
        faults.append(ambiguous(externalID, found.map(\.organisation), language))
      }
    }
    guard faults.isEmpty else { throw CurationError(faults.joined(separator: "\n")) }
    return try people.map { person in
      let code = InviteCode(entropy: entropy(InviteCode.entropyBytes))
      try tx.giveInvite(code, to: person.id, expires: now + validFor, at: now)
      try tx.journal("invite.given", by: nil, through: .command, subject: "person:\(person.id)", at: now)
      return Invitation(externalID: person.externalID, code: code.grouped, link: link(code))
    }
  }
}

private func unknown(_ id: String, nearest: String?, _ language: Language) -> String {
  switch language {
  case .ru: "нет человека с external_id «\(id)»" + (nearest.map { "; возможно, «\($0)»" } ?? "")
  case .en: "nobody has the external_id “\(id)”" + (nearest.map { "; did you mean “\($0)”?" } ?? "")
  }
}

private func forgotten(_ id: String, _ language: Language) -> String {
  switch language {
  case .ru: "«\(id)» удалил(а) свои данные; вернуть можно только импортом с --readmit \(id)"
  case .en: "“\(id)” has had the own data deleted; only an import with --readmit \(id) brings somebody back"
  }
}

private func ambiguous(_ id: String, _ organisations: [String], _ language: Language) -> String {
  let names = organisations.joined(separator: ", ")
  return switch language {
  case .ru: "external_id «\(id)» есть в нескольких организациях: \(names); укажите организацию"
  case .en: "external_id “\(id)” exists in several organisations: \(names); name the organisation"
  }
}
