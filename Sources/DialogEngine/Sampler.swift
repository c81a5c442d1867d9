import FoundationEssentials

/// Makes up what a dialog says, for `samples`.
struct Sampler {
  private let definition: DialogDefinition
  private let host: HostTables
  private let renderer: Renderer

  init(_ definition: DialogDefinition, _ host: HostTables, language: String, now: Int64, timeZone: TimeZone) {
    self.definition = definition
    self.host = host
    let values = SampleValues(texts: definition.texts, now: now)
    let context = DialogContext(
      now: now, language: language, timeZone: timeZone, facts: values.of(host.facts))
    var arguments: [String: Value] = [:]
    for types in host.events.values + host.commands.values.map(\.results) {
      arguments.merge(values.of(types)) { $1 }
    }
    renderer = Renderer(
      texts: definition.texts, types: definition.types,
      scope: Scope(slots: values.of(definition.slots.mapValues(\.type)), arguments: arguments, context: context),
      context: context)
  }

  func message(_ place: String, _ key: String) -> SampleMessage {
    SampleMessage(place: place, text: renderer.text(key), rows: [])
  }

  /// A prompt, and what it says to answers that it cannot take.
  func prompt(_ state: String, _ prompting: DialogDefinition.Prompting) -> [SampleMessage] {
    var samples = [message(state, renderer.text(prompting.text), view(prompting))]
    guard let answer = prompting.answer, let type = definition.slots[answer.slot]?.type else { return samples }
    var said: Set<StyledText> = []
    for probe in Probe.all(type) {
      guard let sample = self.answer(probe, type, answer, prompting, state), said.insert(sample.text).inserted else {
        continue
      }
      samples.append(sample)
    }
    return samples
  }

  private func answer(
    _ probe: Probe, _ type: ValueType, _ answer: DialogDefinition.Answer, _ prompting: DialogDefinition.Prompting,
    _ state: String
  ) -> SampleMessage? {
    let place = "\(state), \(probe.name)"
    func refusal(_ key: String, _ arguments: [String: Value]) -> SampleMessage {
      message(place, with(arguments).text(key), view(prompting))
    }
    switch probe.answer {
    case .refused(let key, let arguments): return refusal(answer.retry ?? key, arguments)
    case .impossible(let key, let arguments): return refusal(key, arguments)
    case .typed(let text):
      switch view(prompting).read(text).answer {
      case .value: return nil
      case .retry(let key, let arguments): return refusal(answer.retry ?? key, arguments)
      case .impossible(let key, let arguments): return refusal(key, arguments)
      case .unclear(let key, let arguments, let offers):
        let question = Conversation.Question(
          slot: answer.slot, words: text, text: key, arguments: arguments, offers: offers)
        return message(place, with(arguments).text(key), view(prompting, question))
      }
    }
  }

  private func message(_ place: String, _ text: StyledText, _ view: PromptView) -> SampleMessage {
    let authored = view.prompting.rows.map { $0.map { renderer.label($0.text) } }
    return SampleMessage(place: place, text: text, rows: added(view) + authored.filter { !$0.isEmpty })
  }

  private func added(_ view: PromptView) -> [[String]] {
    guard let choice = view.prompting.choice else { return view.added().map { $0.map(\.label) } }
    let values = SampleValues(texts: definition.texts, now: renderer.context.now)
    let columns = host.queries[choice.query]?.columns ?? [:]
    let label = renderer.label(choice.label, of: QueryRow(key: .int(1), columns: values.of(columns)))
    return [[label], [label], [renderer.label("choice.previous"), renderer.label("choice.next")]]
  }

  private func view(_ prompting: DialogDefinition.Prompting, _ question: Conversation.Question? = nil) -> PromptView {
    PromptView(
      definition: definition, prompting: prompting, canGoBack: true, question: question, choices: nil,
      renderer: renderer)
  }

  private func with(_ arguments: [String: Value]) -> Renderer {
    var renderer = renderer
    // Slots come before arguments of the same name.
    renderer.scope.slots = renderer.scope.slots.filter { arguments[$0.key] == nil }
    renderer.scope.arguments.merge(arguments) { $1 }
    return renderer
  }
}
