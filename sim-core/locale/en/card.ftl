### A consumer's card or row, and what can be done to it.

# Names the whole section.
card-consumers = Consumers
card-select = Select this consumer
card-leader = leader
card-static = group.instance.id: a static member
card-restart-to-apply = { $count ->
    [one] restart to apply { $count } setting
   *[other] restart to apply { $count } settings
}
# The two clocks.
card-heartbeat = Heartbeat
card-heartbeat-title = session.timeout.ms, kept by the coordinator: when it is used up, the member is removed
card-next-poll = Next poll()
card-next-poll-title = max.poll.interval.ms, kept by the consumer itself: when it is used up, the client leaves the group
# Above the bar of a row.
card-row-heartbeat = heartbeat
card-poll-loop = Poll loop
# The first step of the poll loop.
card-fetch = fetch
# In places where tiles of partitions would lie.
card-slot-empty = empty
card-slot-none-yet = none yet
# A row's state and what it is at.
card-reading = Reading { $partitions }
card-has = { $state }, has { $count }
card-told-nobody = told nobody
card-processing = processing { $done } of { $total }
card-fetching = fetching
card-in-callback = in { $name }
card-committing = committing
card-closing = closing
# For those who hear the page.
card-actions = Actions for { $who }
card-act-on = Act on { $who }
# Buttons and what they do.
card-close = Close
card-close-title = Finish the batch, then close(): LeaveGroup is sent
card-kill = Kill
card-kill-title = kill -9: the process ends and tells nobody
card-freeze = Freeze
card-freeze-title = SIGSTOP or a long GC pause: every thread stops
card-thaw = Thaw
card-thaw-title = SIGCONT: the process goes on
card-cut = Cut
card-cut-title = Cut the network between this consumer and the broker
card-heal = Heal
card-heal-title = Connect it again
card-start = Start
card-restart = Restart
card-starts-at = Starts at { $at }
# The menu of rare acts.
card-more = More
card-more-acts = More acts
card-program = Program
card-close-remain = Close and stay a member
card-close-leave = Close and leave, static too
card-throw = Throw an exception
card-hang = Hang 10 s in an external call
# Below this heading stand the moments at which a consumer may be killed.
card-kill-at = Kill at the next moment
card-kill-before-poll = before poll()
card-kill-next-record = before its next record
card-kill-in-batch = inside a batch
card-kill-processed = after processing, before the commit
card-kill-in-commit = while a commit travels
card-kill-auto-commit = before an automatic commit
card-kill-heartbeat = before its next heartbeat
card-kill-in-callback = in { $name }
card-kill-before-close = before close()
card-kill-joined = while its JoinGroup waits
card-kill-leader = as leader, before SyncGroup
# Below this heading stands from what the consumer is cut off, or which way.
card-cut-off = Cut off
card-cut-coordinator = from the coordinator only
card-cut-data = from the data only
card-cut-requests = requests only
card-cut-answers = answers only
# Below this heading stand names of requests.
card-lose = Lose the next
card-lose-answer = answer to { $api }
card-cpu-twice = 2 times slower
card-cpu-five = 5 times slower
card-cpu-normal = normal
