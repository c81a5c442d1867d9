import Console
import Glibc

// Nothing that this process makes is for other users of the machine.
umask(0o077)

let terminal = Terminal.standard
let root = Command(
  "mentorbench", "Measures how fast mentorbot is, and what it keeps.",
  details: "Only a release build on a quiet machine says anything: swift build -c release --static-swift-stdlib",
  [
    dialogsStepCommand(terminal), dialogsLoadCommand(terminal), meetingsDueCommand(terminal),
    surveyResultsCommand(terminal), broadcastCommand(terminal), crashCommand(terminal), backlogCommand(terminal),
  ])

exit(await runCommandLine(Array(CommandLine.arguments.dropFirst()), root, terminal))
