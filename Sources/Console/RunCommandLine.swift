import JSON5

/// Does what `words` ask for and says on `terminal` what went wrong.
/// - Returns: the exit code: 0 done, 1 a problem, 2 wrong usage.
package func runCommandLine(_ words: [String], _ root: Command, _ terminal: Terminal) async -> Int32 {
  do {
    switch try parseCommandLine(words, root) {
    case .help(let usage):
      terminal.output(usage)
    case .run(let run, let arguments):
      try await run(arguments)
    }
    return 0
  } catch let error as WrongUsage {
    terminal.complain("\(root.name): \(visible(error.message))\n\n\(error.usage)")
    return 2
  } catch let problems as Problems {
    // Each begins with its file; a terminal and an editor find the place by that.
    for problem in problems.all { terminal.complain(visible(problem.description) + "\n") }
    return 1
  } catch let error as any CustomStringConvertible {
    let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
    terminal.complain("\(root.name): \(lines.joined(separator: "\n"))\n")
    return 1
  } catch {
    terminal.complain("\(root.name): unexpected error: \(visible(String(describing: error)))\n")
    return 1
  }
}
