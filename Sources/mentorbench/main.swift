import Console
import Glibc

// Nothing that this process makes is for other users of the machine.
umask(0o077)

let terminal = Terminal.standard
let root = Command(
  "mentorbench", "Measures how fast mentorbot is, and tries to break it.",
  details:
    "Only a release build on a quiet machine says anything of speed: swift build -c release --static-swift-stdlib",
  [
    dialogsStepCommand(terminal), dialogsLoadCommand(terminal), meetingsDueCommand(terminal),
    surveyResultsCommand(terminal), broadcastCommand(terminal), fuzzCommand(terminal), powerLossCommand(terminal),
    crashCommand(terminal), backlogCommand(terminal), throughputCommand(terminal), startCommand(terminal),
    stopCommand(terminal), pacingCommand(terminal), soakCommand(terminal),
  ])

exit(await runCommandLine(Array(CommandLine.arguments.dropFirst()), root, terminal))
