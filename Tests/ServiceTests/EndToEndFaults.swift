import Emulator
import HTTP
import Simulation
import Synchronization
import TestSupport

/// Spoils the first, third, fifth … call of each method.
final class EveryOther: Sendable {
  private let calls = Mutex<[String: Int]>([:])

  func judge(with fault: Fault) -> @Sendable (Call) -> Fault? {
    { call in
      self.calls.withLock { calls in
        calls[call.method, default: 0] += 1
        return calls[call.method, default: 0] % 2 == 1 ? fault : nil
      }
    }
  }
}

/// Spoils a third of all calls, each in a way that is drawn.
final class ByChance: Sendable {
  private let random: Mutex<SeededRandom>
  private let faults: [Fault]

  init(seed: UInt64, among faults: [Fault]) {
    random = Mutex(SeededRandom(seed: seed))
    self.faults = faults
  }

  @Sendable func judge(_ call: Call) -> Fault? {
    random.withLock { Int.random(in: 0..<3, using: &$0) == 0 ? faults.randomElement(using: &$0) : nil }
  }
}

/// Spoils the first, third, fifth … request of each kind that asks for something to be done; polls go through.
final class EveryOtherRequest: Sendable {
  private let requests = Mutex<[String: Int]>([:])

  func judge(with fate: Relay.Fate) -> @Sendable (String) -> Relay.Fate? {
    { line in
      let method = line.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
      guard !method.hasPrefix("getUpdates") else { return nil }
      return self.requests.withLock { requests in
        requests[method, default: 0] += 1
        return requests[method, default: 0] % 2 == 1 ? fate : nil
      }
    }
  }
}

/// Counts polls, and spoils them all.
final class PollCounter: Sendable {
  private let polls = Mutex(0)
  var count: Int { polls.withLock(\.self) }

  func judge(with fault: Fault) -> @Sendable (Call) -> Fault? {
    { call in
      guard call.method == "getupdates" else { return nil }
      self.polls.withLock { $0 += 1 }
      return fault
    }
  }
}

extension HTTPClient {
  /// Longer answers than that are refused, to polls too: the real limit takes a test's while to fill.
  func takingAtMost(bytes limit: Int) -> HTTPClient {
    HTTPClient { request throws(HTTPFailure) in
      var request = request
      request.answerLimitBytes = min(request.answerLimitBytes, limit)
      return try await send(request)
    }
  }

  /// Calls that are no polls have to end within that real time: a platform that is too slow need not be waited for in a test.
  func hurried(_ deadline: Duration) -> HTTPClient {
    HTTPClient { request throws(HTTPFailure) in
      var request = request
      if !request.url.hasSuffix("/getUpdates") { request.deadline = deadline }
      return try await send(request)
    }
  }
}
