/// What can be wrong with the form of a CSV file, whatever it is about.
package enum CSVFault: Hashable, Sendable {
  case empty
  case tooBig(limitBytes: Int)
  case utf16
  case notUTF8
  case tooManyRecords(limit: Int)
  case cellTooLong(limit: Int)
  case unclosedQuote
  case quoteInCell
  case textAfterQuote

  package var russian: String {
    switch self {
    case .empty: "файл пуст; в первой строке должны стоять названия столбцов"
    case .tooBig(let limit): "файл больше \(limit / 1_000_000) МБ; разделите его на части"
    case .utf16: "файл в кодировке UTF-16; сохраните его как «CSV UTF-8»"
    case .notUTF8: "файл не в кодировке UTF-8 (скорее всего, Windows-1251); сохраните его как «CSV UTF-8»"
    case .tooManyRecords(let limit): "в файле больше \(limit) строк; разделите его на части"
    case .cellTooLong(let limit): "ячейка длиннее \(limit) знаков; возможно, выше не закрыта кавычка"
    case .unclosedQuote: "кавычка открыта, но не закрыта до конца файла"
    case .quoteInCell: "кавычка внутри ячейки; возьмите всю ячейку в кавычки, а эту удвойте: \"ООО \"\"Ромашка\"\"\""
    case .textAfterQuote: "после закрывающей кавычки стоит текст; кавычку внутри ячейки удвойте"
    }
  }

  package var english: String {
    switch self {
    case .empty: "the file is empty; its first line must name the columns"
    case .tooBig(let limit): "the file is larger than \(limit / 1_000_000) MB; split it"
    case .utf16: "the file is in UTF-16; save it as “CSV UTF-8”"
    case .notUTF8: "the file is not UTF-8 (Windows-1251 most likely); save it as “CSV UTF-8”"
    case .tooManyRecords(let limit): "the file has more than \(limit) rows; split it"
    case .cellTooLong(let limit): "the cell is longer than \(limit) characters; is a quote above left open?"
    case .unclosedQuote: "the quote is not closed before the end of the file"
    case .quoteInCell: "a quote inside a cell; put the whole cell in quotes and double this one: \"the \"\"A\"\" team\""
    case .textAfterQuote: "text follows the closing quote; double a quote inside the cell"
    }
  }
}
