### The now line and questions about consumers.

session-ends-in = Its session ends in { $left }.
now-stable-not-all-read = The group is stable, but not everything is read.
now-nobody-reads = Nobody reads yet.
now-partitions-wait = { $count ->
    [one] { $count } partition waits for a group.
   *[other] { $count } partitions wait for a group.
}
now-share = { $count ->
    [one] { $names } reads { $partitions }.
   *[other] { $names } share { $partitions }.
}
now-share-in = { $count ->
    [one] { $names } reads { $partitions } in { $group }
   *[other] { $names } share { $partitions } in { $group }
}
now-lag = { $records } of lag; nothing is stopped.
now-poll-late = { $who } has not called poll() for long.
now-client-leaves-in = In { $left } its own client leaves the group.
now-no-reader-yet = { $count ->
    [one] { $count } partition has no reader yet.
   *[other] { $count } partitions have no reader yet.
}
now-notice-new = Consumers notice new ones when they next refresh their metadata.
now-none-stopped = Nothing is stopped yet.
now-one-stopped = One partition is stopped.
now-all-stopped = All { $count } partitions are stopped.
now-some-stopped = { $count } partitions are stopped; the others are read.
unknown-stands-still = Nobody knows yet that { $who } stands still.
unknown-cut = Nobody knows yet that { $what }.
unknown-gone = Nobody knows yet that { $who } is gone.
now-empty-waits = The group was empty; the coordinator waits for more members.
now-empty-waits-for = The group was empty; the coordinator waits for { $left } for more members.
now-assigns = Everybody is in; { $leader } assigns the partitions.
the-leader = the leader
now-waits-silent = Waiting for { $names }, who cannot answer.
now-waits-batch = Waiting for { $who } to finish its batch.
now-waits-batches = Waiting for { $names } to finish their batches.
now-untold = { $count ->
    [one] A rebalance is open; { $names } hears of it with the next heartbeat.
   *[other] A rebalance is open; { $names } hear of it with the next heartbeat.
}
now-rejoining = A rebalance is open; everybody is rejoining.
no-group-subscribes = No group subscribes to its topic.
has-it-assigned = { $who } has it assigned
asks-for-offset = and asks for the committed offset.
leader-assigns-again = The leader assigns it again,
owner-starts-at-commit = and its new owner starts at the committed offset.
sync-brings = SyncGroup brings everybody its part.
no-members = The group has no members.
joining-starts-delay = A consumer that joins starts the initial delay.
waits-for-session = The coordinator waits for its session to end; the others are told nothing.
will-remove = The coordinator removes { $who }
and-opens = and opens a rebalance.
barrier-in-batch = { $who } is at record { $done } of { $total } and can rejoin when it calls poll(), in { $left }.
barrier-not-told = { $who } sends its next heartbeat in { $left }.
barrier-silent = { $who } holds everybody up until its session or the rebalance timeout ends.
session-will-end = In { $left } its session ends.
why-is-not-running = Why is { $who } not running?
why-is-starting = Why is { $who } starting?
why-is-without = Why is { $who } without partitions?
why-is-reading = Why is { $who } reading?
why-is-idle = Why is { $who } idle?
why-is-late = Why is { $who } late for the rebalance?
why-is-waiting = Why is { $who } waiting?
why-is-frozen = Why is { $who } frozen?
why-is-cut-off = Why is { $who } cut off?
why-is-late-poll = Why is { $who } late with poll()?
why-is-zombie = Why is { $who } working on records it does not own any more?
why-is-closing = Why is { $who } closing?
why-is-closed = Why is { $who } closed?
why-is-dead = Why is { $who } dead?
answer-not-started = Its process has not been started.
answer-starting = It looks for its coordinator.
answer-joining = Its JoinGroup is parked until the join phase ends.
answer-reading = It owns { $partitions }.
answer-idle = There are more members than partitions for it.
answer-must-rejoin = It knows, but can rejoin only in its next poll().
answer-rejoined = Its JoinGroup is in; it reads nothing until it has an assignment.
answer-frozen = No thread of it runs.
answer-cut = { $what }. { $result }
answer-poll-late = At max.poll.interval.ms its own client leaves the group.
answer-fenced = Its commits will be refused.
answer-closing = It commits, gives up its partitions and sends LeaveGroup.
answer-closed = It left in good order.
answer-killed = It was killed and told nobody.
