import Mentoring

/// The people of a programme, drawn: who they are, and the file that the school imports.
struct Roster {
  private(set) var players: [Player] = []
  /// What stands in the file about each but the consent, and whether that is there from the start.
  private var lines: [(id: String, row: String, isSigned: Bool)] = []

  static let organisation = "Школа-образец"
  private static let lastNames = ["Образцов", "Примеров", "Пробный", "Тестов", "Учебнов", "Школьнов"]
  private static let firstNames = ["Тимофей", "Андрей", "Пётр", "Олег", "Илья", "Марк", "Егор", "Лев"]
  private static let patronymics = ["Викторович", "Сергеевич", "Игоревич", "Петрович"]

  init(people: Int, _ chance: inout Chance) {
    var counts: [(Role, Int)] = [
      (.head, 1), (.curator, max(1, people / 120)), (.council, people / 60), (.coordinator, people / 100),
      (.psychologist, people / 80), (.parent, people / 12),
    ]
    let rest = max(2, people - counts.map(\.1).reduce(0, +))
    let mentors = max(1, rest * 3 / 10)
    counts += [(.mentor, mentors), (.mentee, max(1, rest - mentors))]
    for (role, count) in counts {
      for number in 0..<count { add(role, number + 1, mentors: mentors, &chance) }
    }
    for number in 0...people / 50 { addPlayer("stranger-\(number + 1)", nil, "Прохожий", &chance) }
  }

  private mutating func add(_ role: Role, _ number: Int, mentors: Int, _ chance: inout Chance) {
    let id = "\(role.rawValue)-\(number)"
    let firstName = chance.pick(Self.firstNames) ?? ""
    let lastName = "\(chance.pick(Self.lastNames) ?? "") \(number)"
    let patronymic = role == .mentee || role == .parent ? "" : chance.pick(Self.patronymics) ?? ""
    let isMentee = role == .mentee
    let age = isMentee ? chance.number(11...17) : chance.number(25...60)
    let birth = "\(2026 - age)-0\(chance.number(1...9))-1\(chance.number(0...9))"
    let form = isMentee || role == .mentor ? "учитель-ученик" : ""
    let position = isMentee ? "\(chance.number(5...11))\(["А", "Б", "В"][chance.number(0...2)])" : ""
    // Every twentieth waits for a mentor.
    let mentor = isMentee && !chance.hits(0.05) ? "mentor-\(chance.number(1...mentors))" : ""
    lines.append(
      (
        id, "\(id),\(lastName),\(firstName),\(patronymic),\(role.rawValue),\(form),\(birth),\(position),\(mentor),",
        chance.hits(0.92)
      ))
    addPlayer(id, role, firstName, &chance)
  }

  private mutating func addPlayer(_ id: String, _ role: Role?, _ name: String, _ chance: inout Chance) {
    players.append(
      Player(
        id: id, role: role, phone: Int64(5000 + players.count), name: name, language: chance.hits(0.04) ? "en" : "ru",
        diligence: 0.6 + chance.share() * 0.4))
  }

  /// - Parameter isComplete: the consents that were missing have come.
  func file(isComplete: Bool) -> String {
    let header =
      "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent\n"
    return header + lines.map { $0.row + (isComplete || $0.isSigned ? "yes" : "no") + "\n" }.joined()
  }

  /// External ids of the members.
  var members: [String] { lines.map(\.id) }
}
