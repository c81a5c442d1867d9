import JSON
import Messaging

/// The fields of a document's call.
enum FormField {
  static let chat = "chat_id"
  static let caption = "caption"
  static let captionSpans = "caption_entities"
  static let document = "document"
}

/// A document as a form with the file in it. A caption that is too long to stand under it goes before it, as messages.
func encode(_ document: OutboundDocument, to chat: ChatID) -> [OutboundCall] {
  var fields = [(name: FormField.chat, value: String(chat.rawValue))]
  var before: [OutboundCall] = []
  let captions = document.caption.map { split($0, limit: Limits.captionLength) } ?? []
  if captions.count == 1 {
    fields.append((FormField.caption, captions[0].text))
    if !captions[0].spans.isEmpty {
      var list = JSONWriter(reserving: 64 * captions[0].spans.count)
      list.list(captions[0].spans)
      fields.append((FormField.captionSpans, String(decoding: list.bytes, as: UTF8.self)))
    }
  } else if let caption = document.caption {
    before = encode(OutboundMessage(caption), to: chat, isEdit: false)
  }
  let form = FormData(
    fields,
    file: FormData.File(
      field: FormField.document, name: fileName(document.name), mediaType: document.mediaType, bytes: document.bytes))
  return before + [OutboundCall(method: Method.sendDocument, body: form.bytes)]
}

/// The name as it may stand between quotes in a header. What would end the name or the line, or lead out of a folder, is replaced rather
/// than escaped: receivers disagree about escapes. Telegram's own ends the name at a semicolon even between quotes, and undoes percent signs
/// (tdlib/td, HttpReader.cpp, read 2026-11-26).
func fileName(_ name: String) -> String {
  var safe = ""
  for scalar in name.unicodeScalars {
    switch scalar {
    case "\"": safe.unicodeScalars.append("'")
    case ";": safe.unicodeScalars.append(",")
    case "/", "\\", ":", "%": safe.unicodeScalars.append("-")
    default:
      let isControl = [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      safe.unicodeScalars.append(isControl ? " " : scalar)
    }
  }
  guard safe.contains(where: { !$0.isWhitespace && $0 != "." }) else { return "document" }
  guard safe.count > OutboundDocument.nameLimit else { return safe }
  let dot = safe.suffix(12).lastIndex(of: ".") ?? safe.endIndex
  let ending = safe[dot...]
  return String(safe[..<dot].prefix(OutboundDocument.nameLimit - ending.count) + ending)
}
