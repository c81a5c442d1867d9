extension World {
  /// A file comes with the call. That one which is there can be sent again by its id, and one from an address, the emulator does not know.
  mutating func sendDocument(_ parameters: Parameters, bot: Int, now: Int64) throws(Refusal) -> Answer {
    guard let file = parameters.document else {
      throw parameters.documentReference?.isEmpty == false ? .wrongFileID : .noDocument
    }
    guard !file.content.isEmpty else { throw .fileEmpty }
    return try send(MessageText(captionOf: parameters), Document(file), parameters, bot: bot, now: now)
  }

  func getFile(_ parameters: Parameters, bot: Int) throws(Refusal) -> Answer {
    guard let id = parameters.fileID, let message = Document.message(inFileID: id, bot: bots[bot].id),
      let document = document(in: message, bot: bot), document.content != nil
    else { throw .wrongFile }
    let wire = WireDocument(document, of: message, bot: bots[bot])
    return Answer(
      json: encoded(
        WireFile(
          fileID: id, uniqueID: wire.uniqueID, sizeBytes: document.sizeBytes, path: Document.path(of: message))))
  }

  /// The file in that message, whoever has it.
  func document(in message: Int, bot: Int) -> Document? {
    for chat in bots[bot].chats.values {
      if let index = chat.index(of: message) { return chat.messages[index].document }
    }
    return nil
  }
}
