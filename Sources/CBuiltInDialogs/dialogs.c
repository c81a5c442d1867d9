#include "built_in_dialogs.h"

static const struct built_in_file files[] = {
    {"consent", "dialog.json5", (const unsigned char[]){
#embed "../../Dialogs/consent/dialog.json5" suffix(, 0)
    }},
    {"consent", "text.ru.json5", (const unsigned char[]){
#embed "../../Dialogs/consent/text.ru.json5" suffix(, 0)
    }},
    {"consent", "text.en.json5", (const unsigned char[]){
#embed "../../Dialogs/consent/text.en.json5" suffix(, 0)
    }},
};

const struct built_in_file *built_in_file(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
