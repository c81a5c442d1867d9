import DialogEngine
import FoundationEssentials
import Messaging

extension Conductor {
  func commandMenus() -> [(language: String?, commands: [BotCommand])] {
    let menus = host.languages.map { language in
      let context = DialogContext(now: 0, language: language, timeZone: .gmt)
      let commands = Interrupt.shown.map { interrupt in
        BotCommand(
          name: interrupt.rawValue,
          summary: library.text("command.\(interrupt.rawValue)", context)?.text ?? interrupt.rawValue)
      }
      return (language: String?.some(language), commands: commands)
    }
    // Whoever speaks another language sees the school's.
    return [(language: nil, commands: menus[0].commands)] + menus
  }
}
