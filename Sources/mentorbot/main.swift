import Console
import Failpoints
import FoundationEssentials
import Glibc

let words = Array(CommandLine.arguments.dropFirst())
// All other commands end as any program does.
setSignalMask(holding: ["run", "demo"].contains(words.first))
// Nothing that this process makes is for other users of the machine.
umask(0o077)
// A dump of its memory would hold the tokens, and what people wrote.
var noDump = rlimit(rlim_cur: 0, rlim_max: 0)
setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noDump)

let terminal = Terminal.standard
do throws(WrongFailpoint) { try TestRun.armFailpoint(ProcessInfo.processInfo.environment) } catch {
  terminal.complain("mentorbot: \(error)\n")
  exit(2)
}
let root = Command(
  "mentorbot", "A chat-bot service for mentoring programmes in schools.",
  [
    demoCommand(terminal), runCommand(terminal), checkCommand(terminal), peopleCommand(terminal),
    dialogsCommand(terminal), queryCommand(terminal), broadcastCommand(terminal), backupCommand(terminal),
    storeCommand(terminal), statusCommand(terminal), simulateCommand(terminal),
  ])

exit(await runCommandLine(words, root, terminal))
