#pragma once
#include <stddef.h>

/// A file of one of the dialogs that come with the binary.
struct built_in_file {
  /// The dialog's id.
  const char *dialog;
  /// "dialog.json5", "text.ru.json5".
  const char *name;
  /// UTF-8, ends with a 0.
  const unsigned char *content;
};

/// The file at `index`, from 0; all files of a dialog stand together. NULL behind the last.
const struct built_in_file *built_in_file(size_t index);
