/// What a curator asked for and cannot have, in words for him that say how to mend it.
package struct CurationError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}
