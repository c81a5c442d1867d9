import DialogEngine
import Messaging
import Store

/// The answer to /mydata as a file: to keep, to print, to show to somebody.
extension Turn {
  /// Sends everything that the store holds about whoever asks as one text. Each use is noted.
  func sendMyData(_ row: OpenConversation, _ speaker: Speaker) throws -> Outcome {
    guard let account = speaker.account else { throw TurnError.unknownCommand("mydata.send") }
    let (text, isWhole) = fileText(try myData(account, row, speaker), speaker)
    let file = OutboundDocument(
      name: self.text("mydata.file", speaker).text, mediaType: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    try journal(
      "mydata.sent", by: account.person, through: .chat, subject: "account:\(account.id)",
      detail: isWhole ? nil : "cut")
    try post(file, to: speaker, lane: .interactive, conversation: row.id)
    return ("ok", [:])
  }

  /// The paragraphs as one text. What goes beyond the longest file is left out, line by line, and the text says so at its end.
  private func fileText(_ paragraphs: [[String]], _ speaker: Speaker) -> (text: String, isWhole: Bool) {
    let ending = "\n\n" + text("mydata.cut", speaker).text + "\n"
    // Phones take a text without this mark for one in some old encoding.
    var whole = "\u{FEFF}"
    for paragraph in paragraphs {
      for (index, line) in paragraph.enumerated() {
        let separator = whole.utf8.count == 3 ? "" : index == 0 ? "\n\n" : "\n"
        let size = whole.utf8.count + separator.utf8.count + line.utf8.count
        guard size + ending.utf8.count <= OutboundDocument.sizeLimitBytes else { return (whole + ending, false) }
        whole += separator + line
      }
    }
    return (whole + "\n", true)
  }
}
