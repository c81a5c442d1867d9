import DialogEngine
import Mentoring

/// What the lines of the answer to /mydata speak of, by the keys of their texts.
let myDataTexts: [String: BaseText] = {
  let line = ValueType.text(max: 200)
  let roles = ValueType.choice(Role.allCases.map(\.rawValue))
  let urgency = ValueType.choice(HelpRequest.Urgency.allCases.map(\.rawValue))
  let status = ValueType.choice(["waiting", "taken", "closed", "cancelled"])
  let fate = ValueType.choice(BroadcastTally.Fate.allCases.map(\.rawValue))
  let arguments: [String: [String: ValueType]] = [
    "chat": [:],
    "name": ["name": .personName],
    "id": ["id": line],
    "organisation": ["organisation": line],
    "role": ["role": roles, "since": .date()],
    "role_ended": ["role": roles, "since": .date(), "until": .date()],
    "form": ["form": line],
    "position": ["position": line],
    "birth_date": ["birth_date": .date()],
    "language": ["language": line],
    "zone": ["zone": line],
    "quiet": ["quiet": line],
    "mentor": ["name": .personName],
    "mentee": ["name": .personName],
    "parent": ["name": .personName],
    "child": ["name": .personName],
    "account": ["platform": line, "since": .date()],
    "account_waiting": ["platform": line],
    "stopped": [:],
    "consent_paper": ["since": .date()],
    "consent_chat": ["since": .date()],
    "withdrawn": ["until": .date()],
    "requests": ["count": .int()],
    "request": ["at": .datetime(), "topic": .label, "urgency": urgency, "status": status],
    "rating": ["rating": .int()],
    "asked": ["count": .int(), "taken": .int()],
    "meetings": ["count": .int()],
    "meeting": [
      "at": .datetime(), "partner": .personName, "format": .choice(Meeting.Format.allCases.map(\.rawValue)),
      "state": .choice(Meeting.Status.allCases.map(\.rawValue)),
    ],
    "meeting_said": ["said": .choice(Meeting.Answer.allCases.map(\.rawValue))],
    "meeting_words": [:],
    "meeting_word": ["at": .datetime()],
    "answers": ["count": .int()],
    "answer": ["at": .datetime(), "dialog": line, "slot": line],
    "unanswered": [:],
    "before": [:],
    "surveys": ["count": .int()],
    "begun": [:],
    "begun_slot": ["dialog": line, "slot": line],
    "announcements": ["count": .int()],
    "announcement": ["at": .datetime(), "fate": fate],
    "announcement_reply": ["at": .datetime(), "fate": fate, "replies": line],
    "muted": ["theme": .label],
    "announced": ["count": .int()],
    "journal": ["count": .int()],
    "messages": ["count": .int()],
    "held": ["count": .int()],
    "quarantined": ["count": .int()],
    "part": ["part": .int(), "parts": .int()],
    "file": [:],
    "cut": [:],
  ]
  return Dictionary(uniqueKeysWithValues: arguments.map { ("mydata.\($0)", BaseText(arguments: $1)) })
}()
