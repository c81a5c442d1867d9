import Emulator

// A file of its own: a person of the programme is called `Person` too.
extension Player {
  /// As the messenger knows them.
  var person: Person { Person(id: phone, firstName: name, languageCode: language) }
}
