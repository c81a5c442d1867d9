import FoundationEssentials

/// Makes texts out of keys and values.
struct Renderer {
  let texts: TextLayers
  /// Of names: they decide how values print.
  let types: [String: ValueType]
  var scope: Scope
  let context: DialogContext

  /// The longest message and the longest label, in UTF-16 units.
  static let textLimit = 4096
  static let labelLimit = 64

  /// The text behind `key`; the key itself where there is none, which loading has ruled out.
  func text(_ key: String) -> StyledText {
    let text = compose(pieces(key, depth: 0), limit: Self.textLimit)
    return text.text.allSatisfy(\.isWhitespace) ? Self.nothing : text
  }

  /// The same for a button: short, in one line, without styles.
  func label(_ key: String) -> String {
    var label = compose(pieces(key, depth: 0), limit: Self.labelLimit).text
    if label.utf8.contains(UInt8(ascii: "\n")) { label = label.replacing("\n", with: " ") }
    return label.allSatisfy(\.isWhitespace) ? Self.nothing.text : label
  }

  /// Shows where a text comes to nothing because its values are empty: platforms refuse an empty message.
  private static let nothing = StyledText("—")

  private struct Piece {
    var text: String
    var styles: Set<StyledText.Style>
    /// May be cut where the whole is too long.
    var isValue: Bool
  }

  /// Fallbacks may name texts that have fallbacks.
  static let fallbackDepth = 3

  private func pieces(_ key: String, depth: Int) -> [Piece] {
    guard depth <= Self.fallbackDepth, let (entry, language) = texts.entry(key, language: context.language) else {
      return [Piece(text: key, styles: [], isValue: false)]
    }
    var styles: Set<StyledText.Style> = []
    var pieces: [Piece] = []
    for part in entry.template(in: scope, language: language).parts {
      switch part {
      case .literal(let text): pieces.append(Piece(text: text, styles: styles, isValue: false))
      case .toggle(let style): styles.formSymmetricDifference([style])
      case .placeholder(let placeholder):
        if let value = scope[placeholder.name] {
          let name = placeholder.name
          let text = show(value, types[name], named: name, placeholder.format, language: language)
          pieces.append(Piece(text: text, styles: styles, isValue: true))
        } else if let fallback = placeholder.fallback {
          pieces += self.pieces(fallback, depth: depth + 1).map {
            Piece(text: $0.text, styles: $0.styles.union(styles), isValue: $0.isValue)
          }
        }
      }
    }
    return pieces
  }

  private func show(
    _ value: Value, _ type: ValueType?, named name: String, _ format: ValueFormat?, language: String
  ) -> String {
    let language = Language.of(language)
    switch value {
    case .int(let number):
      guard case .duration = type else { return "\(number)" }
      return format == .in ? language.distance(minutes: number) : language.duration(minutes: number)
    case .bool(let truth): return plain(truth ? "yes_no.yes" : "yes_no.no") ?? "\(truth)"
    case .instant(let milliseconds): return show(milliseconds, format ?? .datetime, language)
    case .text(let text):
      return show(text, type, named: name, format, language)
        ?? FullName(text).printed(type == .personName ? format ?? .polite : .polite, language)
    }
  }

  /// An instant as the person's clock shows it, and beside it as everybody else's does, where that reads differently.
  private func show(_ milliseconds: Int64, _ format: ValueFormat, _ language: Language) -> String {
    func printed(in zone: TimeZone) -> String {
      format.print(
        CivilTime(milliseconds: milliseconds, in: zone), now: CivilTime(milliseconds: context.now, in: zone),
        minutesAhead: minutes(to: milliseconds), language)
    }
    let own = printed(in: context.timeZone)
    guard let common = context.commonTimeZone.map(printed), common != own else { return own }
    let scope = Scope(slots: [:], arguments: ["own": .text(own), "common": .text(common)], context: context)
    return Renderer(texts: texts, types: [:], scope: scope, context: context).text("instant.both").text
  }

  /// From now, the next whole minute of what is ahead and the last one of what is past.
  private func minutes(to instant: Int64) -> Int64 {
    // Two instants may lie further apart than an Int64 counts.
    Int64(((Double(instant) - Double(context.now)) / 60_000).rounded(.up))
  }

  /// What a text value stands for; nil where it is just a text, or a name.
  private func show(
    _ text: String, _ type: ValueType?, named name: String, _ format: ValueFormat?, _ language: Language
  ) -> String? {
    switch type {
    case .choice, .label: return plain("\(name).\(text)")
    case .multi: return chosenOptions(text).map { plain("\(name).\($0)") ?? $0 }.joined(separator: ", ")
    case .decimal: return text.replacing(".", with: language.decimalMark)
    case .file:
      guard let file = FileReference(text) else { return nil }
      return file.name.isEmpty ? plain("file.\(file.kind.rawValue)") : file.name
    case .date: return CivilDate(iso: text).map { (format ?? .date).print($0, today: context.localNow.date, language) }
    case .datetime:
      return CivilTime(iso: text).map { (format ?? .datetime).print($0, now: context.localNow, language) }
    default: return nil
    }
  }

  /// A value on a button that offers it: nothing of it is left to guess.
  func offer(_ value: Value, _ type: ValueType) -> String {
    let language = Language.of(context.language)
    let today = context.localNow.date
    if case .text(let text) = value {
      switch type {
      case .date: if let date = CivilDate(iso: text) { return ValueFormat.by.print(date, today: today, language) }
      case .time: if let minute = minuteOfDay(iso: text) { return language.spelledOut(minute: minute) }
      case .datetime:
        guard let time = CivilTime(iso: text) else { break }
        return ValueFormat.by.print(time.date, today: today, language) + ", " + isoTime(time.minute)
      default: break
      }
    }
    return show(value, type, named: "", nil, language: context.language)
  }

  /// A label that has values of its own beside those of the conversation.
  func label(_ key: String, _ arguments: [String: Value]) -> String {
    var renderer = self
    renderer.scope.arguments.merge(arguments) { $1 }
    return renderer.label(key)
  }

  /// The label of a row: its columns stand before slots of the same name.
  func label(_ key: String, of row: QueryRow) -> String {
    var renderer = self
    renderer.scope.slots = scope.slots.filter { row.columns[$0.key] == nil }
    return renderer.label(key, row.columns)
  }

  /// The words behind `key`, without values and styles; nil where there are none.
  func plain(_ key: String) -> String? {
    guard let (entry, language) = texts.entry(key, language: context.language) else { return nil }
    return entry.template(in: scope, language: language).parts
      .reduce(into: "") { if case .literal(let text) = $1 { $0 += text } }
  }

  private func compose(_ pieces: [Piece], limit: Int) -> StyledText {
    var pieces = pieces
    var length = pieces.reduce(0) { $0 + $1.text.utf16.count }
    // The longest value gives way first; our own words only when no value is left to cut.
    while length > limit {
      let values = pieces.indices.filter { pieces[$0].isValue && pieces[$0].text.utf16.count > 1 }
      let candidates = values.isEmpty ? Array(pieces.indices) : values
      guard let longest = candidates.max(by: { pieces[$0].text.utf16.count < pieces[$1].text.utf16.count }) else {
        break
      }
      let before = pieces[longest].text.utf16.count
      guard before > 1 else { break }
      pieces[longest].text = shortened(pieces[longest].text, to: max(1, before - (length - limit)))
      length += pieces[longest].text.utf16.count - before
    }
    return joined(pieces)
  }

  private func joined(_ pieces: [Piece]) -> StyledText {
    var result = StyledText("")
    var offset = 0
    for piece in pieces where !piece.text.isEmpty {
      let length = piece.text.utf16.count
      for style in [StyledText.Style.bold, .italic] where piece.styles.contains(style) {
        // Neighbours of one style are one span.
        let touching = result.spans.lastIndex { $0.style == style && $0.offset + $0.length == offset }
        if let touching {
          result.spans[touching].length += length
        } else {
          result.spans.append(.init(offset: offset, length: length, style: style))
        }
      }
      result.text += piece.text
      offset += length
    }
    return result
  }
}

/// The beginning of `text` with «…», together at most `limit` UTF-16 units (at least 1); no character is cut in two.
private func shortened(_ text: String, to limit: Int) -> String {
  var room = limit - 1
  let kept = text.prefix { character in
    room -= character.utf16.count
    return room >= 0
  }
  return kept + "…"
}
