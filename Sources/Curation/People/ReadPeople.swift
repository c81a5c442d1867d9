import CSV
import JSON5
import Mentoring

/// Reads the cells of a people file. Whom they name is not looked up here.
///
/// - Parameters:
///   - organisation: whose people they are where the file does not say.
///   - today: no date may be later.
func readPeople(_ bytes: [UInt8], organisation: String, today: LocalDate) -> PeopleDraft {
  let reading = readCSV(bytes)
  var draft = PeopleDraft()
  draft.findings = reading.findings.map { .init(fault: .form($0.fault), position: $0.position) }
  guard let table = reading.table else { return draft }
  let columns = readHeader(table, &draft)
  var lines: [PersonKey: Int] = [:]
  for record in table.records {
    var reader = PeopleRowReader(columns, record, today: today)
    reader.read(organisation: organisation)
    if let key = reader.key {
      if let first = lines[key] {
        reader.note(.repeatedID(key.externalID, firstLine: first), at: .externalID)
      } else {
        lines[key] = record[0].position.line
        draft.roles[key] = .some(reader.role)
        draft.references.append(.init(person: key, mentor: reader.mentor, parent: reader.parent))
      }
    }
    draft.findings += reader.findings
    if let row = reader.row { draft.rows.append(row) }
  }
  return draft
}

/// The column of each cell; nil for one without a name or with a wrong one.
private func readHeader(_ table: CSVTable, _ draft: inout PeopleDraft) -> [PeopleColumn?] {
  var columns: [PeopleColumn?] = []
  for (index, cell) in table.header.enumerated() {
    let name = trimmed(cell.text).lowercased()
    // Spreadsheets export empty columns at the edge.
    if name.isEmpty, table.records.allSatisfy({ index >= $0.count || trimmed($0[index].text).isEmpty }) {
      columns.append(nil)
    } else if let column = PeopleColumn(rawValue: name) {
      if columns.contains(column) {
        draft.findings.append(.init(fault: .repeatedColumn(column), position: cell.position))
      }
      columns.append(columns.contains(column) ? nil : column)
    } else {
      let word = PeopleFault.Misspelt(name, among: PeopleColumn.allCases.map(\.rawValue))
      draft.findings.append(.init(fault: .unknownColumn(word), position: cell.position))
      columns.append(nil)
    }
  }
  for column in PeopleColumn.allCases where !column.isOptional && !columns.contains(column) {
    draft.findings.append(.init(fault: .missingColumn(column), position: table.header.first?.position))
  }
  return columns
}

/// Reads one line, cell by cell, and goes on after a fault.
private struct PeopleRowReader {
  private let cells: [PeopleColumn: CSVCell]
  private let record: [CSVCell]
  private let columnCount: Int
  private let today: LocalDate
  private(set) var findings: [PeopleDraft.Finding] = []

  private(set) var key: PersonKey?
  private(set) var role: Role?
  private(set) var mentor: PeopleReferences.Mention?
  private(set) var parent: PeopleReferences.Mention?
  /// Nil unless the whole line is right.
  private(set) var row: PeopleRow?

  init(_ columns: [PeopleColumn?], _ record: [CSVCell], today: LocalDate) {
    var cells: [PeopleColumn: CSVCell] = [:]
    for (column, cell) in zip(columns, record) { if let column { cells[column] = cell } }
    self.cells = cells
    self.record = record
    columnCount = columns.count
    self.today = today
  }

  mutating func read(organisation: String) {
    // What stands under which column is a guess then.
    guard record.count == columnCount else {
      findings.append(
        .init(fault: .cellCount(found: record.count, expected: columnCount), position: record[0].position))
      return
    }
    let id = required(.externalID)
    let organisation = text(.organisation) ?? organisation
    if let id { key = PersonKey(organisation: organisation, externalID: id) }
    let last = required(.lastName)
    let first = required(.firstName)
    let patronymic = text(.patronymic)
    role = required(.role).flatMap { readRole($0) }
    let form = text(.form)
    let birthDate = date(.birthDate)
    let position = text(.position)
    mentor = mention(.mentor)
    parent = mention(.parent)
    let consent = flag(.consent)
    let consentDate = date(.consentDate)
    let language = text(.language).flatMap { readLanguage($0) }
    if let role, role != .mentee, mentor != nil {
      note(.mentorOfNobody(role), at: .mentor)
      mentor = nil
    }
    if consentDate != nil, consent == false { note(.dateWithoutConsent, at: .consentDate) }
    guard findings.isEmpty, let key, let last, let first, let role, let consent else { return }
    row = PeopleRow(
      line: record[0].position.line, key: key, name: PersonName(last: last, first: first, patronymic: patronymic),
      role: role, form: form,
      birthDate: birthDate, position: position, mentor: mentor?.externalID, parent: parent?.externalID,
      hasConsent: consent, consentDate: consentDate, language: language)
  }

  mutating func note(_ fault: PeopleFault, at column: PeopleColumn) {
    findings.append(.init(fault: fault, position: cells[column]?.position ?? record[0].position))
    row = nil
  }

  /// The cell without surrounding spaces; nil when it is empty, has a fault, or there is no such column.
  private mutating func text(_ column: PeopleColumn) -> String? {
    guard let cell = cells[column] else { return nil }
    let text = trimmed(cell.text)
    guard !text.isEmpty else { return nil }
    if let scalar = text.unicodeScalars.first(where: isForbidden) {
      note(.forbiddenCharacter(code: code(of: scalar)), at: column)
      return nil
    }
    guard text.utf16.count <= column.limit else {
      note(.tooLong(column), at: column)
      return nil
    }
    return text
  }

  private mutating func required(_ column: PeopleColumn) -> String? {
    // A missing column is said once, at the header.
    guard let cell = cells[column] else { return nil }
    if trimmed(cell.text).isEmpty { note(.emptyCell(column), at: column) }
    return text(column)
  }

  private mutating func readRole(_ text: String) -> Role? {
    if let role = Role(rawValue: text.lowercased()) { return role }
    note(.unknownRole(.init(text, among: Role.allCases.map(\.rawValue))), at: .role)
    return nil
  }

  private mutating func readLanguage(_ text: String) -> String? {
    if let language = Language(rawValue: text.lowercased()) { return language.rawValue }
    note(.unknownLanguage, at: .language)
    return nil
  }

  private mutating func mention(_ column: PeopleColumn) -> PeopleReferences.Mention? {
    guard let id = text(column), let cell = cells[column] else { return nil }
    guard id != key?.externalID else {
      note(.ownPerson(column), at: column)
      return nil
    }
    return .init(externalID: id, position: cell.position)
  }

  private mutating func flag(_ column: PeopleColumn) -> Bool? {
    guard let cell = cells[column] else { return nil }
    switch trimmed(cell.text).lowercased() {
    case "yes", "да": return true
    case "no", "нет", "": return false
    default:
      if text(column) != nil { note(.badFlag, at: column) }
      return nil
    }
  }

  private mutating func date(_ column: PeopleColumn) -> LocalDate? {
    guard let text = text(column) else { return nil }
    guard let date = LocalDate(iso: text) ?? LocalDate(dotted: text) else {
      note(.badDate(text.contains(where: \.isNumber) ? text : nil), at: column)
      return nil
    }
    if date.year < PeopleFault.firstYear {
      note(.beforeFirstYear(text), at: column)
      return nil
    }
    if date > today {
      note(.futureDate(text), at: column)
      return nil
    }
    return date
  }
}

extension LocalDate {
  /// Reads "31.05.2012" and "1.5.2012", as spreadsheets show dates in Russian; anything else is nil.
  fileprivate init?(dotted text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].utf8.count == 4, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

/// Without spaces at both ends, no-break spaces included.
private func trimmed(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  return String(scalars[first...last])
}

/// What is invisible and could make a name look like another one, or break a line: controls, direction marks, joiners.
private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
  default: false
  }
}

private func code(of scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
