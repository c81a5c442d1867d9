import DialogEngine
import Mentoring
import Store

extension Turn {
  /// The rows that a dialog asks for: only what this person may see, decided here and now, from the store.
  func rows(_ call: QueryCall, _ speaker: Speaker) throws -> [QueryRow] {
    switch call.query {
    case "menu": try menuRows(speaker)
    case "zones": zoneRows(speaker)
    case "broadcast_forms": try formRows(call, speaker)
    case "broadcast_positions": try positionRows(call, speaker)
    case "muted_themes": try mutedThemeRows(speaker)
    case "partners", "meetings": try meetingRows(call, speaker)
    case let query where query.hasPrefix("meeting_"): try meetingRows(call, speaker)
    default: try curatorRows(call, speaker)
    }
  }
}
