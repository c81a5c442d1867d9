import Mentoring
import Messaging
import Store
import TestSupport
import Testing

/// People who press anything, type anything and come at any time, on a platform that fails now and then.
@Suite("People at random")
struct RandomPeopleTests {
  private static let chats: [Int64] = [mentee, mentor, curator, head, youngTeacher, 7, stranger]
  private static let words = [
    "1", "2", "5", "0", "12", "меню", "помощь", "отмена", "стоп", "начать", "/start", "/menu", "/sos", "/cancel",
    "/nothing", "/language", "настройки", "English",
    "нужна помощь", "Учёба", "не срочно", "беру", "вопрос решён", "без оценки", "назад", "да", "Не понимаю задачу", "",
    "AAAA-BBBB-CCCC-DDDD", "<b>{me.name}</b> **жирно**", "'; DROP TABLE person; --", "👩‍👩‍👧‍👦",
  ]

  @Test("never break anything", arguments: UInt64(1)...6)
  func survive(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let stage = try Stage.school("U1", "N1", "K1", "D1", "T1")
    for step in 1...200 {
      try act(stage, &random)
      try check(stage, "seed \(seed), step \(step)")
    }
    // After the faults everything comes to rest, and everybody can go on.
    stage.fate = { _ in nil }
    try stage.pass(.hours(2))
    #expect(
      try stage.rows(
        """
        SELECT id, lane FROM outbox
        WHERE state = 'sending' OR state = 'pending' AND not_before <= \(stage.now.rawValue)
        """) == [])
    try stage.say(curator, "начать")
    try stage.say(mentee, "начать")
    try stage.say(mentee, "отмена")
    let menus = [
      ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"],
      ["I need help", "Arrange a meeting", "My meetings", "Settings"],
    ]
    #expect(menus.contains(stage.last(mentee)?.labels ?? []))
    #expect(try stage.column("SELECT count(*) FROM quarantine") == ["0"])
    let ours = Set(["person.unreachable", "help.nobody", "timer.expired", "codes.guessed", "message.moved"])
    let others = try Set(stage.incidents).subtracting(ours)
    #expect(others == [])
  }

  private func act(_ stage: Stage, _ random: inout SeededRandom) throws {
    let chat = Self.chats.randomElement(using: &random) ?? mentee
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<50:
      // The latest buttons mostly, sometimes any that were ever shown.
      let shown = stage.chats[chat] ?? []
      let recent = Bool.random(using: &random) ? shown.suffix(1) : shown[...]
      guard let button = recent.flatMap(\.buttons).randomElement(using: &random) else { fallthrough }
      try stage.pressData(chat, button.data)
    case 50..<75: try stage.say(chat, Self.words.randomElement(using: &random) ?? "")
    case 75..<80: try stage.redeliver()
    case 80..<90: try stage.pass(.minutes(Int.random(in: 1...90, using: &random)))
    case 90..<93: try stage.restart()
    case 93..<95: try stage.deliver(chat, .attachment(.photo))
    case 95..<96: try stage.deliver(chat, .blocked)
    case 96..<97: try stage.pressData(chat, "junk")
    case 97..<98:
      // The clock is set.
      stage.now = stage.now + .minutes(Int.random(in: -60...600, using: &random))
      try stage.tick()
    default:
      let fates: [SendFailure.Recovery?] = [nil, nil, .notSent(retryAfter: nil), .unknown, .unreachable, .pointless]
      let fate = fates.randomElement(using: &random) ?? nil
      stage.fate = { [number = Int.random(in: 2...5, using: &random)] row in
        row.id.rawValue % Int64(number) == 0 ? fate.map { Stage.failure($0) } : nil
      }
    }
  }

  private func check(_ stage: Stage, _ place: Comment) throws {
    for (table, column, most) in [
      ("help_request WHERE status IN ('waiting', 'taken')", "mentee", 5),
      (
        "conversation WHERE ended_at IS NULL AND dialog IN ('help', 'join', 'forget', 'mydata')",
        "account || dialog", 1
      ),
      ("help_asked", "request", 4),
    ] {
      let counts = try stage.column("SELECT count(*) FROM \(table) GROUP BY \(column)")
      #expect(counts.allSatisfy { Int($0) ?? 0 <= most }, "\(table): \(place)")
    }
    // Nothing waits for a command that will never end.
    #expect(try stage.column("SELECT state FROM conversation WHERE state LIKE '%\"awaiting\"%'").isEmpty, place)
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state = 'sending'") == ["0"], place)
    // Each alarm belongs to a request that waits.
    #expect(
      try stage.column(
        """
        SELECT t.key FROM timer t LEFT JOIN help_request h ON h.id = t.subject AND h.status = 'waiting'
        WHERE t.kind = 'help' AND h.id IS NULL
        """) == [], place)
    // A request that waits for somebody is looked at again, unless those asked have been reminded thrice.
    #expect(
      try stage.column(
        """
        SELECT h.id FROM help_request h WHERE h.status = 'waiting' AND h.due_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.kind = 'help' AND t.subject = h.id)
          AND (SELECT count(*) FROM help_history y WHERE y.request = h.id AND y.kind = 'reminded') < 3
        """) == [], place)
  }

  /// Names that stand nowhere else, by external id.
  private static let names = [
    "U1": ["Щеглов", "Елисей", "Гордеевич"], "N1": ["Синицын", "Аристарх", "Фомич"],
    "K1": ["Галкина", "Лукерья", "Титовна"],
  ]

  @Test("leave no name behind when they are forgotten in the midst of it", arguments: UInt64(1)...6)
  func forgotten(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let stage = try Stage()
    try stage.importPeople(
      people.replacing("Образцов,Тимофей,", with: "Щеглов,Елисей,Гордеевич")
        .replacing("Примеров,Андрей,Викторович", with: "Синицын,Аристарх,Фомич")
        .replacing("Образцова,Мария,Ивановна", with: "Галкина,Лукерья,Титовна"))
    for (person, chat) in [("U1", mentee), ("N1", mentor), ("K1", curator), ("D1", head)] {
      try stage.join(person, chat: chat)
    }
    var gone: [String] = []
    for step in 1...150 {
      try act(stage, &random)
      if step % 40 == 0,
        let next = Self.names.keys.sorted().filter({ !gone.contains($0) }).randomElement(using: &random)
      {
        stage.fate = { _ in nil }
        let chat = chatOf[next] ?? 0
        try stage.say(chat, "/forget")
        try stage.say(chat, "1")
        try stage.say(chat, "1")
        gone.append(next)
        #expect(
          try stage.column("SELECT status FROM v_people WHERE external_id = '\(next)'") == ["forgotten"],
          "seed \(seed), step \(step)")
      }
      let names = gone.flatMap { Self.names[$0] ?? [] }
      for (table, rows) in try stage.everything() {
        let found = names.filter { name in rows.contains { $0.contains(name) } }
        #expect(found == [], "\(table): seed \(seed), step \(step)")
      }
      try check(stage, "seed \(seed), step \(step)")
    }
    #expect(gone.count == 3)
    #expect(try stage.column("SELECT count(*) FROM quarantine") == ["0"])
  }
}
