package import DialogEngine

/// Whoever watches what dialogs go through, such as a rehearsal. It hears nothing of what anybody wrote.
package struct Witness {
  /// A step in the person's language. What is undone afterwards has been seen too.
  package var passed: (_ course: [Passage], _ language: String) -> Void
  package var commanded: (_ command: String, _ outcome: String) -> Void

  package init(
    passed: @escaping (_ course: [Passage], _ language: String) -> Void,
    commanded: @escaping (_ command: String, _ outcome: String) -> Void
  ) {
    self.passed = passed
    self.commanded = commanded
  }
}
