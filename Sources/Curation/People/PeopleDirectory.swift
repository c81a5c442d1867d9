import JSON5
import Mentoring

/// Who is known once a file is imported: the store's people with the file's laid over them.
struct PeopleDirectory {
  /// Somebody of the store.
  struct Known {
    var key: PersonKey
    var roles: [Role]
    var parents: Set<PersonKey>
  }

  enum Match: Equatable {
    case one(PersonKey)
    case nobody
    case several
  }

  private var organisations: [String: Set<String>] = [:]
  /// Nil for somebody of the file whose role cannot be read.
  private var roles: [PersonKey: [Role]?] = [:]
  private var parents: [PersonKey: Set<PersonKey>] = [:]

  init(_ store: [Known], _ draft: PeopleDraft) {
    for known in store {
      organisations[known.key.externalID, default: []].insert(known.key.organisation)
      roles[known.key] = .some(known.roles)
      parents[known.key] = known.parents
    }
    for (key, role) in draft.roles {
      organisations[key.externalID, default: []].insert(key.organisation)
      roles[key] = .some(role.map { [$0] })
    }
  }

  /// Whom an id means that stands in a line about somebody of `organisation`: one of his own, else the only one elsewhere
  /// (partners give mentors, R1-02).
  func find(_ externalID: String, from organisation: String) -> Match {
    let places = organisations[externalID] ?? []
    if places.contains(organisation) { return .one(PersonKey(organisation: organisation, externalID: externalID)) }
    guard let place = places.first else { return .nobody }
    return places.count == 1 ? .one(PersonKey(organisation: place, externalID: externalID)) : .several
  }

  /// What is wrong with whom the file names.
  func check(_ references: [PeopleReferences]) -> [PeopleDraft.Finding] {
    var findings: [PeopleDraft.Finding] = []
    var suggestionsLeft = 100  // Each searches all ids.

    func resolve(_ mention: PeopleReferences.Mention?, from organisation: String) -> PersonKey? {
      guard let mention else { return nil }
      switch find(mention.externalID, from: organisation) {
      case .one(let key): return key
      case .several:
        findings.append(.init(fault: .severalOrganisations(mention.externalID), position: mention.position))
      case .nobody:
        suggestionsLeft -= 1
        let near = suggestionsLeft >= 0 ? nearest(mention.externalID, in: organisations.keys) : nil
        findings.append(.init(fault: .unknownPerson(mention.externalID, nearest: near), position: mention.position))
      }
      return nil
    }

    for reference in references {
      let mentor = resolve(reference.mentor, from: reference.person.organisation)
      let parent = resolve(reference.parent, from: reference.person.organisation)
      if let mention = reference.parent, let parent, roles[parent] == .some([.mentee]) {
        findings.append(.init(fault: .menteeAsParent(mention.externalID), position: mention.position))
      }
      guard let mention = reference.mentor, let mentor else { continue }
      let family = parent.map { [$0] } ?? parents[reference.person] ?? []
      if family.contains(mentor) {
        findings.append(.init(fault: .parentAsMentor(mention.externalID), position: mention.position))
      } else if let known = roles[mentor] ?? nil, !known.contains(.mentor), let role = known.first {
        findings.append(.init(fault: .notAMentor(mention.externalID, role), position: mention.position))
      }
    }
    return findings
  }
}
