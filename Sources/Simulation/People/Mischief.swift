import Mentoring

private let everybody = Set(Role.allCases)

/// What people do beside all dialogs.
let mischief = Script(
  "mischief",
  urges: [
    Urge(everybody, perWeek: 0.03, .pause(hours: 12...200)),
    Urge(everybody, perWeek: 0.02, .block(hours: 1...150)),
    Urge(everybody, perWeek: 0.1, .attach(["sticker", "photo", "location", "voice", "edited", "forwarded"])),
    Urge(everybody, perWeek: 0.2, .pressOld),
    Urge(everybody, perWeek: 0.1, .pressTwice),
    Urge(everybody, perWeek: 0.03, .forge),
    Urge(everybody, perWeek: 0.005, .flood(["ау", "помогите!!!", "😂", "меню", "/start", "1"], count: 100)),
    Urge(
      everybody, perWeek: 0.15,
      .say([
        "спасибо", "ок", "👍", "Кто вы?", "/help", "/cancel", "отмена", "/start", "=HYPERLINK(\"http://example.org\")",
        "<script>alert(1)</script>", "'; DROP TABLE person; --", "7K3M-9XQ2-WBTZ-04HN", "\u{202E}тсет", "1",
      ])),
  ])
