import JSON5
package import Mentoring
package import Store

/// Brings both banks up to date with a people file, in one transaction: wholly or, when anything is wrong, not at all.
///
/// The file is right about everybody in it; people who are not in it stay as they are. A mentor who changes ends the old pair
/// today and opens a new one; a role that changes ends its participation and pairs. `consent` = yes notes a consent on paper
/// unless some consent is valid; no (or empty) withdraws the one on paper. Empty `language` and `parent_external_id` change
/// nothing. Importing the same file again changes nothing. Who has had his data deleted stays deleted: his line is passed over and reported.
/// - Parameters:
///   - file: its name as the person gave it, for the messages.
///   - organisation: the school of everybody for whom the file names none.
///   - language: of the messages.
///   - returning: external ids of those who have had their data deleted and want to come back.
/// - Throws: `CurationError` for a `returning` whom the file does not bring back; `Problems` with everything that is wrong with the file; the store's errors.
package func importPeople(
  _ bytes: [UInt8], file: String, into store: CoreStore, organisation: String, language: Language,
  returning: Set<String> = [], now: Timestamp
) throws -> ImportReport {
  let draft = readPeople(bytes, organisation: organisation, today: store.zone.date(of: now))
  return try store.transaction { tx in
    let bank = try tx.bank()
    let directory = PeopleDirectory(known(bank), draft)
    let findings = draft.findings + directory.check(draft.references)
    guard findings.isEmpty else { throw problems(findings, file: file, language: language) }
    var importer = PeopleImport(tx, bank, directory, returning, now: now)
    try demandReturns(returning, of: bank, draft, language)
    return try importer.run(draft.rows)
  }
}

private func demandReturns(
  _ returning: Set<String>, of bank: [BankRecord], _ draft: PeopleDraft, _ language: Language
) throws(CurationError) {
  let forgotten = Set(bank.filter(\.isForgotten).map(\.key))
  let possible = Set(draft.rows.map(\.key).filter(forgotten.contains).map(\.externalID))
  let idle = returning.subtracting(possible).sorted().joined(separator: ", ")
  guard idle.isEmpty else {
    throw CurationError(
      language == .ru
        ? "--readmit: в файле нет строки о человеке, который удалил свои данные: \(idle)"
        : "--readmit: no line of the file is about somebody who has had the own data deleted: \(idle)")
  }
}

private func known(_ bank: [BankRecord]) -> [PeopleDirectory.Known] {
  let keys = Dictionary(uniqueKeysWithValues: bank.map { ($0.id, $0.key) })
  return bank.map { record in
    PeopleDirectory.Known(
      key: record.key, roles: record.participations.map(\.role), parents: Set(record.parents.compactMap { keys[$0] }))
  }
}

/// In the file's order; of very many the first thousand.
private func problems(_ findings: [PeopleDraft.Finding], file: String, language: Language) -> Problems {
  let limit = 1000
  let top = Position(line: 0, column: 0)
  let sorted = findings.sorted { ($0.position ?? top) < ($1.position ?? top) }
  var all = sorted.prefix(limit).map {
    Problem(file: file, position: $0.position, message: $0.fault.text(in: language))
  }
  if sorted.count > limit {
    let rest = sorted.count - limit
    let message = language == .ru ? "и ещё ошибок: \(rest)" : "and \(rest) more"
    all.append(Problem(file: file, position: nil, message: message))
  }
  return Problems(all)
}

/// One run over the lines of a file that is right, inside its transaction.
private struct PeopleImport {
  private let tx: Transaction
  private let directory: PeopleDirectory
  private let returning: Set<String>
  private let now: Timestamp
  private let bank: [PersonKey: BankRecord]
  private var ids: [PersonKey: PersonID]
  private var organisations: [String: OrganisationID] = [:]
  private var touched: Set<PersonKey> = []
  private var report = ImportReport()

  init(
    _ tx: Transaction, _ bank: [BankRecord], _ directory: PeopleDirectory, _ returning: Set<String>, now: Timestamp
  ) {
    self.tx = tx
    self.directory = directory
    self.returning = returning
    self.now = now
    self.bank = Dictionary(uniqueKeysWithValues: bank.map { ($0.key, $0) })
    ids = self.bank.mapValues(\.id)
  }

  mutating func run(_ all: [PeopleRow]) throws -> ImportReport {
    report.forgotten = all.filter { isGone($0.key) }
      .map { ImportReport.Line(number: $0.line, externalID: $0.key.externalID) }
    let rows = all.filter { !isGone($0.key) }
    // All people first: a line may name somebody who stands below it.
    for row in rows {
      let person = try writeDetails(row)
      try writeParticipation(row, person)
      try writeConsent(row, person)
    }
    for row in rows {
      try writeParent(row)
      try writePair(row)
    }
    for row in rows {
      if bank[row.key] == nil {
        report.added.append(row.key.externalID)
      } else if touched.contains(row.key) {
        report.changed.append(row.key.externalID)
      } else {
        report.unchanged.append(row.key.externalID)
      }
    }
    return report
  }

  /// Whether somebody has had his data deleted and does not come back now.
  private func isGone(_ key: PersonKey) -> Bool {
    bank[key]?.isForgotten == true && !returning.contains(key.externalID)
  }

  private mutating func writeDetails(_ row: PeopleRow) throws -> PersonID {
    let old = bank[row.key]
    let details = PersonDetails(
      name: row.name, birthDate: row.birthDate, position: row.position, language: row.language ?? old?.details.language)
    if let old {
      if old.isForgotten {
        try tx.readmit(old.id)
        try note("person.readmitted", row.key, old.id)
      }
      if old.details != details {
        try tx.changePerson(old.id, to: details, at: now)
        try note("person.changed", row.key, old.id)
      }
      return old.id
    }
    let organisation = try organisation(row.key.organisation)
    let id = try tx.addPerson(details, externalID: row.key.externalID, organisation: organisation, at: now)
    ids[row.key] = id
    try note("person.added", row.key, id)
    return id
  }

  private mutating func writeParticipation(_ row: PeopleRow, _ person: PersonID) throws {
    let old = bank[row.key]
    if let active = old?.participations.first(where: { $0.role == row.role }) {
      guard active.form != row.form else { return }
      try tx.changeForm(ofParticipation: active.id, to: row.form)
      return try note("participation.changed", row.key, person)
    }
    for ended in old?.participations ?? [] {
      try tx.endParticipation(ended.id, at: now)
      try note("participation.ended", row.key, person, detail: ended.role.rawValue)
    }
    try end(old?.pairs ?? [], of: row.key, person)
    try tx.startParticipation(person, as: row.role, form: row.form, at: now)
    try note("participation.started", row.key, person, detail: row.role.rawValue)
  }

  private mutating func writeConsent(_ row: PeopleRow, _ person: PersonID) throws {
    let valid = bank[row.key]?.consents ?? []
    if row.hasConsent, valid.isEmpty {
      let day = row.consentDate ?? tx.zone.date(of: now)
      try tx.addPaperConsent(of: person, signedOn: day)
      report.consentsRecorded += 1
      try note("consent.recorded", row.key, person, detail: "paper")
    }
    guard !row.hasConsent else { return }
    for consent in valid where consent.isPaper {
      try tx.withdrawConsent(consent.id, at: now)
      report.consentsWithdrawn += 1
      try note("consent.withdrawn", row.key, person, detail: "paper")
    }
  }

  private mutating func writeParent(_ row: PeopleRow) throws {
    guard let child = ids[row.key], let parent = find(row.parent, for: row.key) else { return }
    guard bank[row.key].map({ !$0.parents.contains(parent) }) ?? true else { return }
    try tx.setParent(parent, of: child)
    try note("family.set", row.key, child, detail: "person:\(parent)")
  }

  private mutating func writePair(_ row: PeopleRow) throws {
    guard row.role == .mentee, let mentee = ids[row.key] else { return }
    let old = (bank[row.key]?.pairs ?? []).filter { $0.mentee == mentee }
    let mentor = find(row.mentor, for: row.key)
    if mentor == nil, let gone = row.mentor {
      report.forgotten.append(.init(number: row.line, externalID: gone, isMentor: true))
    }
    if let mentor, old.contains(where: { $0.mentor == mentor }) { return }
    try end(old, of: row.key, mentee)
    guard let mentor else { return }
    try tx.openPair(mentor: mentor, mentee: mentee, at: now)
    report.pairsOpened += 1
    try note("pair.opened", row.key, mentee, detail: "person:\(mentor)")
  }

  private mutating func end(_ pairs: [BankRecord.Pair], of key: PersonKey, _ person: PersonID) throws {
    // A pair may be ended from both of its sides.
    for pair in pairs where try tx.endPair(pair.id, at: now) {
      report.pairsEnded += 1
      try note("pair.ended", key, person, detail: "pair:\(pair.id)")
    }
  }

  private func find(_ externalID: String?, for key: PersonKey) -> PersonID? {
    guard let externalID, case .one(let found) = directory.find(externalID, from: key.organisation), !isGone(found)
    else { return nil }
    return ids[found]
  }

  private mutating func organisation(_ name: String) throws -> OrganisationID {
    if let known = organisations[name] { return known }
    let id = try tx.organisation(named: name)
    organisations[name] = id
    return id
  }

  private mutating func note(_ action: String, _ key: PersonKey, _ person: PersonID, detail: String? = nil) throws {
    touched.insert(key)
    try tx.journal(action, by: nil, through: .command, subject: "person:\(person)", detail: detail, at: now)
  }
}

extension BankRecord {
  fileprivate var key: PersonKey { PersonKey(organisation: organisation, externalID: externalID) }
}
