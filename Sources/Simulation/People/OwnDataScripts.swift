import Mentoring

private let everybody = Set(Role.allCases)

/// Settings, what the bot keeps of somebody, and being forgotten.
let ownDataScripts = [
  Script(
    "settings", urges: [Urge(everybody, perWeek: 0.05, .say(["/settings", "настройки", "/language"]))],
    [
      "top": [
        .press("ready", 4), .press("russian"), .press("english", 0.3), .press("zone"), .press("quiet", 2),
        .press("announcements"), .press("mydata", 0.3), .leave(1),
      ],
      "zone": [.row(2), .press("as_school", 3), .press("back", 3)],
      "quiet": [
        .press("from_21_to_9", 2), .press("from_23_to_8", 2), .press("other_hours"), .press("no_hours", 0.5),
        .press("as_school", 2), .press("back", 2),
      ],
      "quiet_from": [.say(["22:30", "в девять вечера", "30:00"], 5), .press("back")],
      "quiet_to": [.say(["8:00", "в семь утра"], 5), .press("back")],
      "announcements": [.row(3), .press("back", 2)],
    ]),
  Script(
    "mydata", urges: [Urge(everybody, perWeek: 0.03, .say(["/mydata", "мои данные"]))],
    [
      "more": [.press("next", 5), .press("as_file", 2), .press("enough", 3)],
      "end": [.press("ready", 6), .press("as_file", 3), .press("forget", 0.3)],
      "sent": [.press("ready", 6), .press("forget", 0.2)],
    ]),
  Script(
    "forget", urges: [Urge([.mentee, .mentor, .parent], perWeek: 0.004, .say(["/forget"]))],
    [
      "explain": [.press("delete", 6), .press("keep", 4)],
      "confirm": [.press("yes", 7), .press("keep", 3)],
    ]),
]
