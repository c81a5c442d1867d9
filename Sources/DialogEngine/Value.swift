/// What a slot, a fact or an argument holds. An option of a choice is `.text`, the id of a domain row is `.int`.
package enum Value: Hashable, Sendable {
  case text(String)
  case int(Int64)
  case bool(Bool)
  /// Milliseconds UTC.
  case instant(Int64)
}

/// A JSON scalar, except for the instant: "maths", 5, true, {"at":1795000000000}. Every value comes back as it went.
extension Value: Codable {
  private enum Keys: String, CodingKey { case at }

  package init(from decoder: any Decoder) throws {
    let scalar = try? decoder.singleValueContainer()
    if let text = try? scalar?.decode(String.self) {
      self = .text(text)
    } else if let number = try? scalar?.decode(Int64.self) {
      self = .int(number)
    } else if let truth = try? scalar?.decode(Bool.self) {
      self = .bool(truth)
    } else {
      self = .instant(try decoder.container(keyedBy: Keys.self).decode(Int64.self, forKey: .at))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .int(let number):
      var container = encoder.singleValueContainer()
      try container.encode(number)
    case .bool(let truth):
      var container = encoder.singleValueContainer()
      try container.encode(truth)
    case .instant(let milliseconds):
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(milliseconds, forKey: .at)
    }
  }
}
