import JSON5
package import Mentoring
package import SQLite
package import Store

/// What narrows a query down. Nil filters nothing.
package struct QueryFilter: Hashable, Sendable {
  /// An organisation's name.
  package var school: String?
  /// Local dates, both included.
  package var from: LocalDate?
  package var to: LocalDate?

  package init() {}

  /// Reads the options of the command line.
  ///
  /// - Throws: `CurationError` for a date that is none, and for a period that ends before it begins.
  package init(school: String?, from: String?, to: String?, language: Language) throws(CurationError) {
    self.school = school
    self.from = try Self.date(from, "--from", language)
    self.to = try Self.date(to, "--to", language)
    if let first = self.from, let last = self.to, last < first {
      throw CurationError(
        language == .ru ? "--to (\(last)) раньше, чем --from (\(first))" : "--to (\(last)) is before --from (\(first))")
    }
  }

  private static func date(_ text: String?, _ option: String, _ language: Language) throws(CurationError) -> LocalDate?
  {
    guard let text else { return nil }
    if let date = LocalDate(iso: text) { return date }
    throw CurationError(
      language == .ru
        ? "\(option): нет такой даты: «\(text)»; пишите, например, 2026-09-01"
        : "\(option): no such date: “\(text)”; write, for example, 2026-09-01")
  }
}

extension NamedQuery {
  /// The query of that name.
  ///
  /// - Throws: `CurationError` with the nearest name and all of them.
  package static func named(_ name: String, language: Language) throws(CurationError) -> NamedQuery {
    if let query = all.first(where: { $0.name == name }) { return query }
    let names = all.map(\.name)
    let near = nearest(name, in: names)
    let list = names.joined(separator: ", ")
    throw switch language {
    case .ru: CurationError("нет запроса «\(name)»" + (near.map { "; возможно, «\($0)»" } ?? "") + "; есть: \(list)")
    case .en:
      CurationError("no query “\(name)”" + (near.map { "; did you mean “\($0)”?" } ?? "") + "; there are: \(list)")
    }
  }

  /// The names of its columns, which other programs may rely on.
  package func columns(in store: CoreStore) throws -> [String] {
    try store.connection.table("SELECT * FROM \(view) LIMIT 0").columns
  }

  /// Its rows as they are now.
  ///
  /// - Throws: `CurationError` for a school that the store does not know or a query whose rows belong to none.
  package func run(_ filter: QueryFilter = QueryFilter(), in store: CoreStore, language: Language) throws -> Table {
    var conditions: [String] = []
    var values: [SQLValue] = []
    func demand(_ column: String, _ comparison: String, _ value: String) {
      values.append(.text(value))
      conditions.append("\(column) \(comparison) ?\(values.count)")
    }
    if let school = filter.school {
      guard let organisationColumn else {
        throw CurationError(
          language == .ru
            ? "запрос «\(name)» не отбирается по школе" : "the query “\(name)” cannot be narrowed to a school")
      }
      try demandSchool(school, in: store, language)
      if counted == nil {
        demand(organisationColumn, "=", school)
      } else {
        values.append(.text(school))
        conditions.append("organisation = (SELECT id FROM organisation WHERE name = ?\(values.count))")
      }
    }
    // ISO texts sort as their local dates do; a text with a time of the last day is less than the day after.
    if let from = filter.from { demand(dateColumn, ">=", from.description) }
    if let to = filter.to { demand(dateColumn, "<", LocalDate(daysSinceEpoch: to.daysSinceEpoch + 1).description) }
    let condition = conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    let source =
      counted.map { "(\($0.sql(where: condition))) AS counted" } ?? view + (condition.map { " WHERE \($0)" } ?? "")
    return try store.connection.table("SELECT * FROM \(source) ORDER BY \(order)", values)
  }

  private func demandSchool(_ school: String, in store: CoreStore, _ language: Language) throws {
    let known = try store.read { try $0.organisations() }
    guard !known.contains(school) else { return }
    let near = nearest(school, in: known)
    let list = known.joined(separator: ", ")
    throw switch language {
    case .ru: CurationError("нет школы «\(school)»" + (near.map { "; возможно, «\($0)»" } ?? "") + "; есть: \(list)")
    case .en:
      CurationError("no school “\(school)”" + (near.map { "; did you mean “\($0)”?" } ?? "") + "; there are: \(list)")
    }
  }
}
