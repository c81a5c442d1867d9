package import Mentoring

/// The people of a rehearsal as a people file: everybody has a consent, and the first mentor of the cast mentors every mentee.
package enum SampleSchool {
  package static let zone = Zone(identifier: "Europe/Moscow") ?? .utc
  static let name = "Школа-образец"

  /// - Returns: the file, and the external id of each part, nil for strangers.
  static func people(_ parts: [Part]) -> (csv: String, ids: [String?]) {
    let ids = parts.enumerated().map { index, part in part.role.map { "\($0.rawValue)-\(index + 1)" } }
    let mentor = zip(parts, ids).first { $0.0.role == .mentor }?.1
    var lines = [
      "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent"
    ]
    var taken: [Role: Int] = [:]
    for (part, id) in zip(parts, ids) {
      guard let role = part.role, let id else { continue }
      let names = names(role)
      let name = names[taken[role, default: 0] % names.count]
      taken[role, default: 0] += 1
      let form = role == .mentee || role == .mentor ? "учитель-ученик" : ""
      lines.append("\(id),\(name),\(role.rawValue),\(form),,,\(role == .mentee ? mentor ?? "" : ""),yes")
    }
    return (lines.joined(separator: "\n") + "\n", ids)
  }

  /// Last name, first name, patronymic.
  private static func names(_ role: Role) -> [String] {
    switch role {
    case .mentee: ["Образцов,Тимофей,", "Примерова,Дарья,", "Образцова,София,"]
    case .mentor: ["Примеров,Андрей,Викторович", "Образцова,Елена,Павловна"]
    case .curator: ["Образцова,Мария,Ивановна", "Примеров,Олег,Игоревич"]
    case .head: ["Образцов,Пётр,Сергеевич"]
    case .council: ["Примерова,Ольга,Николаевна"]
    case .coordinator: ["Образцова,Нина,Андреевна"]
    case .parent: ["Образцова,Анна,Юрьевна"]
    case .psychologist: ["Примерова,Вера,Олеговна"]
    }
  }
}
