import Console
import FoundationEssentials
import Fuzzing
import Rehearsal

/// `mentorbench fuzz`
func fuzzCommand(_ terminal: Terminal) -> Command {
  Command(
    "fuzz",
    "Gives the service damaged updates, and the reader damaged dialogs: nothing may break, and memory stays bounded.",
    details: """
      Updates are made out of real ones and go the whole way: decoded, handled, answered; none may need to be put aside. Then the store must be sound, and
      one that our own code fails at must be put aside. Dialogs are refused at places that are in them, or played. Exit code 1 when
      something else happens, or the process has ever taken more than --memory.
      """,
    options: [
      .init("updates", "N", "how many updates, default 50000"),
      .init("dialogs-files", "N", "how many dialogs, default 5000"),
      .init("samples", "FILE", "real updates as JSON: an object of updates by name; default a few built-in ones"),
      .init("memory", "MB", "the most resident memory, default 200"), seedOption, dialogsOption,
    ]
  ) { arguments in
    let updates = try arguments.integer("updates", in: 0...100_000_000) ?? 50_000
    let dialogs = try arguments.integer("dialogs-files", in: 0...100_000_000) ?? 5000
    let limit = try arguments.integer("memory", in: 20...100_000) ?? 200
    let seed = try arguments.seed()
    let repertoire = try Rehearsal.Repertoire(folder: arguments["dialogs"] ?? "Dialogs")
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    defer { terminal.showProgress("") }
    var complaints: [String] = []

    if updates > 0 {
      let trial = try UpdateTrial(repertoire, in: folder.path, samples: samples(arguments["samples"]), seed: seed)
      let tally = try await trial.run(updates) { terminal.showProgress("\($0) of \(updates) updates") }
      terminal.showProgress("")
      terminal.output(
        "updates: \(tally.made) made, \(tally.taken) taken, \(tally.answers) answers, \(tally.brokenBatches) batches refused whole\n"
      )
      complaints += tally.complaints
    }
    if dialogs > 0 {
      let trial = DialogTrial(
        try DialogFuzz.Stock(folder: arguments["dialogs"] ?? "Dialogs", host: repertoire.host))
      var tally = DialogTrial.Tally()
      for batch in 0..<UInt64((dialogs + DialogTrial.batch - 1) / DialogTrial.batch) {
        tally += trial.run(seed: seed &+ batch)
        terminal.showProgress("\(tally.dialogs) of \(dialogs) dialogs")
      }
      terminal.showProgress("")
      terminal.output("dialogs: \(tally.dialogs) damaged, \(tally.refused) refused, \(tally.played) played\n")
      complaints += tally.complaints
    }
    let memory = Int(try ProcessUse().mostMemory)
    terminal.output("most resident memory: \(memory) MB\n")
    if memory > limit { complaints.append("\(memory) MB of memory, the most is \(limit)") }
    guard complaints.isEmpty else { throw TrialFailure(examples: Array(complaints.prefix(20))) }
  }
}

private func samples(_ file: String?) throws -> UpdateFuzz.Stock {
  guard let file else { return try UpdateFuzz.Stock(json: builtInUpdates, file: "built-in samples") }
  return try UpdateFuzz.Stock(json: String(contentsOfFile: file, encoding: .utf8), file: file)
}

/// Shapes of Telegram's, as its Bot API describes them.
let builtInUpdates = #"""
  {
    "text": {"update_id":1,"message":{"message_id":71,"from":{"id":5,"is_bot":false,"first_name":"Аня","last_name":"П.","username":"anya_p","language_code":"ru"},"chat":{"id":5,"first_name":"Аня","type":"private"},"date":1763650800,"text":"Привет"}},
    "start": {"update_id":2,"message":{"message_id":72,"from":{"id":5,"is_bot":false,"first_name":"Аня"},"chat":{"id":5,"type":"private"},"date":1763650801,"text":"/start inv_7Qx2","entities":[{"offset":0,"length":6,"type":"bot_command"}]}},
    "callback": {"update_id":3,"callback_query":{"id":"23836741234567890","from":{"id":5,"is_bot":false,"first_name":"Аня","language_code":"ru"},"message":{"message_id":73,"from":{"id":777,"is_bot":true,"first_name":"Бот"},"chat":{"id":5,"type":"private"},"date":1763650810,"text":"Придёте?","reply_markup":{"inline_keyboard":[[{"text":"Да","callback_data":"y"},{"text":"Нет","callback_data":"n"}]]}},"chat_instance":"-38475612","data":"y"}},
    "edited": {"update_id":4,"edited_message":{"message_id":71,"from":{"id":5,"is_bot":false,"first_name":"Аня"},"chat":{"id":5,"type":"private"},"date":1763650800,"edit_date":1763650900,"text":"Привет!"}},
    "contact": {"update_id":5,"message":{"message_id":74,"from":{"id":5,"is_bot":false,"first_name":"Аня"},"chat":{"id":5,"type":"private"},"date":1763650820,"contact":{"phone_number":"+70000000000","first_name":"Аня","user_id":5}}},
    "document": {"update_id":6,"message":{"message_id":75,"from":{"id":5,"is_bot":false,"first_name":"Аня"},"chat":{"id":5,"type":"private"},"date":1763650830,"document":{"file_name":"план.pdf","mime_type":"application/pdf","file_id":"BQAC","file_unique_id":"AgAD","file_size":48213},"caption":"План"}},
    "member": {"update_id":7,"my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"first_name":"Аня"},"date":1763650840,"old_chat_member":{"user":{"id":777,"is_bot":true,"first_name":"Бот"},"status":"member"},"new_chat_member":{"user":{"id":777,"is_bot":true,"first_name":"Бот"},"status":"kicked","until_date":0}}},
    "group": {"update_id":8,"message":{"message_id":76,"from":{"id":5,"is_bot":false,"first_name":"Аня"},"chat":{"id":-1001234567890,"title":"Наставники","type":"supergroup"},"date":1763650850,"text":"привет"}}
  }
  """#
