### The Records tab: what became of every record.

# The ledger in two sentences.
records-none-twice = None of { $records } runs twice.
records-some-twice = { $twice } of { $records } run twice: { $have } have, { $will } will.
records-none-lost = None is lost.
records-some-lost = Lost: { $count }.
# Counters that are toggles; before them, what pressing does.
records-only-fates = Only records that are
records-committed = committed
records-uncommitted = not yet
records-twice = twice
records-lost = lost
records-skipped = skipped
records-pending = pending
# Causes that are toggles.
records-only-causes = Only records with the cause
records-any-cause = any cause
# What became of a range: "1390 to 1417, B: will run twice".
records-range = { $first } to { $last }
records-range-fate = { $range }: { $fate }
records-range-fate-who = { $range }, { $who }: { $fate }
records-fate-committed = processed once, committed
records-fate-uncommitted = processed once, not committed
records-fate-again = will run twice
records-fate-twice = ran twice
records-fate-lost = lost
records-fate-skipped = skipped
records-fate-risk = at risk
records-fate-held = in hand
records-fate-waiting = waiting
# The bars.
records-zoom = Zoom
records-zoom-all = All
records-zoom-all-title = The whole log
records-zoom-one-title = One pixel a record
records-zoom-five-title = Five pixels a record
records-first-offset = First offset shown
records-window = offsets { $first } to { $last }
records-none-left = No record is left by these filters.
records-log-end = log end { $offset }
# One record.
records-one = One record
records-one-title = { $partition }, record { $offset }: { $fate }
records-go-to = Record { $offset }
