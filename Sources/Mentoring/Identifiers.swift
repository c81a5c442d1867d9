/// A number that the core store gave to a row. The tag keeps ids of different tables apart.
package struct Identifier<Tag>: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package var rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  package var description: String { String(rawValue) }
}

package typealias PersonID = Identifier<Person>
package typealias OrganisationID = Identifier<Organisation>
package typealias HelpRequestID = Identifier<HelpRequest>
package typealias MeetingID = Identifier<Meeting>
package typealias PairID = Identifier<Pair>

/// A school, or a partner that gives mentors. A tag for now: its row has a name only.
package enum Organisation {}
