import CSV
import JSON5
import Mentoring

/// What can be wrong with a people file. Each says how to mend it. What stands in a cell is repeated only where it is an id or resembles what
/// belongs there: under the wrong column it may be a name.
enum PeopleFault: Hashable, Sendable {
  case form(CSVFault)
  case missingColumn(PeopleColumn)
  /// Nil for a word that resembles none: without its header a file begins with a person.
  case unknownColumn(Misspelt?)
  case repeatedColumn(PeopleColumn)
  case cellCount(found: Int, expected: Int)
  case emptyCell(PeopleColumn)
  case tooLong(PeopleColumn)
  case forbiddenCharacter(code: String)
  case unknownRole(Misspelt?)
  /// Nil for what does not resemble a date.
  case badDate(String?)
  case futureDate(String)
  case beforeFirstYear(String)
  case badFlag
  case dateWithoutConsent
  case unknownLanguage
  case repeatedID(String, firstLine: Int)
  case mentorOfNobody(Role)
  case ownPerson(PeopleColumn)
  case unknownPerson(String, nearest: String?)
  case severalOrganisations(String)
  case notAMentor(String, Role)
  case menteeAsParent(String)
  case parentAsMentor(String)

  /// A word that resembles one that would be right.
  struct Misspelt: Hashable, Sendable {
    var word: String
    var nearest: String

    init?(_ word: String, among valid: [String]) {
      guard let nearest = JSON5.nearest(word, in: valid) else { return nil }
      (self.word, self.nearest) = (word, nearest)
    }
  }

  /// The first year that a date may have: nobody in a programme is older.
  static let firstYear = 1900

  func text(in language: Language) -> String {
    switch language {
    case .ru: russian
    case .en: english
    }
  }

  private var russian: String {
    switch self {
    case .form(let fault): fault.russian
    case .missingColumn(let column): "нет столбца «\(column.rawValue)»; добавьте его, хотя бы пустой"
    case .unknownColumn(let name?): "неизвестный столбец «\(name.word)»; возможно, «\(name.nearest)»"
    case .unknownColumn(nil): "неизвестный столбец; допустимы: \(Self.names(PeopleColumn.allCases))"
    case .repeatedColumn(let column): "столбец «\(column.rawValue)» уже есть; оставьте один"
    case .cellCount(let found, let expected): "ячеек \(found), а столбцов \(expected); проверьте разделители и кавычки"
    case .emptyCell(let column): "«\(column.rawValue)» не может быть пустым"
    case .tooLong(let column): "«\(column.rawValue)» длиннее \(column.limit) знаков"
    case .forbiddenCharacter(let code): "недопустимый невидимый знак \(code); введите текст заново"
    case .unknownRole(let role?): "неизвестная роль «\(role.word)»; возможно, «\(role.nearest)»"
    case .unknownRole(nil): "неизвестная роль; допустимы: \(Self.names(Role.allCases))"
    case .badDate(let text?): "нет такой даты: «\(text)»; пишите 2012-05-31 или 31.05.2012"
    case .badDate(nil): "здесь должна быть дата; пишите 2012-05-31 или 31.05.2012"
    case .futureDate(let text): "дата «\(text)» ещё не наступила"
    case .beforeFirstYear(let text): "дата «\(text)» раньше \(Self.firstYear) года"
    case .badFlag: "здесь не «да» и не «нет»; пишите yes (да), no (нет) или оставьте пустым"
    case .dateWithoutConsent: "дата согласия есть, а согласия нет; поставьте consent = yes или уберите дату"
    case .unknownLanguage: "неизвестный язык; допустимы: \(Self.names(Language.allCases))"
    case .repeatedID(let id, let line): "external_id «\(id)» уже есть в строке \(line); у каждого человека он свой"
    case .mentorOfNobody(let role):
      "наставник назначается только наставляемому (mentee), а здесь роль \(role.rawValue); уберите mentor_external_id"
    case .ownPerson(let column): "«\(column.rawValue)» указывает на самого человека"
    case .unknownPerson(let id, let nearest):
      "человека с external_id «\(id)» нет ни в файле, ни в базе" + hint(nearest, "; возможно, «", "»", otherwise: "")
    case .severalOrganisations(let id): "external_id «\(id)» есть в нескольких организациях; укажите того, кто один"
    case .notAMentor(let id, let role): "«\(id)» — не наставник: его роль \(role.rawValue), а нужна mentor"
    case .menteeAsParent(let id): "«\(id)» — наставляемый (mentee) и не может быть указан родителем"
    case .parentAsMentor(let id):
      "правило R2-12: родитель не может быть наставником для своего ребёнка («\(id)»); выберите другого наставника"
    }
  }

  private var english: String {
    switch self {
    case .form(let fault): fault.english
    case .missingColumn(let column): "there is no column “\(column.rawValue)”; add it, if only empty"
    case .unknownColumn(let name?): "unknown column “\(name.word)”; did you mean “\(name.nearest)”?"
    case .unknownColumn(nil): "unknown column; valid are: \(Self.names(PeopleColumn.allCases))"
    case .repeatedColumn(let column): "the column “\(column.rawValue)” is there already; leave one"
    case .cellCount(let found, let expected): "\(found) cells under \(expected) columns; check separators and quotes"
    case .emptyCell(let column): "“\(column.rawValue)” must not be empty"
    case .tooLong(let column): "“\(column.rawValue)” is longer than \(column.limit) characters"
    case .forbiddenCharacter(let code): "the invisible character \(code) is not allowed; type the text anew"
    case .unknownRole(let role?): "unknown role “\(role.word)”; did you mean “\(role.nearest)”?"
    case .unknownRole(nil): "unknown role; valid are: \(Self.names(Role.allCases))"
    case .badDate(let text?): "no such date: “\(text)”; write 2012-05-31 or 31.05.2012"
    case .badDate(nil): "a date is expected here; write 2012-05-31 or 31.05.2012"
    case .futureDate(let text): "the date “\(text)” is still to come"
    case .beforeFirstYear(let text): "the date “\(text)” is before \(Self.firstYear)"
    case .badFlag: "this is neither yes nor no; write yes (да), no (нет) or leave it empty"
    case .dateWithoutConsent: "there is a date of consent but no consent; write consent = yes or remove the date"
    case .unknownLanguage: "unknown language; valid are: \(Self.names(Language.allCases))"
    case .repeatedID(let id, let line): "external_id “\(id)” stands in line \(line) already; everybody has his own"
    case .mentorOfNobody(let role):
      "only a mentee has a mentor, and the role here is \(role.rawValue); remove mentor_external_id"
    case .ownPerson(let column): "“\(column.rawValue)” names the person himself"
    case .unknownPerson(let id, let nearest):
      "nobody with external_id “\(id)” is in the file or in the store"
        + hint(nearest, "; did you mean “", "”?", otherwise: "")
    case .severalOrganisations(let id):
      "external_id “\(id)” exists in several organisations; name somebody who is unique"
    case .notAMentor(let id, let role): "“\(id)” is no mentor: the role is \(role.rawValue), mentor is needed"
    case .menteeAsParent(let id): "“\(id)” is a mentee and cannot be named as a parent"
    case .parentAsMentor(let id):
      "rule R2-12: a parent cannot be the mentor of the own child (“\(id)”); choose another mentor"
    }
  }

  private func hint(_ name: String?, _ before: String, _ after: String, otherwise: String) -> String {
    name.map { before + $0 + after } ?? otherwise
  }

  private static func names(_ all: [some RawRepresentable<String>]) -> String {
    all.map(\.rawValue).joined(separator: ", ")
  }
}
