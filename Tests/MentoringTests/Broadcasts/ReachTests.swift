import Mentoring
import Testing

@Suite("Whom an announcement reaches")
struct ReachTests {
  @Test("without a consent nobody, whatever else holds; then whoever can be reached and has not refused the theme")
  func obstacles() {
    let contacts: [(Standing.Contact, Obstacle?)] = [
      (.reachable, nil), (.unreachable, .unreachable), (.stopped, .stopped), (.none, .notJoined),
    ]
    for (contact, obstacle) in contacts {
      for isMuted in [false, true] {
        for isObligatory in [false, true] {
          let without = Standing(hasConsent: false, contact: contact, isMuted: isMuted)
          #expect(without.obstacle(isObligatory: isObligatory) == .noConsent)
          let with = Standing(hasConsent: true, contact: contact, isMuted: isMuted)
          let wanted = obstacle ?? (isMuted && !isObligatory ? .muted : nil)
          #expect(with.obstacle(isObligatory: isObligatory) == wanted)
        }
      }
    }
  }

  @Test("counts each person once, under his reason")
  func count() {
    var reach = Reach()
    reach.add(nil, count: 22)
    reach.add(nil)
    reach.add(.noConsent)
    reach.add(.stopped)
    #expect(reach.reached == 23)
    #expect(reach.total == 25)
    #expect(reach.leftOut == [.noConsent: 1, .stopped: 1])
  }

  @Test("is for mentees, mentors or both")
  func roles() {
    #expect(Audience.Whom.mentees.roles == [.mentee])
    #expect(Audience.Whom.mentors.roles == [.mentor])
    #expect(Audience.Whom.all.roles == [.mentee, .mentor])
  }

  @Test("a tally is settled when nothing is on its way, and silent are those who have it and said nothing")
  func tally() {
    var tally = BroadcastTally(
      fates: [.sent: 21, .failed: 1, .unknown: 1, .leftOut: 2, .queued: 3, .listed: 4], failures: [.blocked: 1],
      responses: [.yes: 14, .no: 3])
    #expect(tally.meant == 30)
    #expect(tally.settled == 23)
    #expect(!tally.isSettled)
    #expect(tally.silent == 4)
    tally.fates[.queued] = nil
    #expect(!tally.isSettled)
    tally.fates[.listed] = nil
    #expect(tally.isSettled)
    #expect(BroadcastTally().isSettled)
    #expect(BroadcastTally.Fate.allCases.filter { !$0.isSettled } == [.listed, .queued])
  }
}

@Suite("The words of an announcement")
struct BroadcastTextTests {
  @Test("may fill a message to the last unit, whatever stands at its border")
  func limit() throws {
    // A family is eleven units in one character; the flag four.
    for end in ["ш", "🎉", "👨‍👩‍👧‍👦", "🇷🇺", "е\u{301}"] {
      let text = String(repeating: "ш", count: 4096 - end.utf16.count) + end
      #expect(try BroadcastText(text).text == text)
      #expect(throws: BroadcastText.Fault.tooLong(over: 12, length: 4108)) {
        try BroadcastText(String(repeating: "ж", count: 12) + text)
      }
    }
  }

  @Test("do without white space around them and without what hides or turns round")
  func tidy() throws {
    #expect(try BroadcastText(" \n Сбор\n\n в 15:00\t!\u{202E}\u{2067}\0 \n").text == "Сбор\n\n в 15:00\t!")
  }

  @Test("are some", arguments: ["", " \n\t ", "\u{202E}\0"])
  func empty(_ text: String) {
    #expect(throws: BroadcastText.Fault.empty) { try BroadcastText(text) }
  }

  @Test("are told by their begin, no character cut in two")
  func excerpt() {
    #expect(BroadcastText.excerpt(of: "Сбор в пятницу") == "Сбор в пятницу")
    #expect(BroadcastText.excerpt(of: "Сбор\nв пятницу") == "Сбор…")
    let families = String(repeating: "👨‍👩‍👧‍👦", count: 8)
    #expect(BroadcastText.excerpt(of: families) == String(repeating: "👨‍👩‍👧‍👦", count: 7) + "…")
  }
}
