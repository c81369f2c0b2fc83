### Choosing the language.

language-not-loaded = { $language } could not be loaded.
