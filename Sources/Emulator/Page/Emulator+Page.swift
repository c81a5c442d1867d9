import FoundationEssentials
import MicroHTTPD

/// The page of phones and the small JSON interface behind it.
///
/// It can do whatever people can, so it answers only to a browser on this machine that opened it by a loopback name:
/// the `Host` check stops DNS rebinding; demanding JSON stops forms of other sites, which cannot send it unasked.
extension Emulator {
  func servePage(_ request: Request, _ reply: Reply) {
    guard isLoopback(request.header("Host") ?? "") else {
      return reply.answer(Response(status: 403, text: "Open this page as 127.0.0.1 or localhost.\n"))
    }
    switch (request.method, request.path) {
    case ("GET", "/"): reply.answer(.asset(.html))
    case ("GET", "/page.css"): reply.answer(.asset(.css))
    case ("GET", "/page.js"): reply.answer(.asset(.js))
    case ("GET", "/demo/state"): serveState(request, reply)
    case ("GET", let path) where path.hasPrefix("/demo/file/"): serveDocument(path, reply)
    case ("POST", let path) where path.hasPrefix("/demo/"):
      guard request.header("Content-Type")?.lowercased().hasPrefix("application/json") == true else {
        return reply.answer(.problem(415, "send application/json"))
      }
      guard let action = try? JSONDecoder().decode(Action.self, from: Data(request.body)) else {
        return reply.answer(.problem(400, "the body is not what this action takes"))
      }
      do throws(EmulatorFailure) {
        try act(String(path.dropFirst("/demo/".count)), action, reply)
      } catch {
        reply.answer(.problem(409, error.description))
      }
    default: reply.answer(Response(status: 404, text: "There is nothing here.\n"))
    }
  }

  /// The page's state as JSON.
  func page(of world: World, after: Int, now: Int64) -> Response {
    let place = places[configuration.bots[0].token] ?? 0
    return .json(
      Array(
        encoded(
          PageState(
            world, bot: place, after: after, now: now, instance: instance, configuration: configuration)
        ).utf8), headers: [("Cache-Control", "no-store")])
  }

  /// What somebody does on the page. Each action uses its part of this.
  private struct Action: Decodable {
    var phone: String?
    var text: String?
    var message: Int?
    var data: String?
    var blocked: Bool?
    var advanceSeconds: Int64?
  }

  private func act(_ name: String, _ action: Action, _ reply: Reply) throws(EmulatorFailure) {
    if name == "clock" {
      // Forward only, a year at most: the service's timers are not made for a clock that runs back.
      guard let seconds = action.advanceSeconds, (1...366 * 86_400).contains(seconds) else {
        return reply.answer(.problem(400, "advanceSeconds: 1 to 31622400"))
      }
      advanceClock(seconds: seconds)
      return reply.answer(.done)
    }
    let person = look { state, _ in state.world.people.first { $0.phone != nil && $0.phone == action.phone } }
    guard let person else { throw .noSuchPerson(action.phone ?? "") }
    switch name {
    case "type": try type(action.text ?? "", as: person.id)
    case "press":
      let message = action.message ?? 0
      guard chat(of: person.id).messages.contains(where: { $0.id == message }) else { throw .noSuchMessage(message) }
      try press(action.data ?? "", under: message, as: person.id)
    case "block":
      if action.blocked == true { try block(as: person.id) } else { try unblock(as: person.id) }
    case "read":
      let place = places[configuration.bots[0].token] ?? 0
      change { state, _ in state.world.read(upTo: action.message ?? 0, as: person.id, bot: place) }
    default: return reply.answer(.problem(404, "no such action"))
    }
    reply.answer(.done)
  }

  /// `/demo/file/<phone>/<message>`: to be kept, never to be shown in the page's place.
  private func serveDocument(_ path: String, _ reply: Reply) {
    let parts = path.dropFirst("/demo/file/".count).split(separator: "/")
    let document = look { state, _ -> Document? in
      guard parts.count == 2, let message = Int(parts[1]),
        let person = state.world.people.first(where: { $0.phone == String(parts[0]) })
      else { return nil }
      let chat = state.world.chat(of: person.id, bot: places[configuration.bots[0].token] ?? 0)
      return chat.index(of: message).flatMap { chat.messages[$0].document }
    }
    guard let document, let content = document.content else {
      return reply.answer(Response(status: 404, text: "There is no such file.\n"))
    }
    reply.answer(.download(document, content))
  }

  /// Answers at once when there is something newer than `after`, or when the page is of another run; else waits.
  private func serveState(_ request: Request, _ reply: Reply) {
    let items = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
    let isSameRun = items["instance"] == instance
    let asked = isSameRun ? Int(items["after"] ?? "") ?? 0 : 0
    let (world, now, ticket) = look { state, now -> (World?, Int64, Int) in
      guard asked > 0, asked == state.world.revision else { return (state.world, now, 0) }
      let ticket = state.ticket()
      state.pagePolls[ticket] = WaitingPage(after: asked, reply: reply)
      return (nil, now, ticket)
    }
    if let world {
      let after = asked <= world.revision ? asked : 0
      return reply.answer(page(of: world, after: after, now: now))
    }
    alarm.after(Emulator.pageWait) { [weak self] in self?.endPage(ticket) }
  }

  private func endPage(_ ticket: Int) {
    let (waiting, world, now) = look { state, now in
      (state.pagePolls.removeValue(forKey: ticket), state.world, now)
    }
    if let waiting { waiting.reply.answer(page(of: world, after: waiting.after, now: now)) }
  }

  /// How long a page waits for news before it asks again.
  private static let pageWait = Duration.seconds(25)

  private func isLoopback(_ host: String) -> Bool {
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return ["127.0.0.1", "localhost", "[::1]"].contains(String(name))
  }
}

extension Response {
  fileprivate static let done = Response.json(Array(#"{"ok":true}"#.utf8))

  fileprivate static func problem(_ status: Int, _ description: String) -> Response {
    .json(Array(encoded(["error": description]).utf8), status: status)
  }

  fileprivate static func download(_ document: Document, _ content: Data) -> Response {
    let isType = document.mediaType.wholeMatch(of: /[a-z0-9.+-]+\/[a-z0-9.+-]+(; ?charset=[a-zA-Z0-9-]+)?/) != nil
    let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
    let name = document.name.utf8.map { byte in
      if unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return Response(
      status: 200,
      headers: [
        ("Content-Type", isType ? document.mediaType : "application/octet-stream"),
        ("Content-Disposition", "attachment; filename*=UTF-8''\(name.joined())"),
        ("Content-Security-Policy", "sandbox"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
      ], body: Array(content))
  }

  fileprivate static func asset(_ asset: Asset) -> Response {
    Response(
      status: 200,
      headers: [
        ("Content-Type", asset.contentType),
        ("Content-Security-Policy", Asset.policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
      ], body: asset.bytes)
  }
}
