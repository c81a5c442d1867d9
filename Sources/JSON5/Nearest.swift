/// The candidate that somebody who wrote `name` most likely meant, for «did you mean»; nil when none is near.
///
/// Near is an edit distance (upper and lower case alike, two exchanged neighbours count one) of at most 2 or a third of
/// the name's length, whichever is more, and less than the name's length. Equally near ones: the first by alphabet.
package func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
  let longest = 64  // What a person names; beyond it the search would cost more than it helps.
  let wanted = Array(name.lowercased().unicodeScalars)
  guard !wanted.isEmpty, wanted.count <= longest else { return nil }
  let allowed = min(max(2, wanted.count / 3), wanted.count - 1)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let scalars = Array(candidate.lowercased().unicodeScalars)
    guard abs(scalars.count - wanted.count) <= allowed else { continue }
    let distance = editDistance(wanted, scalars)
    guard distance <= allowed, best.map({ (distance, candidate) < $0 }) ?? true else { continue }
    best = (distance, candidate)
  }
  return best?.candidate
}

/// Insertions, deletions, replacements and exchanges of neighbours that turn `a` into `b` ("optimal string alignment").
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
