import Mentoring

/// The way in and the menu.
let joinScripts = [
  Script(
    "join",
    [
      "ask": [.press("agree", 9), .press("refuse", 1)],
      "refused": [.press("again", 6), .leave(4)],
    ]),
  Script(
    "menu",
    urges: [
      Urge([.mentee, .mentor, .parent, .council, .coordinator, .psychologist], perWeek: 0.3, .say(["/menu", "меню"]))
    ],
    ["menu": [.row(3), .leave(7)]]),
]
