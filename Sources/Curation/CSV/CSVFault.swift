/// What can be wrong with the form of a CSV file, whatever it is about.
enum CSVFault: Hashable, Sendable {
  case empty
  case tooBig(limitBytes: Int)
  case utf16
  case notUTF8
  case tooManyRecords(limit: Int)
  case cellTooLong(limit: Int)
  case unclosedQuote
  case quoteInCell
  case textAfterQuote

  func text(in language: Language) -> String {
    switch (self, language) {
    case (.empty, .ru): "файл пуст; в первой строке должны стоять названия столбцов"
    case (.empty, .en): "the file is empty; its first line must name the columns"
    case (.tooBig(let limit), .ru): "файл больше \(limit / 1_000_000) МБ; разделите его на части"
    case (.tooBig(let limit), .en): "the file is larger than \(limit / 1_000_000) MB; split it"
    case (.utf16, .ru): "файл в кодировке UTF-16; сохраните его как «CSV UTF-8»"
    case (.utf16, .en): "the file is in UTF-16; save it as “CSV UTF-8”"
    case (.notUTF8, .ru):
      "файл не в кодировке UTF-8 (скорее всего, Windows-1251); сохраните его как «CSV UTF-8»"
    case (.notUTF8, .en): "the file is not UTF-8 (Windows-1251 most likely); save it as “CSV UTF-8”"
    case (.tooManyRecords(let limit), .ru): "в файле больше \(limit) строк; разделите его на части"
    case (.tooManyRecords(let limit), .en): "the file has more than \(limit) rows; split it"
    case (.cellTooLong(let limit), .ru): "ячейка длиннее \(limit) знаков; возможно, выше не закрыта кавычка"
    case (.cellTooLong(let limit), .en): "the cell is longer than \(limit) characters; is a quote above left open?"
    case (.unclosedQuote, .ru): "кавычка открыта, но не закрыта до конца файла"
    case (.unclosedQuote, .en): "the quote is not closed before the end of the file"
    case (.quoteInCell, .ru):
      "кавычка внутри ячейки; возьмите всю ячейку в кавычки, а эту удвойте: \"ООО \"\"Ромашка\"\"\""
    case (.quoteInCell, .en):
      "a quote inside a cell; put the whole cell in quotes and double this one: \"the \"\"A\"\" team\""
    case (.textAfterQuote, .ru): "после закрывающей кавычки стоит текст; кавычку внутри ячейки удвойте"
    case (.textAfterQuote, .en): "text follows the closing quote; double a quote inside the cell"
    }
  }
}
