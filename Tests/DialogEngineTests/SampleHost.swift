import DialogEngine
import JSON5
import Testing

extension HostTables {
  /// A host as tests need one: a little of everything.
  static let sample = HostTables(
    commands: [
      "help.open": CommandSignature(
        arguments: ["topic": .init(.choice(["study", "work"])), "note": .init(.text(), optional: true)],
        outcomes: ["ok", "forbidden"], results: ["request": .ref, "mentor": .text()],
        brings: ["ok": ["request", "mentor"]]),
      "help.take": CommandSignature(arguments: ["request": .init(.ref)], outcomes: ["ok", "taken"]),
      "answers.save": CommandSignature(takesSlots: true, outcomes: ["ok", "closed"]),
    ],
    events: [
      "help.offered": ["request": .ref, "deadline": .instant, "mentee": .text()],
      "help.taken": ["mentor": .text()],
      "help.half_time": ["minutes": .int()],
    ],
    queries: [
      "mentors": QuerySignature(
        arguments: ["topic": .init(.choice(["study", "work"]), optional: true)], key: .ref,
        columns: ["name": .text(), "load": .int()])
    ],
    interrupts: ["menu", "help", "cancel", "stop"], firmInterrupts: ["cancel", "stop"],
    facts: ["role": .choice(["mentee", "mentor", "head"]), "me.name": .text(), "me.age": .int()],
    roles: ["mentee", "mentor", "head"],
    texts: ["ru": #"{ lang: "ru", for: "_base", yes: "Да", no: "Нет" }"#],
    languages: ["ru", "en"],
    digest: { bytes in
      // FNV-1a, 64 bits: enough to tell samples apart.
      String(bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
    })

  static func changed(_ change: (inout HostTables) -> Void) -> HostTables {
    var host = HostTables.sample
    change(&host)
    return host
  }
}

/// A dialog for mentees out of the inner lines of its two files.
func source(
  _ dialog: String, _ texts: String, en: String? = nil, id: String = "d", who: String = #"["mentee"]"#
) -> DialogSource {
  var files = [
    "dialog.json5": #"{ format: 1, id: "\#(id)", version: 1, who: \#(who),\#n\#(dialog)\#n}"#,
    "text.ru.json5": "{ lang: \"ru\", for: \"\(id)\",\n\(texts)\n}",
  ]
  if let en { files["text.en.json5"] = "{ lang: \"en\", for: \"\(id)\",\n\(en)\n}" }
  return DialogSource(id: id, files: files)
}

func load(_ dialog: String, _ texts: String, en: String? = nil, host: HostTables = .sample) throws -> DialogDefinition {
  try #require(try DialogLibrary(sources: [source(dialog, texts, en: en)], host: host).dialogs["d"])
}

/// The same without the proof: for tests that give slots values which no way of the dialog brings.
func unproven(_ dialog: String, _ texts: String, en: String? = nil) throws -> DialogDefinition {
  try DialogDefinition.restore(source(dialog, texts, en: en), host: .sample)
}

/// What loading says about one dialog, without the folder.
func problems(_ source: DialogSource, host: HostTables = .sample) -> [String] {
  do {
    _ = try DialogLibrary(sources: [source], host: host)
    return []
  } catch {
    return error.all.map { $0.description.replacing("Dialogs/d/", with: "") }
  }
}
