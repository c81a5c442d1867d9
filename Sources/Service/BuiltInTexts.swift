/// What the service says of its own accord, by language: enough for any folder of dialogs. `Dialogs/_common/text.LANG.json5` may say each
/// text otherwise under the same key.
package let builtInTexts = ["ru": russianTexts, "en": englishTexts]
