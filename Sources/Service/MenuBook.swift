import DialogEngine
import FoundationEssentials

/// The menus that follow from the `menu` entries of the loaded dialogs: one small dialog for each set of roles, made when first needed. Being
/// dialogs, their buttons are tokens like all others.
struct MenuBook {
  /// The id of every menu dialog; folders cannot have it.
  static let dialog = "menu_"

  private var menus: [Set<String>: DialogDefinition?] = [:]
  private var byHash: [String: DialogDefinition] = [:]

  func definition(_ hash: String) -> DialogDefinition? { byHash[hash] }

  /// Nil when these people have nothing to choose.
  mutating func menu(for roles: Set<String>, _ library: DialogLibrary, _ host: HostTables) -> DialogDefinition? {
    if let known = menus[roles] { return known }
    let made = Self.make(for: roles, library, host)
    menus[roles] = made
    if let made { byHash[made.hash] = made }
    return made
  }

  /// Whether these people have nothing to choose but what the service itself offers: no work of the programme.
  static func isBare(for roles: Set<String>, _ library: DialogLibrary) -> Bool {
    !library.dialogs.values.contains { dialog in
      !builtInDialogs.contains { $0.id == dialog.id } && dialog.audience.admits(roles)
        && dialog.entries.contains { if case .menu = $0 { true } else { false } }
    }
  }

  private static func make(
    for roles: Set<String>, _ library: DialogLibrary, _ host: HostTables
  ) -> DialogDefinition? {
    let entries = library.dialogs.values
      .filter { $0.audience.admits(roles) }
      .flatMap { dialog in
        dialog.entries.compactMap { entry in
          if case .menu(let text, let order) = entry { (order, dialog, text) } else { nil }
        }
      }
      .sorted { ($0.0, $0.1.id, $0.2) < ($1.0, $1.1.id, $1.2) }
    guard !entries.isEmpty else { return nil }
    let buttons = entries.enumerated().map { "[{ text: \"b\($0.offset)\", start: \"\($0.element.1.id)\" }]" }
    var files = [
      "dialog.json5": """
      { format: 1, id: "\(dialog)", version: 1, who: "anyone", enter: [ { event: "menu_" } ], slots: {}, start: "menu",
        states: { menu: { ask: "menu", buttons: [\(buttons.joined(separator: ", "))] } } }
      """
    ]
    for language in host.languages {
      let context = DialogContext(now: 0, language: language, timeZone: .gmt)
      let labels = entries.enumerated().map { "b\($0.offset): \(quoted($0.element.1.label($0.element.2, context)))" }
      files["text.\(language).json5"] =
        "{ lang: \"\(language)\", for: \"\(dialog)\", \(labels.joined(separator: ", ")) }"
    }
    return try? DialogDefinition.restore(DialogSource(id: dialog, files: files), host: host)
  }

  /// A JSON string: of labels, whose characters the reader has already checked.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
