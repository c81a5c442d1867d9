import Console
import Curation
import Mentoring

/// `mentorbench survey-results`
func surveyResultsCommand(_ terminal: Terminal) -> Command {
  Command(
    "survey-results", "Counts the results of a survey of three questions over many answers.",
    options: [.init("answers", "N", "how many answers, default 100000"), runsOption, formatOption]
  ) { arguments in
    let runs = try arguments.runs()
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let answers = try arguments.integer("answers", in: 3...1_000_000) ?? 100_000
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let surveys = try SampleSurveys(folder: folder.path, answers: answers)
    var narrow = QueryFilter()
    narrow.school = "Школа-образец"
    narrow.from = LocalDate(iso: "2026-03-01")
    let measured = try [("all", QueryFilter()), ("one school since a day", narrow)].map { name, filter in
      try Measurement("\(answers) answers, \(name)", in: .milliseconds, runs: runs) {
        let rows = try surveys.results(filter)
        precondition(rows > 0, "there are no results")
        return 1
      }
    }
    terminal.output(Table(measured).rendered(as: format))
  }
}
