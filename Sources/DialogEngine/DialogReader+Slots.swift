import JSON5

/// The slots and their types.
extension DialogReader {
  func slot(_ member: Node.Member) {
    checkName(member)
    if host.facts[member.key] != nil {
      problems.add("`\(member.key)` is a fact of the host; give the slot another name", at: member.keyPosition)
    }
    let slot = readObject(member.value, problems) { slot -> DialogDefinition.Slot? in
      let type = type(slot)
      let isOptional = slot.bool("optional") ?? false
      let isPersonal = slot.bool("personal") ?? false
      let keep = slot.duration("keep", in: .seconds(86_400)...(.seconds(86_400 * 36_500)))
      return .init(type: type ?? .text(), isOptional: isOptional, isPersonal: isPersonal, keep: keep)
    }
    if let slot { slots[member.key] = slot }
  }

  func type(_ slot: ObjectReader) -> ValueType? {
    guard let name = slot.string("type", required: true) else { return nil }
    switch name {
    case "text": return .text(max: slot.integer("max", in: 1...4096) ?? 1000)
    case "decimal": return decimal(slot)
    case "int": return .int(range(slot, or: Int64.min...Int64.max, within: -(1 << 53)...(1 << 53)))
    case "rating": return .rating(range(slot, or: 1...5, within: 0...100))
    case "choice": return .choice(options(slot))
    case "multi":
      let options = options(slot)
      if options.count > PromptView.optionLimit {
        slot.report("options", "\(options.count) options to mark, the most is \(PromptView.optionLimit)")
      }
      return .multi(options)
    case "date": return .date(days(slot))
    case "time": return .time(times(slot))
    case "datetime":
      var range = days(slot, mayBeNow: true)
      // Who is asked when something shall be means no past; an end that is no later than now tells that it has been.
      let isAhead = range.to.map { $0 != .now && DayRange(from: .now).mayHold($0) } ?? true
      if range.from == nil, isAhead { range.from = .now }
      return .datetime(range, TimeRule(step: step(slot)))
    case "duration": return .duration(minutes(slot))
    case "phone": return .phone
    case "email": return .email
    case "contact": return .contact
    case "file": return .file(fileRule(slot))
    case "yes_no": return .yesNo
    case "instant": return .instant
    case "label": return .label
    case "ref": return .ref
    case "name": return .personName
    default:
      slot.report("type", unknownName("type", name, among: ValueType.names))
      return nil
    }
  }

  func range(
    _ slot: ObjectReader, or standard: ClosedRange<Int64>, within limits: ClosedRange<Int>
  ) -> ClosedRange<Int64> {
    let least = slot.integer("min", in: limits).map(Int64.init) ?? standard.lowerBound
    let most = slot.integer("max", in: limits).map(Int64.init) ?? standard.upperBound
    guard least <= most else {
      slot.report("max", "must not be below `min` (\(least))")
      return standard
    }
    return least...most
  }
}
