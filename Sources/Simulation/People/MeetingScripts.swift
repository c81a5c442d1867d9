import Mentoring

/// Agreeing on meetings, moving and cancelling them, and whether they were held.
let meetingScripts = [
  Script(
    "meeting",
    urges: [
      Urge([.mentor], perWeek: 0.8, .say(["/meeting", "Назначить встречу", "хочу встретиться"])),
      Urge([.mentee], perWeek: 0.15, .say(["/meeting", "встреча"])),
    ],
    [
      "with": [.row(9), .press("cancel", 0.3)],
      "format": [.press("format.in_person", 6), .press("format.online", 3), .press("back", 0.3)],
      "length": [
        .press("half_hour", 2), .press("lesson", 4), .press("hour", 3), .say(["1 час 15 минут", "полчаса", "долго"]),
      ],
      "place": [.say(["кабинет 12", "школьная библиотека", "Актовый зал"], 6), .press("skip", 3)],
      "link": [.say(["https://example.org/room/7", "созвонимся в чате"], 5), .press("skip", 5)],
      "preview": [.press("send", 9), .press("change_button", 0.7), .press("cancel", 0.5)],
      "past": [.press("choose_time")],
      "change": [
        .press("change_length"), .press("change_place"), .press("change_times"), .press("change_format"),
        .press("nothing"),
      ],
    ]),
  Script(
    "meeting_time",
    [
      "day": [.row(9), .say(["завтра в 15:00", "в пятницу в 14:30", "послезавтра", "вчера"], 2), .press("back", 0.3)],
      "time": [.row(9), .say(["15:30", "в четыре", "25:00"], 1.5), .press("back", 0.3)],
      "busy": [.press("keep", 2), .press("another", 6)],
      "partner_busy": [.press("keep", 2), .press("another", 6)],
    ]),
  Script(
    "meeting_times",
    [
      "more": [.press("enough", 6), .press("another", 3), .press("anew", 0.3)],
      "more_yet": [.press("enough", 7), .press("another", 3)],
    ]),
  Script(
    "meetings", urges: [Urge([.mentor, .mentee], perWeek: 0.15, .say(["/meetings", "мои встречи"]))],
    [
      "list": [.row(5), .press("ready", 3), .leave(2)],
      "none": [.press("arrange", 2), .leave(8)],
    ]),
  Script(
    "meeting_card",
    [
      "offered": [.row(8), .press("none_fits"), .leave(2)],
      "offer_reminder": [.row(7), .press("none_fits"), .leave(2)],
      "waiting": [.leave(9.5), .press("withdraw", 0.5)],
      "unanswered": [.press("offer_other", 3), .press("write_curator"), .press("withdraw", 2), .leave(4)],
      "away": [.press("withdraw", 4), .press("write_curator"), .leave(5)],
      "lapsed": [.press("offer_other", 3), .press("write_curator", 0.5), .leave(7)],
      "ahead": [.leave(18), .press("move"), .press("cancel")],
      "day_before": [.press("will_come", 8), .press("move"), .leave(3)],
      "hour_before": [.leave(18), .press("move", 0.7), .press("cancel", 0.7)],
      "move_reason": [.press("withhold", 5), .say(["заболел", "совещание в это время"], 4), .press("back", 0.5)],
      "cancel_reason": [.press("withhold", 5), .say(["заболела", "уезжаю на олимпиаду"], 4), .press("back", 0.5)],
      "move_waiting": [.leave(9), .press("leave"), .press("cancel", 0.5)],
      "move_asked": [.press("accept", 7), .press("another_time"), .press("leave"), .leave(1)],
      "move_asked_why": [.press("accept", 7), .press("another_time"), .press("leave"), .leave(1)],
      "question": [.press("yes", 17), .press("no", 2), .leave(2)],
      "why": [
        .press("mentor_absent", 2), .press("mentee_absent", 2), .press("me_absent", 2), .press("moved_orally", 3),
      ],
      "again": [.press("choose_time", 4), .press("not_now", 5), .leave(1)],
      "unconfirmed": [.leave(7), .press("choose_time", 2), .press("write_curator")],
      "letter": [.say(["Не получается договориться о времени, помогите."], 9), .press("back", 1)],
      "offer_past": [.press("choose_time")],
      "move_past": [.press("choose_time")],
    ]),
  Script("meeting_curator", ["disputed": [.press("held", 5), .press("not_held", 4), .leave(1)]]),
]
