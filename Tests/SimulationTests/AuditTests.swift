import Mentoring
import Simulation
import Testing

@testable import Emulator

/// The checker finds each way in which a promise can be broken: evidence that is whole, and then spoiled in one place.
@Suite("The audit")
struct AuditTests {
  private let person: Int64 = 7

  /// Two messages to one person, the second one twice, with a flag.
  private var whole: Evidence {
    var evidence = Evidence(now: .init(seconds: 1000))
    evidence.deliveries = [1: Delivery(at: 900_000, times: 2, isConfirmed: true)]
    evidence.inbox = ["1"]
    evidence.ledger = [sent(11, "раз"), sent(12, "два"), sent(13, "два"), edited(11)]
    evidence.outbox = [
      row(1, message: 11), row(2, message: 13, attempt: 2, isFlagged: true), row(3, kind: "edit", message: 11),
      row(4, kind: "callback", message: nil),
    ]
    var chat = Chat()
    chat.isStarted = true
    chat.messages = [message(10, isFromBot: false, revision: 1), message(13, isFromBot: true, revision: 2)]
    evidence.chats = [person: chat]
    return evidence
  }

  private func row(
    _ id: Int64, kind: String = "send", state: String = "sent", message: Int?, attempt: Int = 1, isFlagged: Bool = false
  ) -> Evidence.Row {
    Evidence.Row(
      id: id, chat: person, kind: kind, state: state, attempt: attempt, isFlagged: isFlagged, message: message)
  }

  private func call(_ text: String, target: Int? = nil) -> Call {
    var call = Call(number: 1, at: 900_000, bot: 1, method: "sendmessage", parameters: Parameters())
    (call.chat, call.text, call.target) = (person, text, target)
    return call
  }

  private func sent(_ message: Int, _ text: String) -> LedgerEntry {
    LedgerEntry(call: call(text), outcome: .done(message: message), isAnswerLost: false)
  }

  private func edited(_ message: Int) -> LedgerEntry {
    LedgerEntry(call: call("раз!", target: message), outcome: .done(message: message), isAnswerLost: false)
  }

  private func message(_ id: Int, isFromBot: Bool, revision: Int) -> Message {
    Message(id: id, isFromBot: isFromBot, sentAt: 0, text: "", entities: [], buttons: [], revision: revision)
  }

  private func findings(_ spoil: (inout Evidence) -> Void) -> [Audit.Finding] {
    var evidence = whole
    spoil(&evidence)
    return Audit(of: evidence).findings
  }

  @Test("finds nothing where all is well, and counts doubles that are flagged")
  func well() {
    let audit = Audit(of: whole)
    #expect(audit.findings == [])
    #expect(audit.updates == 1 && audit.messages == 3 && audit.flaggedDoubles == 1)
  }

  @Test("finds updates that were acknowledged and not kept, but not those that will come again")
  func updates() {
    #expect(findings { $0.inbox = [] } == [.updateLost(1)])
    #expect(
      findings {
        $0.inbox = []
        $0.deliveries[1]?.isConfirmed = false
      } == [])
    #expect(findings { $0.quarantined = ["1: odd"] } == [.quarantined("1: odd")])
  }

  @Test("finds what is stuck")
  func stuck() {
    #expect(findings { $0.updatesWaiting = 2 } == [.stuck("2 updates are not fetched")])
    #expect(findings { $0.timersDue = 1 } == [.stuck("1 timers are due")])
    #expect(findings { $0.halfwayConversations = 1 } == [.stuck("1 conversations wait for a command's end")])
    #expect(findings { $0.outbox[3].state = "sending" } == [.stuck("outbox row 4 is sending")])
    #expect(findings { $0.outbox[0].state = "expired" }.contains(.givenUp(row: 1, state: "expired")))
    #expect(findings { $0.outbox[3].state = "expired" } == [])
  }

  @Test("finds messages that nobody received")
  func lost() {
    #expect(findings { $0.ledger.removeFirst() } == [.messageLost(row: 1)])
    #expect(findings { $0.ledger.removeLast() } == [])  // The row of an edit whose message was sent is believed.
    #expect(findings { $0.outbox[0].message = nil }.contains(.messageLost(row: 1)))
  }

  @Test("finds doubles that no row admits")
  func doubles() {
    #expect(findings { $0.outbox[1].isFlagged = false } == [.doubledUnflagged(chat: 7, message: 12)])
    #expect(findings { $0.ledger.insert(sent(14, "два"), at: 3) } == [.doubledUnflagged(chat: 7, message: 14)])
    #expect(findings { $0.ledger.insert(sent(14, "три"), at: 3) } == [.doubledUnflagged(chat: 7, message: 14)])
  }

  @Test("excuses what must not come twice and was cut: it may have come, once")
  func unknown() {
    let cut: (inout Evidence) -> Void = { evidence in
      evidence.outbox.append(row(5, state: "unknown", message: nil))
      evidence.ledger.insert(sent(14, "три"), at: 3)
    }
    #expect(findings(cut) == [])
    #expect(
      findings {
        cut(&$0)
        $0.ledger.insert(sent(15, "три"), at: 4)
      } == [.doubledUnflagged(chat: 7, message: 15)])
  }

  @Test("does not ask about messages to somebody whose rows were erased at his wish")
  func forgotten() {
    let erased: (inout Evidence) -> Void = { $0.outbox.removeFirst(2) }
    #expect(findings(erased) == [11, 12, 13].map { .doubledUnflagged(chat: 7, message: $0) })
    #expect(
      findings {
        $0.outbox = []
        $0.hasForgotten = true
      } == [])
  }

  @Test("finds what overtook, unless it was put off")
  func order() {
    let swapped: (inout Evidence) -> Void = { evidence in
      evidence.outbox[0].message = 13
      (evidence.outbox[1].message, evidence.outbox[1].isFlagged) = (11, false)
      evidence.ledger.remove(at: 1)
    }
    #expect(findings(swapped) == [.outOfOrder(row: 2)])
    #expect(
      findings {
        swapped(&$0)
        $0.outbox[0].isPutOff = true
      } == [])
  }

  @Test("finds people whose last word got no answer, and buttons that still wait")
  func waiting() {
    #expect(findings { $0.chats[7]?.messages[0].revision = 3 } == [.leftWaiting(chat: 7)])
    #expect(
      findings { $0.chats[7]?.presses = [Chat.Press(callbackID: "1", messageID: 13, data: "y", at: 0)] }
        == [.leftWaiting(chat: 7)])
    #expect(
      findings {
        $0.chats[7]?.messages[0].revision = 3
        $0.chats[7]?.isBlocked = true
      } == [])
  }
}
