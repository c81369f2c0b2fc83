### The page once it is kept on the reader's machine.

# A newer build was fetched; the page that is open stays as it is until the button is pressed.
offline-ready = A new version is ready.
offline-reload = Reload
offline-later = Later
