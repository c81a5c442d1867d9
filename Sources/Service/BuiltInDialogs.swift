import CBuiltInDialogs
package import DialogEngine

/// Dialogs that the service cannot do without: the files under `Dialogs/` as they were when it was built. A folder with a dialog of the
/// same id replaces them.
package let builtInDialogs: [DialogSource] = {
  var dialogs: [DialogSource] = []
  var index = 0
  while let file = built_in_file(index)?.pointee {
    let id = String(cString: file.dialog)
    if dialogs.last?.id != id { dialogs.append(DialogSource(id: id, files: [:])) }
    dialogs[dialogs.count - 1].files[String(cString: file.name)] = String(cString: file.content)
    index += 1
  }
  return dialogs
}()
