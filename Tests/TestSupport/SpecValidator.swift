package import Foundation

/// Checks calls against a machine-readable description of Telegram's Bot API: `telegram-bot-api.json`, in the folder that
/// the variable `MENTORBOT_SPECS` names.
///
/// A call is a method's name and its body: JSON, or a form with a file. It must name a method of the description, have each required field and
/// none that is unknown, every value of a type that the field takes, and keep the limits that no schema holds
/// (`SpecValidator+Limits.swift`).
package struct SpecValidator: Sendable {
  struct Field: Decodable, Sendable {
    var name: String
    /// "Integer", "Array of Array of InlineKeyboardButton", "ReplyKeyboardRemove"; any one of them will do.
    var types: [String]
    var required: Bool
  }

  struct Shape: Decodable, Sendable {
    var fields: [Field]?
    /// For a type that is one of several.
    var subtypes: [String]?
  }

  private struct Description: Decodable {
    var methods: [String: Shape]
    var types: [String: Shape]
  }

  private let methods: [String: Shape]
  private let types: [String: Shape]

  /// Whether the description is at hand: suites that need it are `.enabled(if: SpecValidator.available)`.
  package static var available: Bool { folder != nil }

  /// The folder with the descriptions and the sample updates; nil when `MENTORBOT_SPECS` is not set.
  package static let folder: URL? = ProcessInfo.processInfo.environment["MENTORBOT_SPECS"]
    .map { URL(filePath: $0, directoryHint: .isDirectory) }

  private static let read = Result {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try SpecValidator(Data(contentsOf: folder.appending(path: "telegram-bot-api.json")))
  }

  /// The validator, read once.
  package static var telegram: SpecValidator { get throws { try read.get() } }

  private init(_ description: Data) throws {
    let description = try JSONDecoder().decode(Description.self, from: description)
    methods = description.methods
    types = description.types
  }

  /// What is wrong with a call; nothing when it is right.
  ///
  /// - Parameter contentType: what the header of that name says.
  package func problems(
    method: String, contentType: String = "application/json", body: [UInt8]
  ) -> [String] {
    guard let shape = methods[method] else { return ["\(method): no such method"] }
    if contentType != "application/json" {
      guard let parts = formParts(body, contentType: contentType) else { return ["\(method): the body is no form"] }
      let members = Dictionary(parts.map { ($0.name, value(of: $0, as: shape)) }) { $1 }
      let twice = parts.count == members.count ? [] : ["\(method): a field twice"]
      return twice + problems(of: members, as: shape, at: method) + limitProblems(method: method, members)
    }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)), case .object(let members) = value
    else { return ["\(method): the body is not a JSON object"] }
    return problems(of: members, as: shape, at: method) + limitProblems(method: method, members)
  }

  /// A form's values are text; what is no text is written as JSON.
  private func value(of part: FormPart, as shape: Shape) -> JSONValue {
    if part.fileName != nil { return .file(part.content) }
    let text = String(decoding: part.content, as: UTF8.self)
    let types = shape.fields?.first { $0.name == part.name }?.types ?? []
    if types.contains("Integer"), let whole = Int64(text) { return .integer(whole) }
    if types.contains("String") { return .string(text) }
    return (try? JSONDecoder().decode(JSONValue.self, from: Data(part.content))) ?? .string(text)
  }

  private func problems(of members: [String: JSONValue], as shape: Shape, at path: String) -> [String] {
    let fields = shape.fields ?? []
    let missing = fields.filter { $0.required && members[$0.name] == nil }.map { "\(path).\($0.name): missing" }
    let wrong = members.sorted { $0.key < $1.key }.flatMap { name, value in
      let path = "\(path).\(name)"
      guard let field = fields.first(where: { $0.name == name }) else { return ["\(path): unknown"] }
      return problems(of: value, asOneOf: field.types, at: path)
    }
    return missing + wrong
  }

  /// Nothing when one of the types fits, else what the best of them lacks.
  private func problems(of value: JSONValue, asOneOf types: [String], at path: String) -> [String] {
    let tries = types.map { problems(of: value, as: $0, at: path) }
    return tries.min { $0.count < $1.count } ?? ["\(path): takes no value"]
  }

  private func problems(of value: JSONValue, as type: String, at path: String) -> [String] {
    let arrayOf = "Array of "
    switch (type, value) {
    case ("Integer", .integer), ("Float", .integer), ("Float", .number), ("String", .string), ("Boolean", .boolean),
      ("InputFile", .file):
      return []
    case (_, .array(let elements)) where type.hasPrefix(arrayOf):
      let element = String(type.dropFirst(arrayOf.count))
      return elements.enumerated().flatMap { problems(of: $1, as: element, at: "\(path)[\($0)]") }
    case (_, .object(let members)):
      guard let shape = types[type] else { return ["\(path): an object, not \(type)"] }
      if let subtypes = shape.subtypes { return problems(of: value, asOneOf: subtypes, at: path) }
      return problems(of: members, as: shape, at: path)
    default:
      return ["\(path): not \(type)"]
    }
  }
}

/// A JSON value of any shape, or what only a form can hold: a file.
enum JSONValue: Decodable, Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
  case file([UInt8])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let integer = try? value.decode(Int64.self) {
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var whole: Int64? {
    guard case .integer(let whole) = self else { return nil }
    return whole
  }

  var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}
