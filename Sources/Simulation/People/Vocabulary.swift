import DialogEngine
import JSON5

/// What the buttons of dialogs are called, in all their languages: by it people find the button that a script means.
struct Vocabulary {
  private struct Dialog {
    /// By key, in each language.
    var labels: [String: Set<String>] = [:]
    /// All of them.
    var all: Set<String> = []
  }

  private var dialogs: [String: Dialog] = [:]

  init(_ library: DialogLibrary) {
    for (id, definition) in library.dialogs {
      var dialog = Dialog()
      for files in [definition.source.common, definition.source.files] {
        for (name, content) in files.sorted(by: { $0.key < $1.key }) where languageOfTextFile(name) != nil {
          guard case .object(let members)? = parseJSON5(content, file: name).root?.value else { continue }
          for member in members {
            guard case .string(let text) = member.value.value else { continue }
            dialog.labels[member.key, default: []].insert(text)
            dialog.all.insert(text)
          }
        }
      }
      dialogs[id] = dialog
    }
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
