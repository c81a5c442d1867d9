/// Polls after meetings, and what a curator sees of low ratings.
let pollScripts = [
  Script(
    "poll",
    [
      "invite": [.press("begin", 6), .press("later", 1.5), .press("decline"), .leave(2)],
      "postponed": [.leave(9), .press("begin")],
      "rating": [
        .say(["10", "9", "8", "7", "6", "5", "4", "2"], 4), .label(["10", "9", "8", "7", "3"], 5),
        .say(["хорошо", "11"], 0.5), .attach(["voice"], 0.3),
      ],
      "good": [
        .press("good.clear"), .press("good.skill"), .press("good.plan"), .press("good.talk"),
        .press("good.nothing", 0.5), .label(["Готово", "Done"], 4), .press("back", 0.2),
      ],
      "note": [.press("skip", 6), .press("leave", 6), .say(["Всё хорошо.", "Спасибо!"], 3), .attach(["voice"], 0.5)],
      "thanks": [.leave(19), .press("edit")],
    ]),
  Script("low_rating", ["card": [.press("read", 5), .press("open", 4), .leave(1)]]),
]
