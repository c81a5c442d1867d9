/// What a person's answers do: typed, shared, marked, or chosen among what an unclear one may have meant.
extension Machine {
  mutating func type(_ text: String) throws(DialogError) {
    guard let view = view() else { throw .unexpected(event: "text") }
    conversation.hasTyped = true
    switch view.understand(text) {
    case .button(let number): try press(number)
    case .no:
      // Without buttons it only waits for something to happen: it says so again.
      try ask(view, insteadSaying: view.rows().isEmpty ? nil : "retry.button")
      setTimer()
    case .answer:
      guard let answer = view.prompting.answer else { return try ask(view, insteadSaying: "retry.several") }
      if case .multi? = view.answerType {
        guard let changes = view.typedMarks(text) else { return try refuse(answer, answer.retry ?? "retry.multi") }
        return try mark(changes)
      }
      let (read, words) = view.read(text)
      switch read {
      case .value(let value): try take(value)
      case .retry(let builtIn, let arguments): try refuse(answer, answer.retry ?? builtIn, arguments)
      case .impossible(let builtIn, let arguments): try refuse(answer, builtIn, arguments)
      case .unclear(let text, let arguments, let offers):
        // A new prompt: buttons of an earlier question must not answer this one.
        conversation.revision += 1
        conversation.current.question = .init(
          slot: answer.slot, words: words, text: text, arguments: arguments, offers: offers)
        guard let view = self.view() else { return }
        try ask(view)
        setTimer()
      }
    }
  }

  /// Takes a shared contact where a number is due; anywhere else it is as good as a picture.
  mutating func share(_ phone: String, isOwn: Bool) throws(DialogError) {
    guard let view = view() else { throw .unexpected(event: "contact") }
    // Platforms leave out the sign in front of the country.
    let number = phoneNumber("+" + phone.filter(\.isNumber))
    switch (view.answerType, view.prompting.answer, number) {
    case (.contact?, let answer?, _) where !isOwn: try refuse(answer, "retry.foreign_contact")
    case (.contact?, _, let number?), (.phone?, _, let number?): try take(.text(number))
    case (.phone?, let answer?, nil): try refuse(answer, "retry.phone")
    default: try receive(nil)
    }
  }

  mutating func receive(_ file: FileReference?) throws(DialogError) {
    guard let view = view() else { throw .unexpected(event: "attachment") }
    if case .file(let rule)? = view.answerType, let answer = view.prompting.answer {
      switch rule.fault(of: file) {
      case nil: if let file { return try take(file.value) }
      case .kind?: return try refuse(answer, answer.retry ?? "retry.file", rule.arguments)
      case .size?: return try refuse(answer, "retry.file_size", rule.arguments)
      }
    }
    try ask(view, insteadSaying: view.answerType == .contact ? "retry.contact" : "only_text")
    setTimer()
  }

  mutating func mark(_ changes: [String: Bool]) throws(DialogError) {
    guard let view = view(), let slot = view.prompting.answer?.slot else { return }
    let marked = view.marking(changes)
    // Pressed twice: it is marked as it should be.
    guard marked != conversation.current.slots[slot] else { return }
    let edits = !conversation.hasTyped
    conversation.current.slots[slot] = marked
    guard let view = self.view() else { return }
    try ask(view, edits: edits)
    setTimer()
  }

  mutating func finishMarking() throws(DialogError) {
    guard let prompting = view()?.prompting, let answer = prompting.answer else { return }
    let isComplete = conversation.current.slots[answer.slot] != nil || definition.slots[answer.slot]?.isOptional == true
    guard isComplete else { return try refuse(answer, answer.retry ?? "retry.multi_none") }
    try goOn(from: prompting)
  }

  /// Fills the slot that waits, and goes on.
  mutating func take(_ value: Value) throws(DialogError) {
    guard let prompting = view()?.prompting, let answer = prompting.answer else { return }
    conversation.current.slots[answer.slot] = value
    for slot in prompting.emptiedByAnswer { conversation.current.slots[slot] = nil }
    try goOn(from: prompting)
  }

  /// Where an answer leads.
  mutating func goOn(from prompting: DialogDefinition.Prompting) throws(DialogError) {
    guard let target = prompting.next?.target(in: scope()) else { return }
    note(.answer, to: target)
    try enter(target)
  }

  mutating func refuse(
    _ answer: DialogDefinition.Answer, _ text: String, _ arguments: [String: Value] = [:]
  ) throws(DialogError) {
    conversation.current.tries += 1
    if let limit = answer.limit, conversation.current.tries >= limit.tries {
      note(.answer, to: limit.then)
      return try enter(limit.then)
    }
    guard let view = view(arguments) else { return }
    try ask(view, insteadSaying: text)
    setTimer()
  }
}
