### Messages: toast, banner, broken rule, broken link.

# Before the rule that was broken.
notice-broken = The lab broke its own rule:
# After it.
notice-defect = This is a defect of the simulator, not of Kafka; what follows may be wrong.
    Copy the link to report it.
# Where the host page lets the reader watch only.
notice-read-only = This figure can be played, not changed.
notice-close = Close message
notice-undo = Undo
# Above the text that could not be copied.
notice-clipboard = The clipboard is refused here. The text:
# What the address asks for is not to be had.
notice-default-used = The default is used instead.
notice-broken-link = This link does not open: { $problem }.
# A link that another version of the simulator made, and what that means.
notice-other-model = This run was made by version { $theirs } of the model; this page has { $ours }.
notice-may-differ = It is replayed by time, and results may differ.
notice-broken-file = This file does not open: { $problem }.
notice-default-scenario = The default scenario is shown.
