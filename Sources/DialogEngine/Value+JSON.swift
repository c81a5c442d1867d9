package import JSON

/// A JSON scalar, except for the instant: "maths", 5, true, {"at":1795000000000}. Every value comes back as it went.
extension Value: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    if let text = json.string {
      self = .text(text)
    } else if let number = json.integer {
      self = .int(number)
    } else if let truth = json.boolean {
      self = .bool(truth)
    } else if let object = json.object {
      self = .instant(try object.read("at"))
    } else {
      throw JSONFault(expected: "a value")
    }
  }

  package func write(to json: inout JSONWriter) {
    switch self {
    case .text(let text): json.string(text)
    case .int(let number): json.integer(number)
    case .bool(let truth): json.boolean(truth)
    case .instant(let milliseconds): json.object { $0.member("at", milliseconds) }
    }
  }
}
