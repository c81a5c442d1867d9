package import Service

extension ServiceSettings.Limits {
  /// None, but for what `set` sets.
  package static func only(_ set: (inout Self) -> Void) -> Self {
    var limits = Self.none
    set(&limits)
    return limits
  }
}
