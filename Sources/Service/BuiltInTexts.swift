package import DialogEngine

/// What the service says of its own accord, by language: enough for any folder of dialogs. `Dialogs/_common/text.LANG.json5` may say each
/// text otherwise under the same key.
package let builtInTexts = [
  "ru": #"""
  {
    lang: "ru", for: "_base",
    // Слова, которыми можно ответить вместо команд; через |.
    "words.start": "начать|старт",
    "words.menu": "меню|главное меню",
    "words.help": "помощь|помоги|справка",
    "words.cancel": "отмена|отменить|отмени",
    "words.stop": "стоп|хватит",
    "command.menu": "Меню",
    "command.help": "Что умеет бот",
    "command.cancel": "Отменить начатое",
    "command.stop": "Больше не писать мне",
    "role.mentee": "наставляемый",
    "role.mentor": "наставник",
    "role.curator": "куратор",
    "role.head": "директор",
    "role.council": "член совета наставников",
    "role.coordinator": "муниципальный координатор",
    "role.parent": "родитель",
    "role.psychologist": "психолог",

    menu: "Что нужно сделать?",
    welcome: "Здравствуйте, {me.name}!",
    welcome_back: "С возвращением, {me.name}! Снова буду присылать сообщения.",
    help: ["Я бот программы наставничества. Выберите кнопку под сообщением или напишите её номер.",
           "«Меню» — всё, что можно сделать, «Отмена» — прервать начатое, «Стоп» — больше не получать сообщений."],
    no_menu: "Пока от вас ничего не нужно. Я напишу, когда понадобится ваша помощь.",
    unknown: "Не понял вас.",
    cancelled: "Отменил.",
    nothing_to_cancel: "Отменять нечего.",
    stopped: "Хорошо, больше не пишу первым. Чтобы вернуться, напишите «Начать».",
    expired: "Я закрыл этот разговор: долго не было ответа. Начать заново можно из меню.",
    denied: "Сейчас это вам недоступно.",
    stale: "Уже неактуально.",
    stale_now: "Уже неактуально. Вот что сейчас:",
    edited: "Исправленные сообщения я не читаю. Напишите ответ ещё раз.",
    apology: "Что-то сломалось, и это сообщение я не обработал. Мы уже знаем. Напишите «Меню», чтобы продолжить.",

    stranger: ["Здравствуйте! Я бот программы наставничества. Пишу только её участникам.",
               "Чтобы войти, пришлите код из 16 знаков. Код даёт куратор вашей школы."],
    "code.wrong": "Код не подошёл. Проверьте его или попросите у куратора новый.",
    "code.used": "Этот код уже использован. Попросите у куратора новый.",
    "code.expired": "Срок кода вышел. Попросите у куратора новый.",
    "code.too_many": "Слишком много попыток. Попробуйте завтра или обратитесь к куратору.",
    "code.already": "Вы уже подключены.",
    "code.guardian": ["Код верный, но пока подключить вас нельзя: нет согласия на обработку данных.",
                      "Вам меньше 18 лет, поэтому согласие подписывает родитель или законный представитель. Бланк есть у куратора.",
                      "Когда согласие будет у куратора, пришлите этот код ещё раз."],
    "consent.guardian": ["Сейчас бот для вас закрыт: нет согласия на обработку данных.",
                         "Вам меньше 18 лет, поэтому согласие подписывает родитель или законный представитель. Бланк есть у куратора.",
                         "Когда согласие будет у куратора, напишите «Меню»."],
    joined: ["Здравствуйте, {me.name}! Вы подключены.", "Ваша роль: {role}. Школа: {me.organisation}."],
  }
  """#,
  "en": #"""
  {
    lang: "en", for: "_base",
    "words.start": "start",
    "words.menu": "menu|main menu",
    "words.help": "help",
    "words.cancel": "cancel",
    "words.stop": "stop",
    "command.menu": "Menu",
    "command.help": "What this bot can do",
    "command.cancel": "Cancel what I began",
    "command.stop": "Stop writing to me",
    "role.mentee": "mentee",
    "role.mentor": "mentor",
    "role.curator": "curator",
    "role.head": "head of the school",
    "role.council": "member of the mentors' council",
    "role.coordinator": "municipal coordinator",
    "role.parent": "parent",
    "role.psychologist": "psychologist",

    menu: "What would you like to do?",
    welcome: "Hello, {me.name}!",
    welcome_back: "Welcome back, {me.name}! I will send you messages again.",
    help: ["I am the bot of the mentoring programme. Press a button under a message or type its number.",
           "“Menu” shows all you can do, “Cancel” breaks off what you began, “Stop” ends all messages."],
    no_menu: "Nothing is needed from you now. I will write when your help is needed.",
    unknown: "I did not understand.",
    cancelled: "Cancelled.",
    nothing_to_cancel: "There is nothing to cancel.",
    stopped: "All right, I will not write first any more. To come back, type “start”.",
    expired: "I closed this conversation because there was no answer for a long time. You can begin again from the menu.",
    denied: "This is not available to you now.",
    stale: "Out of date.",
    stale_now: "This is out of date. Here is how things stand:",
    edited: "I do not read edited messages. Please write your answer again.",
    apology: "Something broke and I could not handle this message. We know about it. Type “menu” to go on.",

    stranger: ["Hello! I am the bot of a mentoring programme and write only to its members.",
               "To join, send me your code of 16 characters. The curator of your school gives out codes."],
    "code.wrong": "This code does not fit. Check it or ask the curator for a new one.",
    "code.used": "This code has been used already. Ask the curator for a new one.",
    "code.expired": "This code has expired. Ask the curator for a new one.",
    "code.too_many": "Too many attempts. Try again tomorrow or turn to the curator.",
    "code.already": "You have joined already.",
    "code.guardian": ["The code is right, but you cannot join yet: there is no consent to the processing of your data.",
                      "You are under 18, so a parent or guardian signs the consent. The curator has the form.",
                      "When the curator has the consent, send this code once more."],
    "consent.guardian": ["The bot is closed for you now: there is no consent to the processing of your data.",
                         "You are under 18, so a parent or guardian signs the consent. The curator has the form.",
                         "When the curator has the consent, type “menu”."],
    joined: ["Hello, {me.name}! You have joined.", "Your role: {role}. School: {me.organisation}."],
  }
  """#,
]

/// Dialogs that the service cannot do without. A folder with a dialog of the same id replaces them.
package let builtInDialogs = [
  DialogSource(
    id: "consent",
    files: [
      "dialog.json5": #"""
      {
        format: 1, id: "consent", version: 1,
        who: "anyone",
        enter: [ { event: "consent.needed" } ],
        slots: {},
        start: "ask",
        states: {
          ask: { ask: "ask", buttons: [ [ { text: "agree", do: "give" }, { text: "refuse", go: "refused" } ] ] },
          refused: { ask: "refused", buttons: [ [ { text: "back", go: "ask" } ] ] },
        },
        effects: { give: { command: "consent.give", on: { ok: "#done", forbidden: "#denied" } } },
      }
      """#,
      "text.ru.json5": #"""
      { lang: "ru", for: "consent",
        ask: ["**Согласие на обработку данных**",
              "Школа хранит ваши имя, роль, должность или класс, ваши ответы и просьбы в этом боте. Цель одна: вести программу наставничества.",
              "Данные видят вы, ваш наставник или наставляемый (только то, что касается вас обоих) и куратор школы. Согласие можно отозвать у куратора в любой день.",
              "Согласны?"],
        agree: "Согласен(на)", refuse: "Не согласен(на)",
        refused: "Хорошо. Без согласия я ничего о вас не храню и писать не буду. Если передумаете, нажмите кнопку.",
        back: "Прочитать ещё раз" }
      """#,
      "text.en.json5": #"""
      { lang: "en", for: "consent",
        ask: ["**Consent to the processing of data**",
              "The school keeps your name, role, post or class, your answers and requests in this bot. It has one purpose: to run the mentoring programme.",
              "They are seen by you, by your mentor or mentee (only what concerns you both) and by the curator of the school. You can withdraw your consent at the curator's any day.",
              "Do you agree?"],
        agree: "I agree", refuse: "I do not agree",
        refused: "All right. Without your consent I keep nothing about you and will not write. If you change your mind, press the button.",
        back: "Read it again" }
      """#,
    ])
]
