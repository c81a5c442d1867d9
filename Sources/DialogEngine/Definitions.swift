/// Where a step finds definitions.
package struct Definitions {
  /// The one that a conversation runs on, by its hash; also one that is no longer loaded.
  package var running: (_ hash: String) -> DialogDefinition?
  /// The one in force of a dialog, by its id: a `call` begins it.
  package var inForce: (_ dialog: String) -> DialogDefinition?

  package init(
    running: @escaping (_ hash: String) -> DialogDefinition?,
    inForce: @escaping (_ dialog: String) -> DialogDefinition? = { _ in nil }
  ) {
    self.running = running
    self.inForce = inForce
  }
}
