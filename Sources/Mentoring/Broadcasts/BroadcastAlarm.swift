/// What time does about an announcement.
package enum BroadcastAlarm: String, CaseIterable, Sendable {
  /// Its hour has come.
  case send
  /// Some more copies are made.
  case queue
  /// Its author is shown how far it is.
  case progress
  /// Its author is shown what people have answered since.
  case replies
}
