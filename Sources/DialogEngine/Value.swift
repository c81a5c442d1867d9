/// What a slot, a fact or an argument holds. An option of a choice is `.text`, the id of a domain row is `.int`.
package enum Value: Hashable, Sendable {
  case text(String)
  case int(Int64)
  case bool(Bool)
  /// Milliseconds UTC.
  case instant(Int64)
}
