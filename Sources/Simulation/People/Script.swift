package import Mentoring

/// How people behave in one dialog: what makes them begin it, and what they do where it waits for them. A feature has its scripts in a file of
/// its own and its name in `scripts`. Where no script says anything, people press any button, or write something.
package struct Script: Sendable {
  /// Its id. A dialog that a school does not have is not played.
  package var dialog: String
  package var urges: [Urge]
  /// By state of the dialog.
  package var moves: [String: [Move]]

  package init(_ dialog: String, urges: [Urge] = [], _ moves: [String: [Move]] = [:]) {
    self.dialog = dialog
    self.urges = urges
    self.moves = moves
  }
}

/// Something that people do by themselves now and then.
package struct Urge: Sendable {
  package var roles: Set<Role>
  /// How often each does it in a week of school on average.
  package var perWeek: Double
  package var deed: Deed

  package init(_ roles: Set<Role>, perWeek: Double, _ deed: Deed) {
    self.roles = roles
    self.perWeek = perWeek
    self.deed = deed
  }
}

package enum Deed: Sendable {
  /// Types one of these.
  case say([String])
  /// Types so many of these, about ten a second.
  case flood([String], count: Int)
  /// Stops the bot by its own command, and comes back after so many hours.
  case pause(hours: ClosedRange<Int>)
  /// Stops the bot in the messenger, and lets it write again after so many hours.
  case block(hours: ClosedRange<Int>)
  /// Sends something else than text: an update of these kinds.
  case attach([String])
  /// Presses a button that stands further up.
  case pressOld
  /// Presses the newest button twice.
  case pressTwice
  /// Sends callback data that are on no button of theirs.
  case forge
}

/// One of the things that somebody does where a dialog waits; the more weight, the oftener.
package struct Move: Sendable {
  package enum Act: Sendable {
    /// Presses the button with the text of that key.
    case press(String)
    /// Presses a button that no text of the dialog names: a row to choose, a page, an option.
    case row
    /// Presses one of the buttons with these labels, which are the bot's own.
    case label([String])
    case say([String])
    case attach([String])
    /// Looks, and does nothing.
    case leave
  }

  package var act: Act
  package var weight: Double

  package static func press(_ key: String, _ weight: Double = 1) -> Move { Move(act: .press(key), weight: weight) }
  package static func row(_ weight: Double = 1) -> Move { Move(act: .row, weight: weight) }
  package static func label(_ labels: [String], _ weight: Double = 1) -> Move {
    Move(act: .label(labels), weight: weight)
  }
  package static func say(_ texts: [String], _ weight: Double = 1) -> Move { Move(act: .say(texts), weight: weight) }
  package static func attach(_ kinds: [String], _ weight: Double = 1) -> Move {
    Move(act: .attach(kinds), weight: weight)
  }
  package static func leave(_ weight: Double = 1) -> Move { Move(act: .leave, weight: weight) }
}

/// Everything that people do.
let scripts: [Script] =
  [joinScripts, helpScripts, meetingScripts, pollScripts, announcementScripts, curatorScripts, ownDataScripts]
  .flatMap(\.self) + [mischief]
