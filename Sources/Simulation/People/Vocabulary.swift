import DialogEngine
import JSON5
import Rehearsal

/// What the buttons of dialogs are called, in all their languages: by it people find the button that a script means.
struct Vocabulary {
  private struct Dialog {
    /// By key, in each language.
    var labels: [String: Set<String>] = [:]
    /// All of them.
    var all: Set<String> = []
  }

  private var dialogs: [String: Dialog] = [:]

  init(_ repertoire: Rehearsal.Repertoire) {
    let shared = Self.texts(repertoire.host.texts)
    for (id, definition) in repertoire.library.dialogs {
      let own = [definition.source.common, definition.source.files].map { files in
        Self.texts(files.filter { languageOfTextFile($0.key) != nil })
      }
      var dialog = Dialog()
      for texts in own {
        dialog.labels.merge(texts) { $0.union($1) }
        dialog.all.formUnion(texts.values.joined())
      }
      // A row that is called as the host calls something is a row all the same.
      dialog.labels.merge(shared) { $0.union($1) }
      dialogs[id] = dialog
    }
  }

  /// What the text files say under each key.
  private static func texts(_ files: [String: String]) -> [String: Set<String>] {
    var texts: [String: Set<String>] = [:]
    for (name, content) in files {
      guard case .object(let members)? = parseJSON5(content, file: name).root?.value else { continue }
      for member in members {
        if case .string(let text) = member.value.value { texts[member.key, default: []].insert(text) }
      }
    }
    return texts
  }

  /// Whether the dialog has a text of that key.
  func knows(_ key: String, in dialog: String) -> Bool { dialogs[dialog]?.labels[key] != nil }

  /// Which of `labels` a move presses, one of them; none when there is no such button.
  func labels(of act: Move.Act, in dialog: String, among labels: [String]) -> [String] {
    switch act {
    case .press(let key): labels.filter { dialogs[dialog]?.labels[key]?.contains($0) ?? false }
    case .row: labels.filter { !(dialogs[dialog]?.all.contains($0) ?? false) }
    case .label(let wanted): labels.filter(wanted.contains)
    case .say, .attach, .leave: []
    }
  }
}
