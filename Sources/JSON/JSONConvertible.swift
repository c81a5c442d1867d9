/// What is kept as JSON and comes back as it went. Equal values give equal texts.
///
/// A type reads and writes its members side by side, so that a further one takes two lines:
///
///     extension Mark: JSONConvertible {
///       init(_ json: JSONSlice) throws(JSONFault) {
///         let json = try json.members()
///         place = try json.read("place")
///         tries = try json.read("tries", or: 0)  // Texts from before there were tries have none.
///       }
///
///       func write(to json: inout JSONWriter) {
///         json.object { json in
///           json.member("place", place)
///           json.member("tries", tries)
///         }
///       }
///     }
package protocol JSONConvertible {
  /// - Throws: when `json` is no such value; a member that is not known is passed over.
  init(_ json: JSONSlice) throws(JSONFault)

  /// Writes one value.
  func write(to json: inout JSONWriter)
}

extension JSONConvertible {
  /// Reads a text that holds this value and nothing else.
  package init(jsonText text: String) throws(JSONFault) {
    guard let json = JSONSlice(whole: Array(text.utf8)) else { throw JSONFault(expected: "one whole JSON value") }
    try self.init(json)
  }

  package var jsonText: String {
    var json = JSONWriter(reserving: 512)
    write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

/// A JSON text that does not hold what it should. Says where by the names of members that were asked for, and never what stands there.
package struct JSONFault: Error, Equatable, CustomStringConvertible {
  package private(set) var path: [String] = []
  package let expected: String

  package init(expected: String) { self.expected = expected }

  /// The same fault, seen from the object that has it in its member `name`.
  package func inside(_ name: StaticString) -> JSONFault {
    var fault = self
    fault.path.insert(name.description, at: 0)
    return fault
  }

  package var description: String {
    "damaged JSON: \(path.isEmpty ? "" : path.joined(separator: ".") + ": ")expected \(expected)"
  }
}

extension JSONSlice {
  package func members() throws(JSONFault) -> JSONObject {
    guard let object else { throw JSONFault(expected: "an object") }
    return object
  }
}

extension JSONObject {
  /// A member that must be there.
  package func read<Value: JSONConvertible>(_ name: StaticString) throws(JSONFault) -> Value {
    guard let json = self[name] else { throw JSONFault(expected: "a value").inside(name) }
    return try value(json, of: name)
  }

  /// A member that may be missing.
  package func read<Value: JSONConvertible>(
    _ name: StaticString, or missing: @autoclosure () -> Value
  ) throws(JSONFault) -> Value {
    guard let json = self[name] else { return missing() }
    return try value(json, of: name)
  }

  /// A member that is missing where there is no value.
  package func readIfPresent<Value: JSONConvertible>(_ name: StaticString) throws(JSONFault) -> Value? {
    guard let json = self[name] else { return nil }
    return try value(json, of: name) as Value
  }

  private func value<Value: JSONConvertible>(_ json: JSONSlice, of name: StaticString) throws(JSONFault) -> Value {
    do { return try Value(json) } catch { throw error.inside(name) }
  }
}

extension String: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    guard let text = json.string else { throw JSONFault(expected: "a string") }
    self = text
  }

  package func write(to json: inout JSONWriter) { json.string(self) }
}

extension Int64: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    guard let number = json.integer else { throw JSONFault(expected: "a whole number") }
    self = number
  }

  package func write(to json: inout JSONWriter) { json.integer(self) }
}

extension Int: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) { self = Int(try Int64(json)) }

  package func write(to json: inout JSONWriter) { json.integer(Int64(self)) }
}

extension Bool: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    guard let truth = json.boolean else { throw JSONFault(expected: "true or false") }
    self = truth
  }

  package func write(to json: inout JSONWriter) { json.boolean(self) }
}

extension Array: JSONConvertible where Element: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    guard let elements = json.elements else { throw JSONFault(expected: "an array") }
    self = []
    reserveCapacity(elements.count)
    for element in elements { append(try Element(element)) }
  }

  package func write(to json: inout JSONWriter) { json.array(of: self) { $0.write(to: &$1) } }
}

/// An object; its members stand in the order of their names.
extension Dictionary: JSONConvertible where Key == String, Value: JSONConvertible {
  package init(_ json: JSONSlice) throws(JSONFault) {
    let members = try json.members().all
    self.init(minimumCapacity: members.count)
    for member in members { self[member.name] = try Value(member.value) }
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      for name in keys.sorted() {
        json.name(name)
        self[name]?.write(to: &json)
      }
    }
  }
}
