/// Which slots surely have a value at each moment of a dialog, whichever way led there.
///
/// A state has what every way to it brings. Conditions count: where `if: "empty(note)"` leads elsewhere, `note` has a value on all other
/// ways. Facts count as filled. `AssignmentFlows` brings together what dialogs give each other.
struct AssignmentFlow {
  /// Names that have a value.
  typealias Filled = Set<String>

  /// A way into the dialog, and what it brings.
  struct WayIn: Hashable {
    /// For messages: "/sos".
    var name: String
    var brings: Filled
    /// Where it leads; nil: to the start.
    var state: String?
    /// A text that is said on it.
    var says: String?
  }

  enum Step: Hashable {
    /// A text, by its key.
    case says(String)
    /// An effect, by its name.
    case runs(String)
    /// The query of a paged choice.
    case queries
    /// Another dialog, which begins with these of its slots.
    case calls(String, with: Filled)
    case goes(DialogDefinition.Target)
    /// To the prompt before.
    case goesBack
  }

  struct Moment {
    let step: Step
    let filled: Filled
    /// What the event or the result at hand may bring beside slots and facts.
    var arguments: Filled = []
  }

  private enum Origin {
    case way(String)
    case state(String)
  }

  let definition: DialogDefinition
  let host: HostTables
  let ways: [WayIn]
  /// By dialog: what has a value there when it comes to `#done`. Dialogs that do not come to it are absent.
  let returned: [String: Filled]
  /// The dialogs out of which a button back may lead.
  let leadingBack: Set<String>
  let names: Filled
  /// Slots that nothing empties once they are filled.
  private let lasting: Filled
  /// By state: what has a value on coming there. States to which nothing leads are absent.
  private(set) var onEntry: [String: Filled] = [:]
  /// By state: all that happens there, with what has a value then.
  private(set) var moments: [String: [Moment]] = [:]
  /// By state and name: from where one first came there without a value.
  private var origins: [String: [String: Origin]] = [:]
  /// By state: the prompts from which one comes there, for a button back.
  private var promptsBefore: [String: Set<String>] = [:]
  private var waiting: [String] = []

  init(
    _ definition: DialogDefinition, _ host: HostTables, from ways: [WayIn], returned: [String: Filled],
    leadingBack: Set<String>
  ) {
    self.definition = definition
    self.host = host
    self.ways = ways
    self.returned = returned
    self.leadingBack = leadingBack
    names = Set(definition.slots.keys)
    lasting = names.subtracting(definition.emptiedSlots)
    for way in ways { arrive(at: way.state ?? definition.start, with: way.brings, from: .way(way.name)) }
    spread()
  }

  // MARK: Spreading

  private mutating func spread() {
    var next = 0
    while next < waiting.count {
      let state = waiting[next]
      next += 1
      // Whoever comes with less comes once more: what is kept in the end is what holds.
      let found = moments(in: state)
      moments[state] = found
      for moment in found {
        switch moment.step {
        case .goes(.state(let target)): arrive(at: target, with: moment.filled, from: .state(state))
        case .goesBack:
          for prompt in promptsBefore[state, default: []].sorted() {
            arrive(at: prompt, with: moment.filled.union(lasting), from: .state(state), isBack: true)
          }
        case .goes(.end), .says, .runs, .queries, .calls: break
        }
      }
    }
  }

  private mutating func arrive(at state: String, with filled: Filled, from origin: Origin, isBack: Bool = false) {
    guard definition.states[state] != nil else { return }
    let before = onEntry[state]
    let now = before.map { $0.intersection(filled) } ?? filled.intersection(names)
    var isNew = now != before
    for name in (before ?? names).subtracting(now) { origins[state, default: [:]][name] = origin }
    onEntry[state] = now
    if case .state(let last) = origin, !isBack {
      let prompts = definition.isPrompt(last) ? [last] : promptsBefore[last, default: []]
      let known = promptsBefore[state, default: []]
      promptsBefore[state] = known.union(prompts)
      isNew = isNew || !prompts.isSubset(of: known)
    }
    // Once more for whoever waits already is enough, but what has been seen to may have to be seen to again.
    if isNew { waiting.append(state) }
  }

  /// A way to `state` that leaves `name` without a value there, for messages: "/sos → ask → confirm". Where it had one on the way, the way
  /// begins in the state that takes it.
  func way(to state: String, without name: String) -> String {
    var steps = [state]
    while onEntry[steps[0]]?.contains(name) == false, let origin = origins[steps[0]]?[name] {
      switch origin {
      case .way(let way): return Self.written([way] + steps)
      case .state(let previous):
        let isCircle = steps.contains(previous)
        steps.insert(previous, at: 0)
        if isCircle { return Self.written(steps) }
      }
    }
    return Self.written(steps)
  }

  /// A long way without its middle.
  private static func written(_ steps: [String]) -> String {
    let shown = steps.count > 8 ? steps.prefix(3) + ["…"] + steps.suffix(4) : steps[...]
    return shown.joined(separator: " → ")
  }

  /// What has a value when the dialog comes to `#done`, whichever way; nil when none leads there.
  var onDone: Filled? {
    moments.values.joined().reduce(nil) { found, moment in
      moment.step == .goes(.end(.done)) ? found?.intersection(moment.filled) ?? moment.filled : found
    }
  }
}

extension DialogDefinition {
  fileprivate func isPrompt(_ state: String) -> Bool {
    if case .prompt? = states[state]?.kind { true } else { false }
  }

  /// Slots that may lose their value again.
  fileprivate var emptiedSlots: Set<String> {
    var slots = Set(effects.values.flatMap(\.into.values))
    for state in states.values {
      switch state.kind {
      case .prompt(let prompting): slots.formUnion(emptied(by: prompting))
      case .call(let call): slots.formUnion(call.results.values)
      case .say, .route, .run, .start: break
      }
    }
    return slots
  }

  private func emptied(by prompting: Prompting) -> Set<String> {
    var slots = Set((prompting.choice?.taken ?? [:]).keys)
    slots.formUnion(prompting.emptied)
    if let slot = prompting.answer?.slot, case .multi? = self.slots[slot]?.type { slots.insert(slot) }
    for (slot, expression) in prompting.rows.joined().flatMap(\.assignments)
    where expression.possible({ _ in .unknown }).hasValue != true { slots.insert(slot) }
    return slots
  }
}
