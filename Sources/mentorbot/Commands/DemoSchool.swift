import Crypto
import Curation
import Emulator
import Mentoring
import Store

/// The school of the demo: plainly sample data.
enum DemoSchool {
  static let botName = "demo"
  /// Of the emulator; no messenger knows it.
  static let token = "7770001:demo-token-of-the-sample-school"
  private static let name = "Школа-образец"

  private static let people = """
    external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
    K-01,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes
    N-01,Примеров,Андрей,Викторович,mentor,учитель-ученик,1986-03-19,учитель физики,,yes
    N-02,Образцова,Елена,Павловна,mentor,учитель-ученик,1979-09-08,учитель истории,,yes
    U-01,Образцов,Тимофей,,mentee,учитель-ученик,2010-11-02,9Б,N-01,yes
    U-02,Примерова,Дарья,,mentee,учитель-ученик,2011-04-17,8А,N-02,yes
    U-03,Образцова,София,,mentee,учитель-ученик,2011-12-05,8А,N-02,no
    U-04,Примеров,Олег,,mentee,учитель-ученик,2010-05-23,9Б,N-01,yes
    D-01,Образцов,Пётр,Сергеевич,head,,1971-06-30,директор,,yes
    """

  /// Whose phones the page shows, from left to right; the first three lie open. One mentee has not joined yet, another may not for want of a consent.
  private static let phones = [
    (
      id: "U-01",
      phone: Person(id: 5_550_001, firstName: "Тимофей", lastName: "Образцов", phone: "mentee", role: "Наставляемый")
    ),
    (
      id: "N-01",
      phone: Person(id: 5_550_002, firstName: "Андрей", lastName: "Примеров", phone: "mentor", role: "Наставник")
    ),
    (
      id: "K-01",
      phone: Person(id: 5_550_003, firstName: "Мария", lastName: "Образцова", phone: "curator", role: "Куратор")
    ),
    (
      id: "U-02",
      phone: Person(id: 5_550_004, firstName: "Дарья", lastName: "Примерова", phone: "mentee2", role: "Наставляемая")
    ),
    (
      id: "N-02",
      phone: Person(id: 5_550_005, firstName: "Елена", lastName: "Образцова", phone: "mentor2", role: "Наставница")
    ),
    (
      id: "D-01",
      phone: Person(id: 5_550_006, firstName: "Пётр", lastName: "Образцов", phone: "head", role: "Директор")
    ),
  ]

  static func messenger(port: Int, stateFile: String) -> Emulator.Configuration {
    var configuration = Emulator.Configuration(
      bots: [BotAccount(token: token, username: "sample_mentor_bot", name: "Наставничество")])
    configuration.port = port
    configuration.keepsLedger = false
    configuration.stateFile = stateFile
    configuration.hint =
      "Нажмите «Нужна помощь» на телефоне ученика. Потом ответьте как наставник или переведите часы вперёд."
    configuration.timeZone = "Europe/Moscow"
    return configuration
  }

  static func configuration(apiBase: String) -> Configuration {
    var configuration = Configuration.defaults
    configuration.organisation = name
    var bot = Bot(name: botName, token: .environment("UNUSED"))
    bot.apiBase = apiBase
    configuration.bots = [bot]
    return configuration
  }

  /// Imports the school and lets its people join with their codes, unless they have before.
  static func open(_ store: CoreStore, _ emulator: Emulator, now: Timestamp) throws {
    _ = try importPeople(
      Array(people.utf8), file: "sample school", into: store, organisation: name, language: .ru, now: now)
    var generator = SystemRandomNumberGenerator()
    for (id, phone) in phones {
      emulator.addPerson(phone)
      guard !emulator.chat(of: phone.id).isStarted else { continue }
      let invitation = try invitePeople(
        [id], in: store, validFor: .seconds(86_400), language: .ru, now: now,
        entropy: { randomBytes($0, using: &generator) }, link: { _ in nil })
      try emulator.type("/start \(invitation[0].code.filter { $0 != "-" })", as: phone.id)
    }
  }
}
