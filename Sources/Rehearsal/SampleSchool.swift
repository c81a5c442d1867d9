package import Mentoring

/// The people of a rehearsal as a people file: the first mentor of the cast mentors every mentee.
package enum SampleSchool {
  package static let zone = Zone(identifier: "Europe/Moscow") ?? .utc
  package static let name = "Школа-образец"

  /// - Parameters:
  ///   - unsigned: the parts whose consent the school does not have.
  ///   - today: ages are counted from here. Everybody has his birthday on 1 January, so that it comes in no transcript.
  /// - Returns: the file, and the external id of each part, nil for strangers.
  package static func people(_ parts: [Part], unsigned: Set<Int>, today: LocalDate) -> (csv: String, ids: [String?]) {
    let ids = parts.enumerated().map { index, part in part.role.map { "\($0.rawValue)-\(index + 1)" } }
    let mentor = zip(parts, ids).first { $0.0.role == .mentor }?.1
    var lines = [
      "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent"
    ]
    var taken: [Role: Int] = [:]
    for (index, (part, id)) in zip(parts, ids).enumerated() {
      guard let role = part.role, let id else { continue }
      let names = names(role)
      let name = names[taken[role, default: 0] % names.count]
      taken[role, default: 0] += 1
      let form = role == .mentee || role == .mentor ? "учитель-ученик" : ""
      let birthday = part.age.map { "\(today.year - $0)-01-01" } ?? ""
      let consent = unsigned.contains(index) ? "no" : "yes"
      lines.append(
        "\(id),\(name),\(role.rawValue),\(form),\(birthday),,\(role == .mentee ? mentor ?? "" : ""),\(consent)")
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
