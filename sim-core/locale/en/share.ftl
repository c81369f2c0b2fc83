### The dialog that hands a moment on: link, snippets, preview, pictures, file.

share-title = Share this moment
# Under the title: the moment, what is selected and how many acts are in the link.
share-lead = { $time }, { $acts }
share-lead-selected = { $time }, { $name } selected, { $acts }
share-acts = { $count ->
    [0] none of your actions
    [one] { $count } of your actions
   *[other] { $count } of your actions
}
# What a picture or a frame is called.
share-picture-title = { $title }, { $time }
share-link = Link
share-chars = { $count } characters, safe in chat and mail
share-chars-long = { $count } characters: chat and mail may cut it. Save a file instead.
share-copy-link = Copy link
share-copy = Copy
share-copied = Copied
share-refused = The clipboard is refused here. Select the text and copy it with the keyboard.
# Rows of choices, and what they offer.
share-starts = Starts at
share-plays = Plays
share-on-click = on click
share-by-itself = by itself
share-shows = Shows
share-stage = stage
share-matrix = matrix
share-both = both
share-compare = compare
share-controls = Controls
share-full = full
share-few = few
share-none = none
share-theme = Theme
share-page = page
share-light = light
share-dark = dark
share-language = Language
# Beside the names of the snippets.
share-frame-hint = any page, no script
share-element-hint = an element with events and a live theme
share-markdown-hint = a poster that links here; keep the SVG beside it
share-preview = Live preview
share-width = Width
share-no-preview = The frame around this page keeps it from showing itself; this is a picture of it.
share-qr = QR code of the link
share-no-qr = The link is too long for a QR code.
share-pictures = For slides and paper
share-png = PNG { $width } × { $height }
share-svg = SVG { $size } kB
share-pictures-hint = The QR code opens this moment. The SVG carries its own text as a description.
share-no-picture = The QR code opens this moment. Show the matrix to save a picture of it.
share-private = Nothing leaves this page.
share-private-why = The link itself holds the scenario, the seed and your actions; no server stores it.
share-file = File
share-file-hint = the whole run; drop it on the page to open it
share-save = Save
share-open = Open

embed-no-tab = This page does not let the lab open a tab. The link to this moment:
embed-no-tab-copied = This page does not let the lab open a tab. The link to this moment is copied.
