#include "built_in_dialogs.h"

static const struct built_in_file files[] = {
    {"forget", "dialog.json5", (const unsigned char[]){
#embed "../../Dialogs/forget/dialog.json5" suffix(, 0)
    }},
    {"forget", "text.ru.json5", (const unsigned char[]){
#embed "../../Dialogs/forget/text.ru.json5" suffix(, 0)
    }},
    {"forget", "text.en.json5", (const unsigned char[]){
#embed "../../Dialogs/forget/text.en.json5" suffix(, 0)
    }},
    {"join", "dialog.json5", (const unsigned char[]){
#embed "../../Dialogs/join/dialog.json5" suffix(, 0)
    }},
    {"join", "text.ru.json5", (const unsigned char[]){
#embed "../../Dialogs/join/text.ru.json5" suffix(, 0)
    }},
    {"join", "text.en.json5", (const unsigned char[]){
#embed "../../Dialogs/join/text.en.json5" suffix(, 0)
    }},
    {"menu", "dialog.json5", (const unsigned char[]){
#embed "../../Dialogs/menu/dialog.json5" suffix(, 0)
    }},
    {"menu", "text.ru.json5", (const unsigned char[]){
#embed "../../Dialogs/menu/text.ru.json5" suffix(, 0)
    }},
    {"menu", "text.en.json5", (const unsigned char[]){
#embed "../../Dialogs/menu/text.en.json5" suffix(, 0)
    }},
    {"mydata", "dialog.json5", (const unsigned char[]){
#embed "../../Dialogs/mydata/dialog.json5" suffix(, 0)
    }},
    {"mydata", "text.ru.json5", (const unsigned char[]){
#embed "../../Dialogs/mydata/text.ru.json5" suffix(, 0)
    }},
    {"mydata", "text.en.json5", (const unsigned char[]){
#embed "../../Dialogs/mydata/text.en.json5" suffix(, 0)
    }},
    {"settings", "dialog.json5", (const unsigned char[]){
#embed "../../Dialogs/settings/dialog.json5" suffix(, 0)
    }},
    {"settings", "text.ru.json5", (const unsigned char[]){
#embed "../../Dialogs/settings/text.ru.json5" suffix(, 0)
    }},
    {"settings", "text.en.json5", (const unsigned char[]){
#embed "../../Dialogs/settings/text.en.json5" suffix(, 0)
    }},
};

const struct built_in_file *built_in_file(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
