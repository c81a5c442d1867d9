import Console
import Curation
import Glibc
import Mentoring
import Store

/// `mentorbot broadcast FILE`, `--list`, `--show ID`, `--cancel ID`
func broadcastCommand(_ terminal: Terminal) -> Command {
  Command(
    "broadcast", "Announces what a text file says; lists announcements, shows or cancels one.",
    details: """
      Shows who would get it and who not, and asks (without a terminal: --yes). The running daemon sends it a minute later, or at --at;
      until then --cancel calls it back, afterwards it stops what has not gone. Times are the school's. People see plain text, up to 4096 characters.
      """,
    options: StoreOptions.options + [
      .init("to", "WHOM", "mentees, mentors or all"), .init("form", "FORM", "only that form of mentoring"),
      .init("position", "CLASS", "only that class or post"),
      .init("status", "STATUS", "only paired or unpaired people"),
      .init("answers", "KIND", "buttons: none (default), ack «Ознакомлен(а)», rsvp «Приду / Не приду»"),
      .init("at", "TIME", "when: 2026-12-01T10:00"),
      .init("topic", "TOPIC", "events, study, news (default) or a word of the school's: people can do without it"),
      .init(flag: "obligatory", "goes also to those who can do without its topic"),
      .init("as", "ID", "the external_id of the curator or head who announces"),
      .init("school", "NAME", "his organisation, where several have the same external_id"),
      .init(flag: "dry-run", "only shows who would get it"), .init(flag: "yes", "does not ask"),
      .init(flag: "yes-many", "does not ask about more than \(BroadcastRules.sureLimit) people either"),
      .init(flag: "list", "the announcements"), .init("show", "ID", "the people of an announcement"),
      .init("cancel", "ID", "calls an announcement off"), formatOption,
    ], positionals: [.init("FILE", .optional)]
  ) { arguments in
    let options = try StoreOptions(arguments)
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let wishes = [
      arguments.positional("FILE") != nil, arguments.has("list"), arguments["show"] != nil, arguments["cancel"] != nil,
    ]
    guard wishes.count(where: { $0 }) == 1 else {
      throw arguments.wrong("one of FILE, --list, --show, --cancel is needed")
    }
    if arguments.has("list") { return try list("broadcasts", nil, options, format, arguments, terminal) }
    if let id = try arguments.integer("show", in: 1...Int.max) {
      return try list("broadcast_recipients", id, options, format, arguments, terminal)
    }
    if let id = try arguments.integer("cancel", in: 1...Int.max) { return try cancel(id, options, arguments, terminal) }
    try announce(options, format, arguments, terminal)
  }
}

private func list(
  _ query: String, _ id: Int?, _ options: StoreOptions, _ format: Table.Format, _ arguments: Arguments,
  _ terminal: Terminal
) throws {
  var filter = QueryFilter()
  filter.school = arguments["school"]
  var table = Table(
    try NamedQuery.named(query, language: options.language)
      .run(filter, in: options.openReader(), language: options.language))
  if let id, let column = table.columns.firstIndex(of: "broadcast") {
    table.rows.removeAll { $0[column] != .integer(Int64(id)) }
  }
  terminal.output(table.rendered(as: format))
}

private func cancel(_ id: Int, _ options: StoreOptions, _ arguments: Arguments, _ terminal: Terminal) throws {
  let tally = try cancelBroadcast(
    BroadcastID(Int64(id)), by: try author(arguments), organisation: arguments["school"], in: options.openStore(),
    language: options.language, now: wallClock())
  let sent = tally.settled - tally[.cancelled]
  terminal.output(
    options.language == .ru
      ? "Объявление \(id) отменено. Отправлено \(sent) из \(tally.meant).\n"
      : "Announcement \(id) is cancelled. \(sent) of \(tally.meant) sent.\n")
}

private func author(_ arguments: Arguments) throws -> String {
  guard let author = arguments["as"] else { throw arguments.wrong("--as is missing: who announces?") }
  return author
}

private func announce(
  _ options: StoreOptions, _ format: Table.Format, _ arguments: Arguments, _ terminal: Terminal
) throws {
  guard let whom = try arguments.choice("to", of: Audience.Whom.self) else {
    throw arguments.wrong("--to is missing: mentees, mentors or all")
  }
  let language = options.language
  let store = try options.openStore()
  let file = arguments.positional("FILE") ?? ""
  let order = BroadcastOrder(
    text: try readBroadcastText(readBytes(file, limitBytes: 1 << 20), language: language),
    audience: Audience(
      whom, form: arguments["form"], position: arguments["position"],
      pairing: try arguments.choice("status", of: Audience.Pairing.self)),
    answers: try arguments.choice("answers", of: Broadcast.Answers.self) ?? .none,
    theme: try topic(arguments), isObligatory: arguments.has("obligatory"),
    at: try arguments["at"].map { try readBroadcastTime($0, in: options.zone, language: language) },
    author: try author(arguments), organisation: arguments["school"])
  let plan = try planBroadcast(order, in: store, language: language)
  terminal.output(table(plan).rendered(as: format))
  terminal.complain(counts(plan.reach, language))
  if arguments.has("dry-run") { return }
  guard try arguments.has("yes") || isConfirmed(language == .ru ? "Отправить?" : "Send it?", arguments, terminal) else {
    return terminal.complain(language == .ru ? "Ничего не отправлено.\n" : "Nothing was sent.\n")
  }
  let isMany = plan.reach.reached > BroadcastRules.sureLimit
  let isSure =
    try arguments.has("yes-many")
    || (isMany && !arguments.has("yes")
      && isConfirmed(
        language == .ru
          ? "Это \(plan.reach.reached) человек. Точно?" : "These are \(plan.reach.reached) people. For sure?",
        arguments, terminal))
  let rules = BroadcastRules(zone: options.zone, quietHours: options.configuration.quietHours)
  let broadcast = try scheduleBroadcast(
    order, by: rules, in: store, isSure: isSure, language: language, now: wallClock())
  let time = options.zone.iso(broadcast.sendAt).prefix(19).replacing("T", with: " ")
  terminal.complain(
    language == .ru
      ? "Объявление \(broadcast.id) записано. Его отправит работающая служба (mentorbot run): \(time). Отозвать: mentorbot broadcast --cancel \(broadcast.id) --as \(order.author)\n"
      : "Announcement \(broadcast.id) is written down. The running daemon (mentorbot run) sends it: \(time). To call it back: mentorbot broadcast --cancel \(broadcast.id) --as \(order.author)\n"
  )
}

/// A word that a dialog may have a text for: `theme.WORD`.
private func topic(_ arguments: Arguments) throws -> String {
  let topic = arguments["topic"] ?? "news"
  guard (1...32).contains(topic.count), topic.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
    throw arguments.wrong("--topic: a word of up to 32 letters")
  }
  return topic
}

private func table(_ plan: BroadcastPlan) -> Table {
  Table(
    columns: ["external_id", "last_name", "first_name", "patronymic", "position", "left_out"],
    rows: plan.people.map { person in
      [
        .text(person.externalID), .text(person.name.last), .text(person.name.first),
        person.name.patronymic.map { .text($0) } ?? .null, person.position.map { .text($0) } ?? .null,
        person.reason.map { .text($0.rawValue) } ?? .null,
      ]
    })
}

private func counts(_ reach: Reach, _ language: Language) -> String {
  let reasons = Obstacle.allCases.compactMap { obstacle in
    reach.leftOut[obstacle].map { "\(obstacle.rawValue) \($0)" }
  }.joined(separator: ", ")
  return switch language {
  case .ru:
    "Получат \(reach.reached) из \(reach.total)." + (reasons.isEmpty ? "\n" : " Не получат: \(reasons).\n")
  case .en:
    "It reaches \(reach.reached) of \(reach.total)." + (reasons.isEmpty ? "\n" : " Left out: \(reasons).\n")
  }
}

/// Asks whoever sits at the terminal. Where nobody does, the use is wrong: nothing goes to many unasked.
private func isConfirmed(_ question: String, _ arguments: Arguments, _ terminal: Terminal) throws -> Bool {
  guard isatty(STDIN_FILENO) == 1 else { throw arguments.wrong("--yes is missing: nobody is here to ask") }
  terminal.complain("\(question) [y/N] ")
  let answer = readLine()?.lowercased() ?? ""
  return ["y", "yes", "д", "да"].contains(answer)
}
