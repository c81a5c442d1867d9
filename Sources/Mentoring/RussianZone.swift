/// The eleven time zones of Russia: what people choose from, by the name of a city in each.
package enum RussianZone: String, CaseIterable, Sendable {
  case kaliningrad
  case moscow
  case samara
  case yekaterinburg
  case omsk
  case krasnoyarsk
  case irkutsk
  case yakutsk
  case vladivostok
  case magadan
  case kamchatka

  /// Its name in the IANA database.
  package var identifier: String {
    switch self {
    case .kaliningrad: "Europe/Kaliningrad"
    case .moscow: "Europe/Moscow"
    case .samara: "Europe/Samara"
    case .yekaterinburg: "Asia/Yekaterinburg"
    case .omsk: "Asia/Omsk"
    case .krasnoyarsk: "Asia/Krasnoyarsk"
    case .irkutsk: "Asia/Irkutsk"
    case .yakutsk: "Asia/Yakutsk"
    case .vladivostok: "Asia/Vladivostok"
    case .magadan: "Asia/Magadan"
    case .kamchatka: "Asia/Kamchatka"
    }
  }

  /// Nil for any other zone.
  package init?(identifier: String) {
    guard let zone = Self.allCases.first(where: { $0.identifier == identifier }) else { return nil }
    self = zone
  }
}
