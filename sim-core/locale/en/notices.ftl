### Messages: toast, banner, broken rule, copied link.

# Before the rule that was broken.
notice-broken = The lab broke its own rule:
# After it.
notice-defect = This is a defect of the simulator, not of Kafka; what follows may be wrong.
    Copy the link to report it.
# Where the host page lets the reader watch only.
notice-read-only = This figure can be played, not changed.
notice-close = Close message
notice-undo = Undo
notice-link-copied = Link copied: { $count } characters.
# Above the text that could not be copied.
notice-clipboard = The clipboard is refused here. The text:
# What the address asks for is not to be had.
notice-default-used = The default is used instead.
notice-broken-link = This link does not open: { $problem }.
notice-default-scenario = The default scenario is shown.
