import TestSupport
import Testing

private let people = """
  external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
  K1,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes
  D1,Образцов,Пётр,Сергеевич,head,,1971-06-30,директор,,yes
  N1,Примеров,Андрей,Викторович,mentor,,1986-03-19,учитель физики,,yes
  U1,Образцов,Тимофей,,mentee,учитель-ученик,2010-11-02,9Б,N1,yes
  U2,Образцов,Глеб,,mentee,учитель-ученик,2012-09-15,7В,N1,no
  T1,Примерова,Ксения,Игоревна,mentee,учитель-учитель,2001-10-12,учитель,N1,no
  """

@Test func walk() throws {
  let stage = try Stage()
  try stage.importPeople(people)
  try stage.join("U1", chat: 1)
  try stage.join("N1", chat: 2)
  try stage.join("K1", chat: 3)
  try stage.press(1, "Нужна помощь")
  try stage.press(1, "Учёба")
  try stage.press(1, "Срочно, сегодня")
  stage.say(1, "Не понимаю задачу по физике")
  try stage.pass(.seconds(15 * 60))
  try stage.pass(.seconds(15 * 60))
  try stage.press(3, "Беру сама")
  try stage.press(2, "Беру")
  try stage.press(1, "Вопрос решён")
  stage.say(1, "5")
  for chat in stage.chats.keys.sorted() {
    print("---- \(chat)")
    for shown in stage.chats[chat] ?? [] { print("< \(shown.text)  \(shown.labels)") }
    print(stage.notices[chat] ?? [])
  }
}
