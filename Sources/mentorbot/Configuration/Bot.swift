import FoundationEssentials
import JSON5

/// One bot: an account on a platform.
struct Bot: Sendable {
  enum Platform: String, CaseIterable, Sendable {
    case telegram
  }

  /// Where the token is. Never in the file itself and never among the arguments, which everybody on the machine can see.
  enum TokenSource: Hashable, Sendable {
    case file(String)
    case environment(String)
    /// systemd's LoadCredential, by its name.
    case credential(String)
  }

  /// What rows and log lines call it: 1 to 32 of `[a-z0-9_-]`.
  var name: String
  var platform = Platform.telegram
  /// Without a slash at its end.
  var apiBase = "https://api.telegram.org"
  var token: TokenSource
  /// Without the at sign; the platform is asked where it is not given.
  var username: String?
  /// How long a poll waits for an update: 1 to 50 s.
  var poll = Duration.seconds(30)
  /// The address of a proxy. It may hold a password.
  var proxy: Secret?
  /// A file in PEM form with the certificates that are trusted besides the system's.
  var caFile: String?

  init(name: String, token: TokenSource) {
    (self.name, self.token) = (name, token)
  }

  init?(_ bot: ObjectReader) {
    let name = bot.read("name", "1 to 32 of a-z, 0-9, _ and -", required: true, showsValue: true) { node in
      node.string.flatMap { (1...32).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isNameByte) ? $0 : nil }
    }
    let token = bot.tokenSource("token")
    platform = bot.choice("platform", required: true) ?? platform
    apiBase =
      bot.read("apiBase", "an address that begins with https:// or http:// and holds no password") { node in
        node.string.flatMap { address($0, schemes: ["https", "http"], mayHoldPassword: false) }
      } ?? apiBase
    username = bot.read("username", "5 to 32 letters, digits and _, without the @", showsValue: true) { node in
      node.string.flatMap { (5...32).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isUsernameByte) ? $0 : nil }
    }
    poll = bot.duration("poll", in: .seconds(1) ... .seconds(50)) ?? poll
    proxy = bot.read("proxy", "an address that begins with http://, https:// or socks5h://") { node in
      node.string.flatMap { address($0, schemes: ["http", "https", "socks5", "socks5h"], mayHoldPassword: true) }
        .map { Secret($0) }
    }
    caFile = bot.read("caFile", "a file", convert: \.filledString)
    guard let name, let token else { return nil }
    (self.name, self.token) = (name, token)
  }
}

/// The address without a slash at its end; nil when it has another scheme, no host, or what an address of a server has not.
private func address(_ text: String, schemes: Set<String>, mayHoldPassword: Bool) -> String? {
  guard let parts = URLComponents(string: text), let scheme = parts.scheme, schemes.contains(scheme) else { return nil }
  guard let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil else { return nil }
  guard mayHoldPassword || parts.user == nil && parts.password == nil else { return nil }
  return text.hasSuffix("/") ? String(text.dropLast()) : text
}

extension ObjectReader {
  fileprivate func tokenSource(_ key: String) -> Bot.TokenSource? {
    let example = "write { file: \"config/token\" }, { env: \"NAME\" } or { credential: \"NAME\" }"
    guard let node = node(key, required: true) else { return nil }
    guard node.string == nil else {
      report(key, "the token itself does not belong into this file: \(example)")
      return nil
    }
    return readObject(node, problems) { token in
      let file = token.read("file", "a file", convert: \.filledString)
      let variable = token.read("env", "the name of a variable", convert: \.nameOfLetters).map {
        Bot.TokenSource.environment($0)
      }
      let credential = token.read("credential", "the name of a credential", convert: \.nameOfLetters).map {
        Bot.TokenSource.credential($0)
      }
      if let file, looksLikeToken(file) {
        report(key, "the token itself does not belong into this file: \(example)")
        return nil
      }
      let sources = [file.map { Bot.TokenSource.file($0) }, variable, credential].compactMap(\.self)
      if sources.count == 1 { return sources[0] }
      // What is there and no name was reported.
      let isReported = sources.isEmpty && ["file", "env", "credential"].contains { token.node($0) != nil }
      if !isReported { report(key, "expected one of three: \(example)") }
      return nil
    }
  }
}

extension Node {
  /// A name of letters, digits and _.
  fileprivate var nameOfLetters: String? {
    filledString.flatMap { $0.utf8.allSatisfy(\.isUsernameByte) ? $0 : nil }
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    isUsernameByte && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) || self == UInt8(ascii: "-")
  }

  fileprivate var isUsernameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
