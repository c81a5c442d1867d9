import DialogEngine
import Mentoring

/// What the service offers to dialogs of curators and heads: how the school stands today, and cards of people and pairs.
enum CuratorHost {
  private static let text = ValueType.text(max: Turn.cardLength)

  static let commands: [String: CommandSignature] = [
    // How many of each there are. Low ratings are counted for curators only.
    "digest.count": CommandSignature(
      outcomes: ["ok", "forbidden"],
      results: ["day": .date(), "meetings": .int(), "requests": .int(), "silent": .int(), "low": .int()],
      brings: ["ok": ["day", "meetings", "requests", "silent"]]),
    // What is known of somebody of the own school; each time is noted.
    "card.person": CommandSignature(
      arguments: ["person": .init(.ref)], outcomes: ["ok", "gone", "forbidden"],
      results: ["name": .personName, "text": text, "pairs": .int()], brings: ["ok": ["name", "text", "pairs"]]),
    "card.pair": CommandSignature(
      arguments: ["pair": .init(.ref)], outcomes: ["ok", "gone", "forbidden"],
      results: ["mentor": .personName, "mentee": .personName, "text": text],
      brings: ["ok": ["mentor", "mentee", "text"]]),
  ]

  static let queries: [String: QuerySignature] = [
    "digest_meetings": QuerySignature(
      key: .ref, columns: ["mentor": .personName, "mentee": .personName, "at": .instant, "pair": .ref]),
    "digest_requests": QuerySignature(
      key: .ref, columns: ["mentee": .personName, "topic": .label, "since": .instant, "person": .ref]),
    "digest_silent": QuerySignature(key: .ref, columns: ["mentor": .personName, "mentee": .personName, "days": .int()]),
    "digest_low": QuerySignature(
      key: .ref, columns: ["who": .personName, "rating": .int(), "met": .instant, "pair": .ref]),
    // Those of the school whose names begin with the words that are named.
    "people_found": QuerySignature(
      arguments: ["name": .init(.text())], key: .ref, columns: ["name": .personName, "roles": .text(max: 200)]),
    "pairs_of": QuerySignature(
      arguments: ["person": .init(.ref)], key: .ref, columns: ["mentor": .personName, "mentee": .personName]),
  ]

  /// What the lines of cards speak of, by the keys of their texts.
  static let texts: [String: BaseText] = {
    let line = ValueType.text(max: 300)
    let arguments: [String: [String: ValueType]] = [
      "roles": ["roles": line], "position": ["position": line], "mentors": ["names": line], "mentees": ["names": line],
      "no_mentor": [:], "form": ["form": line], "since": ["since": .date()],
      "until": ["since": .date(), "until": .date()], "held": ["count": .int()], "last": ["at": .instant],
      "no_last": [:], "next": ["at": .instant], "no_next": [:], "silent": ["days": .int()],
      "requests": ["count": .int()], "rating": ["rating": .int(), "scale": .int(), "at": .instant], "no_rating": [:],
    ]
    let lines = arguments.map { ("card.\($0)", BaseText(arguments: $1)) }
    return Dictionary(uniqueKeysWithValues: lines)
  }()
}
