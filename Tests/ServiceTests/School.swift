import Foundation
import Messaging
import Store
import TestSupport

/// The chats of the sample school's people.
let mentee: Int64 = 1
let mentor: Int64 = 2
let curator: Int64 = 3
let head: Int64 = 4
let youngTeacher: Int64 = 5
let stranger: Int64 = 9

/// One school: K1 and D1 run it, N1 is the mentor of U1 (16 years) and U2 (14, no paper yet), T1 is an adult mentee without a consent, U3 has
/// no mentor.
let people = """
  external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
  K1,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes
  D1,Образцов,Пётр,Сергеевич,head,,1971-06-30,директор,,yes
  N1,Примеров,Андрей,Викторович,mentor,,1986-03-19,учитель физики,,yes
  U1,Образцов,Тимофей,,mentee,учитель-ученик,2010-11-02,9Б,N1,yes
  U2,Образцов,Глеб,,mentee,учитель-ученик,2012-09-15,7В,N1,no
  U3,Примерова,Алиса,,mentee,учитель-ученик,2011-03-08,8А,,yes
  T1,Примерова,Ксения,Игоревна,mentee,учитель-учитель,2001-10-12,учитель,N1,no
  """

let chatOf = ["U1": mentee, "N1": mentor, "K1": curator, "D1": head, "T1": youngTeacher]

extension Stage {
  /// The sample school with these people joined.
  static func school(_ joined: String...) throws -> Stage {
    let stage = try Stage()
    try stage.importPeople(people)
    for person in joined { try stage.join(person, chat: chatOf[person] ?? 0) }
    return stage
  }

  /// The same where the dialogs of help are the only ones: mentors have no menu of their own.
  static func helpAlone(_ joined: String...) throws -> Stage {
    let folder = try DialogFolder.shipped()
    let kept = ["_common", "help", "help_track", "help_offer", "help_escalated"]
    for dialog in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !kept.contains(dialog) {
      try folder.remove(dialog)
    }
    let stage = try withExtendedLifetime(folder) { try Stage(dialogs: folder.path) }
    try stage.importPeople(people)
    for person in joined { try stage.join(person, chat: chatOf[person] ?? 0) }
    return stage
  }

  /// The sample people again, one line changed.
  func reimport(_ old: String, _ new: String) throws {
    try importPeople(people.replacing(old, with: new))
  }

  /// Asks for help as the mentee does.
  func ask(_ urgency: String = "Срочно, сегодня", _ text: String = "Не понимаю задачу", chat: Int64 = mentee) throws {
    try press(chat, "Нужна помощь")
    try press(chat, "Учёба")
    try press(chat, urgency)
    try say(chat, text)
  }

  /// A press that is not delivered yet.
  func pressing(_ chat: Int64, _ data: String) -> InboundUpdate {
    update(chat, .callback(CallbackID("press"), data: data, message: nil))
  }

  /// What the chat saw since `body` began.
  func news(_ chat: Int64, _ body: () throws -> Void) throws -> [String] {
    let before = texts(chat).count
    try body()
    return Array(texts(chat).dropFirst(before))
  }

  var incidents: [String] { get throws { try column("SELECT kind FROM incident ORDER BY id") } }

  /// The status of the only request.
  var status: String { get throws { try column("SELECT status FROM help_request").joined(separator: ",") } }

  /// A request's history: kind, actor, subject, detail.
  var history: [String] {
    get throws {
      try column(
        """
        SELECT trim(substr(y.at_local, 12, 5) || ' ' || y.kind || ' ' || coalesce(a.external_id, '-') || ' '
          || coalesce(s.external_id, '') || ' ' || coalesce(y.detail, ''))
        FROM help_history y LEFT JOIN person a ON a.id = y.actor LEFT JOIN person s ON s.id = y.subject ORDER BY y.id
        """)
    }
  }
}

extension Duration {
  static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
  static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }
}

extension Stage {
  static func failure(_ recovery: SendFailure.Recovery) -> SendFailure {
    SendFailure(attempted: "send", answer: "as the test wants it", recovery: recovery)
  }

  /// The next call that is no callback answer (or of that kind) ends so, and all after it well.
  func failNext(_ recovery: SendFailure.Recovery, kind: OutboxRow.Kind? = nil) {
    fate = { [unowned self] row in
      guard kind == nil ? row.kind != .callback : row.kind == kind else { return nil }
      fate = { _ in nil }
      return Self.failure(recovery)
    }
  }

  /// Every call that is no callback answer ends so, of one chat or of all.
  func failAll(_ recovery: SendFailure.Recovery, chat: Int64? = nil) {
    fate = { row in
      row.kind != .callback && (chat == nil || row.chat.rawValue == chat) ? Self.failure(recovery) : nil
    }
  }
}
