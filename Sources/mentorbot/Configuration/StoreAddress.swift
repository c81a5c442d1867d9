/// Where the core store is: the setting `store`, the option `--store`.
enum StoreAddress: Equatable, Sendable {
  /// `sqlite:PATH`; a relative path begins at the current folder.
  case sqlite(path: String)

  /// For a message when the text is no address.
  static let expected = "\"sqlite:PATH\", for example \"sqlite:var/mentorbot.db\""

  init?(_ text: String) {
    let scheme = "sqlite:"
    guard text.hasPrefix(scheme), text != scheme else { return nil }
    self = .sqlite(path: String(text.dropFirst(scheme.count)))
  }
}
