### States, clocks, barriers and wires of the stage, as short labels.

# The chip of a card.
state-is-not-started = Not started
state-is-starting = Starting
state-is-joining = Joining
state-is-reading = Reading
state-is-idle = Idle, no partitions
state-is-must-rejoin = Must rejoin
state-is-rejoined = Rejoined
state-is-frozen = Frozen
state-is-poll-late = Poll is late
state-is-fenced = Fenced
state-is-closing = Closing …
state-is-closed-at = Closed at { $at }
state-is-killed-at = Killed at { $at }
state-is-failed-at = Failed at { $at }
# Beside the bar of a clock.
state-left = { $left } left
state-no-member = no member
state-expired = expired
state-never = never
# In place of the poll loop.
state-told-nobody = no process, no LeaveGroup sent
state-has-left = left the group, LeaveGroup sent
state-no-process = no process yet
state-frozen-whole = frozen: heartbeats stop too
state-finishing = finishing a batch it no longer owns
state-by-exception = ended by an exception
# The middle step of the poll loop.
state-in-callback = in { $name }()
state-process-of = process { $done } of { $total }
state-workers = { $queued } queued, { $busy } in work
state-nothing-to-read = nothing to read
state-waits-for-partitions = waiting for partitions
state-close-runs = close() is running
state-waits-for-others = waiting for the others
state-process = process
# The last step of the poll loop.
state-commit-due = commit due
state-commit-in = commit { $left }
state-commit-outside = offset with the result
state-commit-none = no commit
# A member at the join barrier, and the detail below it.
state-member = member
state-in = in
state-has-part = has its part
state-joined = joined
state-sync-awaited = SyncGroup awaited
state-not-told = not told yet
state-heartbeat-in = heartbeat in { $left }
state-in-batch = in a batch
state-batch-of = { $done } of { $total }
state-committing = committing
state-before-rejoin = before it rejoins
state-silent = silent
state-since = since { $at }
state-session-ends-in = session ends in { $left }
state-on-the-way = on the way
state-request-travels = its request travels
# Beside the heading of the barrier.
state-delay-left = initial delay, { $left } left
state-delay = initial delay
state-open-for = open for { $time }
# Beside the name of the group.
state-generation = generation { $generation }
state-generation-next = generation { $generation }, next { $next }
# Beside the wire.
state-no-heartbeat = no heartbeat for { $time }
# Below the number of records a reset jumped over.
state-skipped = skipped
state-skipped-new = skipped, new partition
state-skipped-deleted = skipped, deleted by retention
state-skipped-duration = skipped, older than by_duration
state-skipped-expired = skipped, offsets expired
state-skipped-sought = skipped by seek()
