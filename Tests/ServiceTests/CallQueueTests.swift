import Mentoring
import Messaging
import Store
import Testing

@testable import Service

@Suite("The queue of calls", .timeLimit(.minutes(1)))
struct CallQueueTests {
  @Test("hands on what it takes, and all that it takes, whoever closes it meanwhile")
  func closing() async {
    let call = ClaimedCall(
      row: OutboxRow(
        id: OutboxID(1), chat: ChatID(1), lane: .interactive, kind: .send, deliveryClass: .mustArrive,
        call: OutboundCall(method: "sendMessage", body: []), attempt: 1, deadline: .init(seconds: 1)))
    for _ in 0..<2000 {
      let queue = CallQueue()
      async let isTaken = queue.submit([call]).isEmpty
      async let closing: Void = queue.close()
      var handedOn = 0
      for await calls in queue.calls { handedOn += calls.count }
      await closing
      let taken = await isTaken ? 1 : 0
      #expect(handedOn == taken)
    }
  }
}
