/// Something that an operator or a curator should know of.
package struct Incident: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case botAbsent = "bot.absent"
    case botSlowed = "bot.slowed"
    case botTokenRefused = "bot.token_refused"
    case botTokenUsedElsewhere = "bot.token_used_elsewhere"
    case broadcastBroken = "broadcast.broken"
    case callExpired = "call.expired"
    case callRejected = "call.rejected"
    case callSpansRefused = "call.spans_refused"
    case callUnknown = "call.unknown"
    case callUnsettled = "call.unsettled"
    case clockSet = "clock.set"
    case clockSkew = "clock.skew"
    case codesGuessed = "codes.guessed"
    case conversationBrokenOff = "conversation.broken_off"
    case conversationNotUpgraded = "conversation.not_upgraded"
    case helpNobody = "help.nobody"
    case meetingNobody = "meeting.nobody"
    case messageMoved = "message.moved"
    case newsUntold = "news.untold"
    case personUnreachable = "person.unreachable"
    case schoolNoCurator = "school.no_curator"
    case storeDiskFull = "store.disk_full"
    case storeRecovered = "store.recovered"
    case timerExpired = "timer.expired"
    case timerQuarantined = "timer.quarantined"
    case updateDropped = "update.dropped"
    case updateQuarantined = "update.quarantined"
  }

  package var kind: Kind
  package var bot: BotID?
  /// What it is about, by its id: "outbox:71".
  package var subject: String?
  /// Ids and words of ours or of the platform, never what a person wrote.
  package var detail: String?
}

extension Incident.Kind {
  /// Whether the service, a dialog or the machine is at fault, and an operator has to look into it. The rest belongs to the life of a programme.
  package var isFault: Bool {
    switch self {
    case .botSlowed, .messageMoved, .personUnreachable, .timerExpired, .clockSet, .callUnknown, .callExpired,
      .storeRecovered,
      .helpNobody, .meetingNobody, .schoolNoCurator:
      false
    default: true
    }
  }

  /// What happened, and what to do about it where somebody has to.
  package var meaning: (russian: String, english: String) {
    switch self {
    case .botAbsent:
      (
        "бота больше нет в настройках: тем, кто подключился через него, ничего не приходит",
        "a bot is not in the configuration any more: whoever has joined by it gets nothing"
      )
    case .botSlowed:
      (
        "мессенджер просит писать реже, бот замедлился",
        "the messenger asks for fewer messages, the bot has slowed down"
      )
    case .botTokenRefused:
      ("мессенджер не принимает токен бота: получите новый", "the messenger refuses the bot's token: get a new one")
    case .botTokenUsedElsewhere:
      (
        "токеном бота пользуется ещё одна программа: остановите её или смените токен",
        "another program uses the bot's token: stop it or change the token"
      )
    case .broadcastBroken:
      ("объявление не удалось подготовить для человека", "an announcement could not be made for a person")
    case .callExpired: ("сообщение не ушло вовремя и снято", "a message could not be sent in time and was given up")
    case .callRejected: ("мессенджер не принял сообщение", "the messenger refused a message")
    case .callSpansRefused:
      ("мессенджер не принял выделение в тексте, ушло без него", "the messenger refused bold or italic, sent without")
    case .callUnknown:
      ("неизвестно, дошло ли сообщение; второй раз оно не ушло", "nobody knows whether a message arrived; not repeated")
    case .callUnsettled: ("итог отправки не удалось учесть", "the end of a sending could not be dealt with")
    case .clockSet: ("часы компьютера переведены", "the machine's clock was set")
    case .clockSkew:
      (
        "часы компьютера расходятся с часами мессенджера: поправьте их",
        "the clock differs from the messenger's: set it right"
      )
    case .codesGuessed: ("кто-то подбирает коды приглашений", "somebody is guessing invite codes")
    case .conversationBrokenOff:
      ("диалог прерван из-за ошибки; человек видит меню", "a conversation was broken off over an error")
    case .conversationNotUpgraded:
      ("диалог не удалось перевести на новую версию", "a conversation could not be brought to the new version")
    case .helpNobody: ("на запрос о помощи некому ответить", "there is nobody to answer a help request")
    case .meetingNobody: ("о встрече некому сообщить", "there is nobody to tell of a meeting")
    case .messageMoved:
      ("слишком много сообщений за день, одно перенесено", "too many messages in a day, one was moved")
    case .newsUntold: ("человеку не удалось сообщить новость", "a person could not be told of something")
    case .personUnreachable: ("человек остановил бота или удалил чат", "a person has blocked the bot or is gone")
    case .schoolNoCurator: ("в школе не осталось куратора", "the school has no curator left")
    case .storeDiskFull: ("на диске не было места", "the disk was full")
    case .storeRecovered: ("хранилище восстановлено после повреждения", "the store was recovered from damage")
    case .timerExpired:
      ("напоминание опоздало и не отправлено", "a reminder was too late to be useful and was not sent")
    case .timerQuarantined: ("срок не удалось обработать, отложен", "a timer could not be dealt with and was put aside")
    case .updateDropped:
      (
        "слишком много сообщений от одного человека, часть не принята",
        "too many messages of one person, some were dropped"
      )
    case .updateQuarantined:
      ("сообщение человека не удалось обработать, отложено", "a person's message could not be handled, put aside")
    }
  }
}
