### The Why panel around its question, answer and causes. What stands between backticks is set apart.

# In place of the reasons while the reader is asked what will happen.
panel-held = Your guess first; then the reasons.
panel-back-to = Back to { $time }
panel-select-nothing = Select nothing
# The button over an embed.
panel-open = Why?
panel-close = Close
# In place of a step's time.
panel-now = Now
panel-next = Next
panel-go-there = Go there
# After a setting and its value.
panel-default = (default { $value })
# The bar of a partition's log.
panel-log = Log: committed { $committed }, processed to { $processed }, end { $end }
panel-log-committed = committed `{ $offset }`
panel-log-end = log end `{ $offset }`
panel-log-processed = { $who } had processed to `{ $offset }`
panel-somebody = somebody
# What would have helped: the same run with one change.
panel-levers-waiting = Running this again with one change at a time …
panel-levers-nothing = No single change that was tried would have helped.
panel-levers-lead = { $change } would have saved { $saved }. Fork?
panel-saved-stopped = { $figure } partition-s
panel-saved-twice = { $count ->
    [one] { $count } repeat
   *[other] { $count } repeats
}
panel-saved-lost = { $count ->
    [one] { $count } loss
   *[other] { $count } losses
}
panel-measured-stopped = Partition-s stopped, measured in the same run until { $until } s.
panel-measured-twice = Records processed twice, measured in the same run until { $until } s.
panel-measured-lost = Records lost, measured in the same run until { $until } s.
panel-change-close = `close()` instead of the kill of { $who } at { $time }
panel-change-setting = `{ $key }` { $value } (now { $now })
panel-change-static = `group.instance.id` for every consumer
panel-change-revoked = A commit in `onPartitionsRevoked()`
# What else is different: "partition-s stopped 34.2 → 12.0".
panel-other-stopped = partition-s stopped { $figures }
panel-other-twice = processed twice { $figures }
panel-other-lost = lost { $figures }
panel-fork = Fork
panel-fork-change = Fork: { $change }
