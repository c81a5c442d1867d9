import Mentoring

/// What curators and heads look up.
let curatorScripts = [
  Script(
    "digest", urges: [Urge([.curator, .head], perWeek: 3, .say(["/digest", "Сводка"]))],
    [
      "top": [
        .press("meetings", 3), .press("requests", 3), .press("silent", 2), .press("low", 2), .press("refresh", 0.5),
        .press("ready", 4), .leave(1),
      ],
      "meetings": [.row(4), .press("back", 5)], "requests": [.row(4), .press("back", 5)],
      "silent": [.row(4), .press("back", 5)], "low": [.row(4), .press("back", 5)],
    ]),
  Script(
    "find_person", urges: [Urge([.curator, .head], perWeek: 1.5, .say(["/find"]))],
    [
      "ask": [.say(["Образцов", "При", "Дарья", "Щ", "Примерова 12"], 8), .press("ready", 3)],
      "found": [.row(6), .press("again"), .press("ready", 2)],
    ]),
  Script(
    "person_card", ["card": [.press("back", 5), .press("open_pair", 3), .press("open_pairs", 3)], "pairs": [.row()]]),
  Script("pair_card", ["card": [.press("back")]]),
]
