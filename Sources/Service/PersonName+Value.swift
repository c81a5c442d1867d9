import DialogEngine
import Mentoring

extension PersonName {
  /// As dialogs get it. A text that names no format says first name and patronymic: no more should a messenger see
  /// (`domain.md` 2.5, line 10), unless the school writes its texts otherwise.
  var value: Value { FullName(first: first, patronymic: patronymic, last: last).value }
}
