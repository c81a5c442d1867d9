import JSON5
package import Mentoring
package import Store

/// Shows whom an order would reach now.
///
/// - Throws: `CurationError` when its author may not announce.
package func planBroadcast(
  _ order: BroadcastOrder, in store: CoreStore, language: Language
) throws -> BroadcastPlan {
  try store.read { tx in
    let author = try announcer(order.author, order.organisation, tx, language)
    let candidates = try tx.listedCandidates(of: order.audience, in: author.organisation, theme: order.theme)
    var plan = BroadcastPlan(reach: Reach(), people: [])
    for candidate in candidates {
      let obstacle = candidate.standing.obstacle(isObligatory: order.isObligatory)
      plan.reach.add(obstacle)
      plan.people.append((candidate.externalID, candidate.name, candidate.position, obstacle))
    }
    return plan
  }
}

/// Writes an announcement into the store: the running daemon sends it.
///
/// - Parameter isSure: the number of people has been confirmed.
/// - Throws: `CurationError` that says what is in the way and how to go on.
package func scheduleBroadcast(
  _ order: BroadcastOrder, by rules: BroadcastRules, in store: CoreStore, isSure: Bool, language: Language,
  now: Timestamp
) throws -> Broadcast {
  try store.transaction { tx in
    let author = try announcer(order.author, order.organisation, tx, language)
    let reach = try tx.reach(
      of: order.audience, in: author.organisation, theme: order.theme, isObligatory: order.isObligatory)
    let open = try tx.openBroadcasts(in: author.organisation)
    let plan = rules.plan(reach, at: order.at, isSure: isSure, open: open, now: now)
    guard case .ok(let sendAt) = plan else { throw refusal(plan, reach, rules.zone, language) }
    let broadcast = Broadcast(
      id: BroadcastID(try tx.newID()), organisation: author.organisation, author: author.id, audience: order.audience,
      text: order.text.text, answers: order.answers, theme: order.theme, isObligatory: order.isObligatory,
      sendAt: sendAt)
    try tx.add(broadcast, at: now)
    try tx.set(.send, of: broadcast.id, at: sendAt)
    try tx.journal(
      "broadcast.planned", by: author.id, through: .command, subject: "broadcast:\(broadcast.id)", at: now)
    return broadcast
  }
}

/// Calls an announcement off. The daemon tells its author.
package func cancelBroadcast(
  _ id: BroadcastID, by externalID: String, organisation: String?, in store: CoreStore, language: Language,
  now: Timestamp
) throws -> BroadcastTally {
  try store.transaction { tx in
    let author = try announcer(externalID, organisation, tx, language)
    guard let broadcast = try tx.broadcast(id), broadcast.organisation == author.organisation else {
      throw CurationError(
        language == .ru ? "в этой школе нет объявления \(id)" : "this school has no announcement \(id)")
    }
    guard !broadcast.status.isOver else {
      throw CurationError(
        language == .ru
          ? "объявление \(id) уже отправлено или отменено" : "announcement \(id) has been sent or cancelled already")
    }
    try tx.callOff(id, by: author.id, through: .command, at: now)
    return try tx.tally(of: id)
  }
}

/// Whoever may announce, by his external id.
private func announcer(
  _ externalID: String, _ organisation: String?, _ tx: Transaction, _ language: Language
) throws -> Person {
  let isRussian = language == .ru
  let found = try tx.people(externalID: externalID).filter {
    !$0.isForgotten && (organisation == nil || $0.organisation == organisation)
  }
  guard found.count <= 1 else {
    let schools = found.map(\.organisation).joined(separator: ", ")
    throw CurationError(
      isRussian
        ? "external_id «\(externalID)» есть в нескольких школах: \(schools); укажите --school"
        : "external_id “\(externalID)” exists in several schools: \(schools); name one with --school")
  }
  guard let id = found.first?.id, let person = try tx.person(id) else {
    let near = try nearest(externalID, in: tx.externalIDs())
    throw CurationError(
      isRussian
        ? "нет человека с external_id «\(externalID)»" + (near.map { "; возможно, «\($0)»" } ?? "")
        : "nobody has the external_id “\(externalID)”" + (near.map { "; did you mean “\($0)”?" } ?? ""))
  }
  guard BroadcastRules.mayAnnounce(person.roles) else {
    throw CurationError(
      isRussian
        ? "«\(externalID)» не куратор и не директор: объявления отправляют только они"
        : "“\(externalID)” is neither curator nor head: only they announce")
  }
  return person
}

private func refusal(
  _ plan: BroadcastRules.Plan, _ reach: Reach, _ zone: Zone, _ language: Language
) -> CurationError {
  let isRussian = language == .ru
  switch plan {
  case .nobody:
    return CurationError(isRussian ? "сейчас объявление никто не получит" : "nobody would get the announcement now")
  case .tooMany:
    return CurationError(
      isRussian
        ? "получателей \(reach.reached), а в одном объявлении может быть \(BroadcastRules.recipientLimit)"
        : "\(reach.reached) people, and one announcement may have \(BroadcastRules.recipientLimit)")
  case .busy:
    return CurationError(
      isRussian
        ? "уже ждут отправки или отправляются \(BroadcastRules.openLimit) объявлений этой школы"
        : "\(BroadcastRules.openLimit) announcements of this school are waiting or on their way already")
  case .past: return CurationError(isRussian ? "--at: это время уже прошло" : "--at: that time has passed")
  case .far: return CurationError(isRussian ? "--at: самое большее на год вперёд" : "--at: a year ahead at most")
  case .quiet(let end):
    let good = zone.iso(end).prefix(16)
    return CurationError(
      isRussian
        ? "в это время у школы тихие часы; укажите другое, например --at \(good)"
        : "the school has quiet hours at that time; name another, for example --at \(good)")
  case .unsure, .ok:
    return CurationError(
      isRussian
        ? "объявление получат больше \(BroadcastRules.sureLimit) человек: \(reach.reached); если это верно, добавьте --yes-many"
        : "more than \(BroadcastRules.sureLimit) people would get it: \(reach.reached); if that is right, add --yes-many"
    )
  }
}
