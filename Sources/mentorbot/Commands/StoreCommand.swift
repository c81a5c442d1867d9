import Console
import Store

/// `mentorbot store check | recover`
func storeCommand(_ terminal: Terminal) -> Command {
  Command(
    "store", "Cares for the core store: looks for damage, saves what a damaged one still holds.",
    [storeCheckCommand(terminal), storeRecoverCommand(terminal)])
}

private func storeCheckCommand(_ terminal: Terminal) -> Command {
  Command(
    "check", "Looks for damage and for what does not fit together, and prints all of it.",
    details: "The daemon may run meanwhile. Takes a few seconds a gigabyte. Nothing is changed.",
    options: StoreOptions.options
  ) { arguments in
    let options = try StoreOptions(arguments)
    defer { terminal.showProgress("") }
    let findings = try options.openReader().findings { terminal.showProgress("looking at: \($0)") }
    terminal.showProgress("")
    guard findings.isEmpty else {
      throw StoreError(
        """
        \(options.location): \(findings.count) finding\(findings.count == 1 ? "" : "s")
        \(findings.joined(separator: "\n"))
        Restore a backup, or save what can be read: stop the daemon, then mentorbot store recover
        """)
    }
    terminal.output("\(options.location) is sound\n")
  }
}

private func storeRecoverCommand(_ terminal: Terminal) -> Command {
  Command(
    "recover", "Saves all that can be read of a damaged store into a new one, and puts that in its place.",
    details: """
      The daemon must be stopped. The damaged files are kept beside the store, and it is said what is lost. Of a sound store nothing is changed. When
      there is a recent backup, restoring it loses less.
      """,
    options: StoreOptions.options
  ) { arguments in
    let options = try StoreOptions(arguments)
    let lock = try DaemonLock(for: options.location)
    defer { terminal.showProgress("") }
    let report = try StoreRecovery(options.location, zone: options.zone, now: wallClock()).run {
      terminal.showProgress("reading \($0)")
    }
    withExtendedLifetime(lock) {}
    terminal.showProgress("")
    guard let report else { return terminal.output("\(options.location) is sound: nothing to recover\n") }
    terminal.output(text(of: report, options.location))
  }
}

private func text(of report: StoreRecovery.Report, _ location: StoreLocation) -> String {
  let kept = report.tables.reduce(0) { $0 + $1.kept }
  var lines = ["\(location) is a new store with \(kept) rows; the damaged one is kept as \(report.oldFile)"]
  let losses = report.tables.filter { !$0.isWhole }
  if losses.isEmpty { lines.append("Every row could be read: nothing is lost.") }
  for table in losses {
    var words = ["\(table.kept) kept"]
    if table.dropped > 0 { words.append("\(table.dropped) dropped because they no longer fit") }
    words += table.unreadable.map(words(for:))
    lines.append("\(table.table): \(words.joined(separator: ", "))")
  }
  if report.brokenOff > 0 { lines.append("\(report.brokenOff) conversations were ended: what they need is lost.") }
  return lines.joined(separator: "\n") + "\n"
}

private func words(for gap: ClosedRange<Int64>) -> String {
  // A table whose end is lost has no last row to name.
  if gap.upperBound >= 1 << 40 { return "all from row \(gap.lowerBound) on unreadable" }
  return gap.count == 1 ? "row \(gap.lowerBound) unreadable" : "rows \(gap.lowerBound) to \(gap.upperBound) unreadable"
}
