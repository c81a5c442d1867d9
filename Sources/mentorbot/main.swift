import Glibc

let root = Command("mentorbot", "A chat-bot service for mentoring programmes in schools.", [])

exit(await runCommandLine(Array(CommandLine.arguments.dropFirst()), root, .standard))
