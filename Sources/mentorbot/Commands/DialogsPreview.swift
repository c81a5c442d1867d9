import Console
import DialogEngine
import FoundationEssentials
import Mentoring
import Rehearsal

/// `mentorbot dialogs preview`
func dialogsPreviewCommand(_ terminal: Terminal) -> Command {
  Command(
    "preview", "One page with everything that the dialogs say, in every language, as a phone shows it.",
    details: """
      Also what the bot says to answers that do not fit, and what it asks back about unclear ones. What people fill in shows as its name: ‹mentee›. The page needs nothing
      beside itself.
      """,
    options: DialogOptions.options + [.init("out", "FILE.html", "where the page goes")],
    positionals: [.init("NAME", .optional)]
  ) { arguments in
    guard let file = arguments["out"] else { throw arguments.wrong("--out is missing") }
    let options = try DialogOptions(arguments)
    let repertoire = try options.repertoire()
    let dialogs = try options.dialogs(arguments, in: repertoire.library)
    let page = previewPage(dialogs, repertoire.host, timeZone: options.configuration.timeZone)
    try writeText(page, to: file)
    terminal.output("\(file)\n")
  }
}

/// The whole page: a section a dialog, a row a message, a phone's bubble a language.
func previewPage(_ dialogs: [DialogDefinition], _ host: HostTables, timeZone: TimeZone) -> String {
  let sections = dialogs.map { dialog -> String in
    let columns = dialog.languages.map { language in
      dialog.samples(host, language: language, now: PlayTable.morning.rawValue, timeZone: timeZone)
    }
    // An answer may be clear in one language and not in another.
    var places: [String] = []
    for place in columns.flatMap({ $0.map(\.place) }) where !places.contains(place) { places.append(place) }
    let rows = places.map { place in
      let bubbles = zip(dialog.languages, columns).compactMap { language, messages in
        messages.first { $0.place == place }.map { bubble($0, language: language) }
      }
      return "<h3>\(escaped(place))</h3>\n<div class=row>\(bubbles.joined(separator: "\n"))</div>"
    }
    return "<section id=\"\(dialog.id)\">\n<h2>\(dialog.id)</h2>\n\(rows.joined(separator: "\n"))\n</section>"
  }
  let links = dialogs.map { "<a href=\"#\($0.id)\">\($0.id)</a>" }.joined(separator: " ")
  return """
    <!DOCTYPE html>
    <html lang="\(host.languages[0])">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Dialogs</title>
    <style>\(style)</style>
    <nav>\(links)</nav>
    \(sections.joined(separator: "\n"))
    </html>

    """
}

private func bubble(_ message: SampleMessage, language: String) -> String {
  let rows = message.rows.filter { !$0.isEmpty }.map { row in
    "<div class=keys>\(row.map { "<span>\(escaped($0))</span>" }.joined())</div>"
  }
  return """
    <div class=phone lang="\(language)"><p>\(styled(message.text))</p>\(rows.joined())</div>
    """
}

/// The text with its spans as tags. Spans of one style never overlap, so each style opens and closes at its ends; where bold and italic
/// cross, tags are closed and opened again at each end.
private func styled(_ text: StyledText) -> String {
  let units = Array(text.text.utf16)
  let ends = text.spans.flatMap { [$0.offset, $0.offset + $0.length] } + [0, units.count]
  let cuts = Set(ends).filter { (0...units.count).contains($0) }.sorted()
  return zip(cuts, cuts.dropFirst()).map { from, to in
    let piece = escaped(String(decoding: units[from..<to], as: UTF16.self))
    let styles = text.spans.filter { $0.offset <= from && to <= $0.offset + $0.length }.map(\.style)
    return [(StyledText.Style.italic, "i"), (.bold, "b")].reduce(piece) { inner, tag in
      styles.contains(tag.0) ? "<\(tag.1)>\(inner)</\(tag.1)>" : inner
    }
  }.joined()
}

private func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;")
}

private let style = """
  :root { color-scheme: light dark; --back: #dfe7ee; --bubble: #fff; --ink: #16202a; --key: #cfe0f1; --quiet: #5b6b7a }
  @media (prefers-color-scheme: dark) {
    :root { --back: #10161c; --bubble: #1e2933; --ink: #e8eef4; --key: #2b4258; --quiet: #93a3b3 } }
  body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--back); color: var(--ink);
    font: 16px/1.4 system-ui, sans-serif }
  nav { display: flex; flex-wrap: wrap; gap: 1rem } nav a { color: inherit }
  h3 { margin: 1.5rem 0 .4rem; color: var(--quiet); font: 13px ui-monospace, monospace }
  .row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
  .phone { width: 22rem; max-width: 100% }
  .phone p { margin: 0; padding: .6rem .8rem; border-radius: .9rem .9rem .9rem .2rem; background: var(--bubble);
    white-space: pre-wrap; overflow-wrap: anywhere }
  .keys { display: flex; gap: .3rem; margin-top: .3rem }
  .keys span { flex: 1; padding: .5rem .4rem; border-radius: .5rem; background: var(--key); text-align: center;
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0 }
  """
