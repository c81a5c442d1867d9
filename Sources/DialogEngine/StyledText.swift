/// Text with marked spans; the text itself holds no markup.
package struct StyledText: Hashable, Sendable {
  package enum Style: String, Hashable, Sendable { case bold, italic }

  /// `offset` and `length` count UTF-16 units of `text`.
  package struct Span: Hashable, Sendable {
    package var offset: Int
    package var length: Int
    package var style: Style

    package init(offset: Int, length: Int, style: Style) {
      self.offset = offset
      self.length = length
      self.style = style
    }
  }

  package var text: String
  package var spans: [Span]

  package init(_ text: String, spans: [Span] = []) {
    self.text = text
    self.spans = spans
  }
}
