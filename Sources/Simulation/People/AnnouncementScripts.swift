import Mentoring

/// Announcements: curators write them, all others get them.
let announcementScripts = [
  Script(
    "broadcast", urges: [Urge([.curator], perWeek: 1.2, .say(["/broadcast", "Рассылка"]))],
    [
      "whom": [.press("whom.mentees", 3), .press("whom.mentors", 3), .press("whom.all", 3)],
      "audience": [
        .press("next", 8), .press("show"), .press("by_form", 0.5), .press("by_position", 0.5),
        .press("by_pairing", 0.5), .press("everybody", 0.5), .press("cancel", 0.2),
      ],
      "people": [.press("ready", 3), .press("page_on"), .press("page_back", 0.3)],
      "form": [.row(5), .press("back")],
      "position": [.row(5), .press("back")],
      "pairing": [.press("pairing.paired", 2), .press("pairing.unpaired"), .press("back")],
      "text": [
        .say(
          [
            "В пятницу в 15:00 встреча всех пар в актовом зале.", "Сдайте, пожалуйста, анкеты до среды.",
            "Приглашаем на экскурсию в музей в субботу, сбор в 10:00 у школы.",
          ], 9),
        .press("back", 0.2),
      ],
      "answers": [.press("answers.ack", 3), .press("answers.rsvp", 4), .press("answers.none", 2)],
      "theme": [.press("theme.events", 4), .press("theme.study", 2), .press("theme.news", 2), .press("obligatory", 2)],
      "confirm": [
        .press("send_now", 7), .press("plan", 2), .press("send_sample", 0.5), .press("rewrite", 0.5),
        .press("cancel", 0.3),
      ],
      "when": [.say(["завтра в 10", "завтра в 12:30", "вчера"], 9), .press("back", 0.5)],
      "quiet": [.row(7), .press("other_time"), .press("cancel")],
      "unsure": [.press("send_sure", 8), .press("back")],
    ]),
  Script(
    "broadcast_track",
    [
      "holding": [.leave(9), .press("recall")],
      "planned": [.leave(9), .press("recall")],
      "going": [.leave(19), .press("stop")],
      "done": [.leave(8), .press("who", 2)],
      "answers": [.press("remind", 3), .press("who", 2), .leave(5)],
      "list": [.press("ready", 4), .press("page_on"), .press("page_back", 0.3)],
      "unsure": [.press("remind_sure", 6), .press("back", 3)],
    ]),
  Script(
    "announcement",
    [
      "copy": [.press("ack", 7), .press("yes", 5), .press("no", 2), .press("mute", 0.2), .leave(4)],
      "reminded": [.press("ack", 6), .press("yes", 4), .press("no", 3), .press("mute", 0.5), .leave(3)],
    ]),
]
