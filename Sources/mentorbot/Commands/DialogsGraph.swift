import Console
import DialogEngine
import FoundationEssentials
import JSON5
import Rehearsal
import Store

/// `mentorbot dialogs graph`
func dialogsGraphCommand(_ terminal: Terminal) -> Command {
  Command(
    "graph", "Draws dialogs as Mermaid or DOT; with a store, how many conversations are where.",
    details: """
      Dashed: only under a condition. Without NAME all dialogs, as Mermaid then in a Markdown page. With --store each state says how many conversations are in it now, and how many were left there
      without an end (expired, cancelled).
      """,
    options: DialogOptions.options + [
      .init("format", "mermaid|dot", "default mermaid"), .init("store", "URL", "a core store: sqlite:PATH"),
    ],
    positionals: [.init("NAME", .optional)]
  ) { arguments in
    let options = try DialogOptions(arguments)
    let format: DialogGraph.Format = try arguments.choice("format") ?? .mermaid
    let repertoire = try options.repertoire()
    let reader = try arguments["store"].map {
      try CoreStore.reader(StoreLocation($0), zone: options.configuration.zone)
    }
    let dialogs = try options.dialogs(arguments, in: repertoire.library)
    // A Mermaid text is one diagram; Markdown holds several. DOT takes any number as it is.
    let isPage = arguments.positional("NAME") == nil && format == .mermaid
    for dialog in dialogs {
      let counts = try reader.map { try $0.read { try $0.whereabouts(in: dialog.id) } }
      let graph = DialogGraph(dialog, language: options.configuration.language.rawValue, counts: counts)
      let drawing = graph.drawn(as: format)
      terminal.output(isPage ? "```mermaid\n\(drawing)```\n\n" : drawing)
    }
  }
}

/// A dialog's states and ways as a drawing language has them.
struct DialogGraph {
  /// `--format`
  enum Format: String, CaseIterable { case mermaid, dot }

  private struct Node {
    var id: String
    var label: String
    var kind: DialogOutline.State.Kind?
  }

  private struct Edge: Hashable {
    var from: String
    var to: String
    var label: String
    var isDashed: Bool
  }

  private let name: String
  private var nodes: [Node] = []
  private var edges: [Edge] = []

  /// - Parameter counts: by state; nil without a store.
  init(_ dialog: DialogDefinition, language: String, counts: [String: Whereabouts]?) {
    name = dialog.id
    let outline = dialog.outline
    let context = DialogContext(now: 0, language: language, timeZone: .gmt)
    func add(_ arrow: DialogOutline.Arrow, from source: String) {
      let target = id(arrow.target)
      if !nodes.contains(where: { $0.id == target }) { nodes.append(Node(id: target, label: arrow.target)) }
      let label = arrow.cause.name { dialog.label($0, context) }
      let edge = Edge(from: source, to: target, label: label, isDashed: arrow.isConditional)
      if !edges.contains(edge) { edges.append(edge) }
    }
    nodes.append(Node(id: "begin", label: dialog.id))
    for state in outline.states {
      var label = state.name
      if let count = counts?[state.name] {
        label += " (\(count.live) now" + (count.left > 0 ? ", \(count.left) left here)" : ")")
      }
      nodes.append(Node(id: id(state.name), label: label, kind: state.kind))
    }
    edges.append(Edge(from: "begin", to: id(outline.start), label: "", isDashed: false))
    for state in outline.states { for arrow in state.arrows { add(arrow, from: id(state.name)) } }
    if !outline.everywhere.isEmpty { nodes.append(Node(id: "everywhere", label: "any state that waits")) }
    for arrow in outline.everywhere { add(arrow, from: "everywhere") }
  }

  func drawn(as format: Format) -> String {
    switch format {
    case .mermaid: mermaid
    case .dot: dot
    }
  }

  /// Words of both languages such as "end" must not stand alone as an id.
  private func id(_ name: String) -> String {
    switch name.first {
    case "#": "end_" + name.dropFirst()
    case "@": "dialog_" + name.dropFirst()
    default: "s_" + name
    }
  }

  private var mermaid: String {
    // Entity codes, as quotes would end the label: https://mermaid.js.org/syntax/flowchart.html (read 2026-11-21).
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("#", with: "#35;").replacing("\"", with: "#quot;").replacing("<", with: "#lt;") + "\""
    }
    var lines = ["---", "title: \(name)", "---", "flowchart TD"]
    for node in nodes {
      let label = quoted(node.label)
      switch node.kind {
      case .ask: lines.append("  \(node.id)[\(label)]")
      case .say: lines.append("  \(node.id)>\(label)]")
      case .decide: lines.append("  \(node.id){\(label)}")
      case .command: lines.append("  \(node.id)[[\(label)]]")
      case .dialog: lines.append("  \(node.id)[/\(label)/]")
      case nil: lines.append("  \(node.id)([\(label)])")
      }
    }
    for edge in edges {
      let arrow = edge.isDashed ? "-.->" : "-->"
      lines.append("  \(edge.from) \(arrow)" + (edge.label.isEmpty ? "" : "|\(quoted(edge.label))|") + " \(edge.to)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var dot: String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var lines = ["digraph \(quoted(name)) {", "  node [fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\"];"]
    for node in nodes {
      let shape =
        switch node.kind {
        case .ask: "box"
        case .say: "note"
        case .decide: "diamond"
        case .command: "component"
        case .dialog: "folder"
        case nil: "ellipse"
        }
      lines.append("  \(node.id) [label=\(quoted(node.label)), shape=\(shape)];")
    }
    for edge in edges {
      let style = edge.isDashed ? ", style=dashed" : ""
      lines.append("  \(edge.from) -> \(edge.to) [label=\(quoted(edge.label))\(style)];")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }
}
