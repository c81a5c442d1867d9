/// A file for a person, whole.
package struct OutboundDocument: Sendable, Equatable {
  /// As its receiver sees it, with the ending by which a phone opens it: "meeting.ics". What is longer than `nameLimit` characters is cut
  /// before the ending.
  package var name: String
  /// "text/calendar; charset=utf-8"
  package var mediaType: String
  /// At least one, at most `sizeLimitBytes`.
  package var bytes: [UInt8]
  /// Stands under it; one that the platform finds too long is sent as a message before it.
  package var caption: RichText?

  package static let nameLimit = 100
  package static let sizeLimitBytes = 1 << 20

  package init(name: String, mediaType: String, bytes: [UInt8], caption: RichText? = nil) {
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
    self.caption = caption
  }
}
