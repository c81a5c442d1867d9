/// What a cell holds and a parameter takes. The optional initialisers turn nil into `.null`.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  package init(_ integer: Int64?) { self = integer.map(SQLValue.integer) ?? .null }
  package init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .null }
  package init(_ real: Double?) { self = real.map(SQLValue.real) ?? .null }
  package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  package init(_ blob: [UInt8]?) { self = blob.map(SQLValue.blob) ?? .null }
  /// 1 or 0, as both stores keep flags.
  package init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
}

extension SQLValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .real(value) }
  package init(stringLiteral value: String) { self = .text(value) }
  package init(booleanLiteral value: Bool) { self.init(value) }
}
