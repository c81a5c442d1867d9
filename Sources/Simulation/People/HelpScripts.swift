import Mentoring

/// Asking for help, and helping.
let helpScripts = [
  Script(
    "help", urges: [Urge([.mentee], perWeek: 0.4, .say(["/sos", "Нужна помощь", "помогите"]))],
    [
      "ask_topic": [
        .press("topic.study", 5), .press("topic.people", 2), .press("topic.career"), .press("topic.other"),
        .press("topic.documents", 0.5), .press("cancel", 0.5),
      ],
      "ask_urgency": [
        .press("urgency.urgent", 2), .press("urgency.today", 3), .press("urgency.later", 4), .press("back", 0.3),
      ],
      "ask_text": [
        .say(
          [
            "Не понимаю задачу на проценты.", "Поссорился с одноклассником, не знаю, как помириться.",
            "Не знаю, какую тему взять для проекта :(", "Можно выбрать <b>другую</b> секцию?",
            "Объясните, пожалуйста, ещё раз про причастия, завтра контрольная, а я пропустила две недели.",
          ], 9),
        .attach(["voice"], 0.3), .press("back", 0.3), .press("cancel", 0.2),
      ],
    ]),
  Script(
    "help_track",
    [
      "waiting": [.leave(8), .press("solved", 0.5), .press("cancel", 0.5)],
      "at_curator": [.leave(8), .press("cancel", 0.5)],
      "moved": [.leave(8), .press("cancel", 0.5)],
      "taken": [.press("solved", 6), .leave(3), .press("cancel", 0.3)],
      "rate": [
        .label(["5", "4", "3", "2", "1"], 7), .press("no_rating", 2), .say(["5", "отлично", "10"], 1), .leave(1),
      ],
    ]),
  Script(
    "help_offer",
    [
      "offer": [.press("take", 7), .press("decline", 1), .leave(2)],
      "declined": [.leave(9), .press("take")],
      "passed_on": [.leave(6), .press("take", 4)],
      "taken": [.leave(7), .press("solved", 3)],
    ]),
  Script(
    "help_escalated",
    [
      "card": [.press("take_curator", 5), .press("take_head", 5), .press("later", 3), .leave(1)],
      "postponed": [.press("take_curator", 2), .press("take_head", 2), .leave(6)],
      "taken": [.press("solved", 4), .leave(6)],
    ]),
]
