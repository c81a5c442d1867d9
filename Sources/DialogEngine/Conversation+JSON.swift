package import JSON

/// As the store keeps it. What a conversation that was saved before a member existed does not have gets that member's default.
extension Conversation: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    frames = try json.read("frames")
    revision = try json.readCount("revision")
    ended = try json.readIfPresent("ended")
    awaiting = try json.readIfPresent("awaiting")
    shown = try json.readIfPresent("shown")
    timer = try json.readIfPresent("timer")
    timersSet = try json.readCount("timersSet")
    hasTyped = try json.read("hasTyped")
    guard !frames.isEmpty else { throw JSONFault(expected: "a frame") }
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("frames", frames)
      json.member("revision", revision)
      json.memberIfPresent("ended", ended)
      json.memberIfPresent("awaiting", awaiting)
      json.memberIfPresent("shown", shown)
      json.memberIfPresent("timer", timer)
      json.member("timersSet", timersSet)
      json.member("hasTyped", hasTyped)
    }
  }
}

extension Conversation.Frame: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    dialog = try json.read("dialog")
    hash = try json.read("hash")
    state = try json.read("state")
    slots = try json.read("slots")
    tries = try json.readCount("tries")
    trail = try json.read("trail")
    question = try json.readIfPresent("question")
    choices = try json.readIfPresent("choices")
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("dialog", dialog)
      json.member("hash", hash)
      json.member("state", state)
      json.member("slots", slots)
      json.member("tries", tries)
      json.member("trail", trail)
      json.memberIfPresent("question", question)
      json.memberIfPresent("choices", choices)
    }
  }
}

extension Conversation.Choices: JSONConvertible {
  init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    rows = try json.read("rows")
    page = try json.readCount("page")
    guard (1...Conversation.rowLimit).contains(rows.count) else { throw JSONFault(expected: "rows") }
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("rows", rows)
      json.member("page", page)
    }
  }
}

extension QueryRow: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    key = try json.read("key")
    columns = try json.read("columns")
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("key", key)
      json.member("columns", columns)
    }
  }
}

/// {"effect":"save"} or {"rows":true}
extension Conversation.Awaiting: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    if let effect: String = try json.readIfPresent("effect") {
      self = .outcome(effect: effect)
    } else if try json.read("rows", or: false) {
      self = .rows
    } else {
      throw JSONFault(expected: "an effect or rows")
    }
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      switch self {
      case .outcome(let effect): json.member("effect", effect)
      case .rows: json.member("rows", true)
      }
    }
  }
}

extension Conversation.Question: JSONConvertible {
  init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    slot = try json.read("slot")
    words = try json.read("words")
    text = try json.read("text")
    arguments = try json.read("arguments")
    offers = try json.read("offers")
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("slot", slot)
      json.member("words", words)
      json.member("text", text)
      json.member("arguments", arguments)
      json.member("offers", offers)
    }
  }
}

extension Conversation.Shown: JSONConvertible {
  init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    text = try json.read("text")
    arguments = try json.read("arguments")
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("text", text)
      json.member("arguments", arguments)
    }
  }
}

extension Conversation.Timer: JSONConvertible {
  init(_ json: JSONSlice) throws(JSONFault) {
    let json = try json.members()
    number = try json.readCount("number")
    isLast = try json.read("isLast")
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("number", number)
      json.member("isLast", isLast)
    }
  }
}

extension Ending: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    guard let ending = json.string.flatMap(Self.init(rawValue:)) else { throw JSONFault(expected: "an ending") }
    self = ending
  }

  package func write(to json: inout JSONWriter) { json.string(rawValue) }
}

extension JSONObject {
  /// A number that goes on rising by one: far from where it would overflow.
  fileprivate func readCount(_ name: StaticString) throws(JSONFault) -> Int {
    let count: Int = try read(name)
    guard (0...Int(Int32.max)).contains(count) else { throw JSONFault(expected: "a count").inside(name) }
    return count
  }
}
