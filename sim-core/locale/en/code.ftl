### The Code tab: a program line by line, and what a kill at each line would cost. What stands between backticks is set apart.

code-consumers = Whose program
code-copy = Copy program
code-copied = Program copied.
code-copy-refused = The clipboard is refused here.
code-copy-by-hand = Select the lines and copy them.
code-heading-now = The program { $letter } runs now
code-heading-next = The program { $letter } runs next
code-lines = Program, line by line
code-foot = Each row is a silent fork: `kill -9` at that line's next visit. Click its numbers to go there,
    a line's number to run to it.
# Heads of the columns with figures.
code-twice = twice
code-lost = lost
code-stop = stop, s
# In the columns and in the strip of styles.
code-not-reached = not reached
code-stop-endless = 120 s+
# In place of the sentence.
code-too-fast = No kill is tried above 10×.
code-does-not-run = { $who } does not run.
# What a kill at the line in question would do.
code-here-unreached = Killed `here`: not reached within 60 s.
code-here-none = Killed `here`, no record is lost or runs twice.
code-here-twice = { $twice ->
    [one] Killed `here`, { $twice } record runs twice.
   *[other] Killed `here`, { $twice } records run twice.
}
code-here-lost = { $lost ->
    [one] Killed `here`, { $lost } record is lost.
   *[other] Killed `here`, { $lost } records are lost.
}
code-here-lost-and-twice = Killed `here`, { $lost ->
    [one] { $lost } record
   *[other] { $lost } records
} lost, { $twice ->
    [one] { $twice } runs twice.
   *[other] { $twice } run twice.
}
# A line as the other sentences name it, and the same at the start of a sentence.
code-line = line { $number }
code-line-first = Line { $number }
code-auto-commit = the automatic commit in poll()
code-auto-commit-first = The automatic commit in poll()
# When a line is visited; below the sentence and at the lower edge.
code-next-visit = next visit in { $left }
code-as-of = as of { $time }
code-current = current at { $time }
# "Line 12, next visit in 0.06 s; 44.6 s without a reader."
code-visit = { $line }, { $when }.
code-visit-stops = { $line }, { $when }; { $seconds } s without a reader.
code-visit-stops-long = { $line }, { $when }; no reader within 120 s.
code-no-visit = { $line }: no visit up to { $until }.
code-unreached = { $line } is not reached within 60 s.
code-run-to = Run to the next visit of { $line }
# What a row of figures says to those who do not see it.
code-kill-unknown = Kill at { $line }: not known yet
code-kill-unreached = Kill at { $line }: not reached within 60 s
code-kill-costs = Kill at { $line }: { $twice } twice, { $lost } lost, stop { $seconds } s
code-kill-costs-endless = Kill at { $line }: { $twice } twice, { $lost } lost, stop of more than 120 s
# After the kill; with the name of the fork it made.
code-killed = { $who } killed at { $line }, { $time }.
code-killed-fork = { $fork }: { $who } killed at { $line }, { $time }.
# The record in hand and those of its batch, on a line.
code-in-hand = { $done } of { $total }
# Lines that are not Java.
code-keys-at-default = { $count } more keys, all at their defaults
code-in-poll = in poll(): auto-commit, every { $interval }
code-listener = Rebalance listener, on the application thread
code-workers = Worker threads: { $count }
code-heartbeat = Heartbeat thread, inside the library
# The strip: five ways to commit, and the worst kill under each.
code-styles = When the programs commit
code-style-auto = `Auto`
code-style-auto-every = `Auto` every { $interval }
code-style-sync-batch = `Sync` per batch
code-style-sync-record = `Sync` per record
code-style-async-batch = `Async` per batch
code-style-sync-before = `Sync` before work
code-style-twice = { $count } twice
code-style-lost = { $count } lost
code-not-compared = not after 10:00
