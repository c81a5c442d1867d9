import JSON5

/// Fetches the tokens of all bots, by bot name.
/// - Parameter environment: the process's variables.
/// - Throws: everything that is wrong with them, and none of them.
func readTokens(of bots: [Bot], environment: [String: String]) throws(Problems) -> [String: Secret] {
  var tokens: [String: Secret] = [:]
  var problems: [Problem] = []
  for bot in bots {
    do {
      tokens[bot.name] = try readToken(bot.token, environment: environment)
    } catch {
      problems.append(error)
    }
  }
  guard problems.isEmpty else { throw Problems(problems) }
  return tokens
}

/// Fetches one token. A file of it must be closed to everybody but its owner.
func readToken(_ source: Bot.TokenSource, environment: [String: String]) throws(Problem) -> Secret {
  let place: String
  let text: String
  switch source {
  case .environment(let name):
    place = "variable \(name)"
    guard let value = environment[name] else {
      throw Problem(file: place, position: nil, message: "is not set: the bot's token is expected there")
    }
    text = value
  case .file(let path):
    place = path
    text = try readSecretFile(path, forbidden: 0o077, advice: "put the bot's token there and type: chmod 600 \(path)")
  case .credential(let name):
    guard let folder = environment["CREDENTIALS_DIRECTORY"] else {
      throw Problem(
        file: "credential \(name)", position: nil,
        message: "systemd hands out no credentials here: the unit needs LoadCredential=\(name):FILE")
    }
    place = folder + "/" + name
    // systemd lets the service's user in by an access list, which shows as a right of the group; the folder is closed to all others.
    text = try readSecretFile(place, forbidden: 0o007, advice: "the unit needs LoadCredential=\(name):FILE")
  }
  let token = text.trimmingBlanks
  guard looksLikeToken(token) else {
    let message = "is no bot token: expected digits, a colon, then letters, digits, _ and -"
    throw Problem(file: place, position: nil, message: message)
  }
  return Secret(token)
}

/// - Parameters:
///   - forbidden: rights that nobody may have.
///   - advice: what to do when there is no such file.
private func readSecretFile(_ path: String, forbidden: UInt32, advice: String) throws(Problem) -> String {
  let file: TextFile
  do { file = try readTextFile(path, limitBytes: 4096) } catch {
    var problem = error
    problem.message += "; \(advice)"
    throw problem
  }
  guard file.permissions & forbidden == 0 else {
    let mode = String(file.permissions, radix: 8)
    throw Problem(
      file: path, position: nil,
      message: "others on this machine may read the token (mode \(mode)); type: chmod 600 \(path)")
  }
  return file.text
}

/// `\d+:[\w-]+`, at most 256 bytes.
func looksLikeToken(_ text: String) -> Bool {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  guard parts.count == 2, text.utf8.count <= 256, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
  let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
  return parts[0].unicodeScalars.allSatisfy(isDigit)
    && parts[1].unicodeScalars.allSatisfy { scalar in
      isDigit(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_" || scalar == "-"
    }
}

extension String {
  fileprivate var trimmingBlanks: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isBlank }), let last = scalars.lastIndex(where: { !$0.isBlank })
    else { return "" }
    return String(scalars[first...last])
  }
}
