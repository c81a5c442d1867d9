import Glibc

holdSignals()
// Nothing that this process makes is for other users of the machine.
umask(0o077)

let terminal = Terminal.standard
let root = Command(
  "mentorbot", "A chat-bot service for mentoring programmes in schools.",
  [
    demoCommand(terminal), runCommand(terminal), checkCommand(terminal), peopleCommand(terminal),
    dialogsCommand(terminal), queryCommand(terminal),
  ])

exit(await runCommandLine(Array(CommandLine.arguments.dropFirst()), root, terminal))
