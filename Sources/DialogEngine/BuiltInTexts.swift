/// The texts that the engine itself needs. They stand under the host's base texts, which may say them otherwise.
let builtInTexts = [
  "ru": #"""
  {
    lang: "ru", for: "_base",
    only_text: "Пока понимаю только текст.",
    "retry.button": "Не понял ответ. Нажмите кнопку или напишите её номер.",
    "retry.text": "Напишите ответ словами.",
    "retry.text_long": { plural: "max",
      one: "Получилось длинно: помещается {max} знак. Напишите короче.",
      few: "Получилось длинно: помещается {max} знака. Напишите короче.",
      many: "Получилось длинно: помещается {max} знаков. Напишите короче.",
      other: "Получилось длинно: помещается {max} знака. Напишите короче." },
    "retry.int": "Нужно целое число.",
    "retry.int_range": "Нужно целое число от {min} до {max}.",
    "retry.rating": "Нужна оценка: число от {min} до {max}.",
    "retry.choice": "Выберите один из вариантов.",
    "retry.yes_no": "Ответьте «да» или «нет».",
    "yes_no.yes": "да",
    "yes_no.no": "нет",
  }
  """#,
  "en": #"""
  {
    lang: "en", for: "_base",
    only_text: "I understand only text so far.",
    "retry.button": "I did not understand. Press a button or type its number.",
    "retry.text": "Please answer in words.",
    "retry.text_long": { plural: "max",
      one: "That is too long: there is room for {max} character. Please write less.",
      other: "That is too long: there is room for {max} characters. Please write less." },
    "retry.int": "A whole number is needed.",
    "retry.int_range": "A whole number from {min} to {max} is needed.",
    "retry.rating": "A rating is needed: a number from {min} to {max}.",
    "retry.choice": "Please choose one of the options.",
    "retry.yes_no": "Please answer “yes” or “no”.",
    "yes_no.yes": "yes",
    "yes_no.no": "no",
  }
  """#,
]
