import DialogEngine
import Mentoring

/// What dialogs may do about surveys, and what they hear of them.
enum SurveyHost {
  private static let onSurvey = ["survey": CommandSignature.Argument(.ref)]

  static let commands: [String: CommandSignature] = [
    // Answers that `answers.save` has saved, given otherwise within a day.
    "answers.change": CommandSignature(takesSlots: true, outcomes: ["ok", "closed"]),
    // From here on the conversation is the person's own: it takes his typing, and the menu leads back to it.
    "survey.start": CommandSignature(arguments: onSurvey, outcomes: ["ok", "closed", "forbidden"]),
    "survey.postpone": CommandSignature(
      arguments: onSurvey, outcomes: ["ok", "last", "closed", "forbidden"], results: ["again": .instant],
      brings: ["ok": ["again"]]),
    "survey.decline": CommandSignature(arguments: onSurvey, outcomes: ["ok", "closed", "forbidden"]),
    // Once the answers are saved: the curators get a card.
    "survey.low_rating": CommandSignature(
      arguments: ["survey": .init(.ref), "rating": .init(.int()), "scale": .init(.int())], outcomes: ["ok", "forbidden"]),
  ]

  static let events: [String: [String: ValueType]] = [
    // `last`: it was put off before, and will not be asked again.
    "survey.due": ["survey": .ref, "last": .yesNo].merging(meeting) { $1 },
    // To a curator.
    "survey.low_rating": [
      "survey": .ref, "person": .personName, "rating": .int(), "scale": .int(), "pair": .ref,
    ].merging(meeting) { $1 },
  ]

  /// The pair that the two are, or were.
  static let optionalArguments: [String: Set<String>] = ["survey.low_rating": ["pair"]]

  private static let meeting: [String: ValueType] = ["partner": .personName, "met": .instant]
}
