import Testing

/// A dialog with one thing wrong (or two), and all that is said about it. The author's lines begin at line 2 of each file.
struct BrokenDialog: Sendable, CustomTestStringConvertible {
  var name: String
  var dialog: String
  var texts: String
  var en: String?
  var problems: [String]

  init(
    _ name: String, _ dialog: String, texts: String = #"a: "А""#, en: String? = nil, expect problems: [String]
  ) {
    self.name = name
    self.dialog = dialog
    self.texts = texts
    self.en = en
    self.problems = problems
  }

  var testDescription: String { name }
}
