### A program in words: what the form offers and what a card says of it.

# How the time per record varies.
program-kind-constant = always the same
program-kind-random = at random
program-kind-tail = heavy tail
program-kind-slow-key = one slow key
program-time-random = { $low } to { $high } ms at random
program-time-tail = { $time } ms with a heavy tail
program-time-slow-key = { $usual } ms, key { $key } { $slow } ms

# Commit styles; in the form $records is the letter N.
program-commit-auto = automatic, as enable.auto.commit says
program-commit-sync-batch = commitSync() after each batch
program-commit-sync-record = commitSync() after each record
program-commit-sync-every = commitSync() after a batch, every { $records } records
program-commit-explicit-every = commitSync(offsets) inside the batch, every { $records } records
program-commit-before = commitSync() before processing
program-commit-async-batch = commitAsync() after each batch
program-commit-async-retry = commitAsync(), failures sent again
program-commit-async-sequence = commitAsync(), sent again if none is newer
program-commit-async-offset = commitAsync(), sent again if the offset is higher
program-commit-async-close = commitAsync(), and commitSync() before close()
program-commit-outside = offsets kept with the results
program-commit-never = never

# Workers: in the form, and on a card with their number and their queue.
program-no-workers = none: the polling thread processes
program-workers-auto = workers, automatic commits
program-workers-prefix = workers, commits the finished prefix
program-workers-pause = workers, pause() and resume()
program-pool-auto = { $count } workers, automatic commits, { $queue } may wait
program-pool-prefix = { $count } workers, commits the finished prefix, { $queue } may wait
program-pool-pause = { $count } workers, pause() and resume(), { $queue } may wait

# What happens to a record that cannot be processed.
program-poison-crash = the exception ends the loop
program-poison-kill = the process dies at once
program-poison-skip = logged and passed over
program-poison-dead-letter = sent to a dead-letter topic
program-poison-retry = tried again and again
program-poison-retry-every = tried again and again, every { $ms } ms

# What a repeat does.
program-sink-plain = a repeat takes effect again
program-sink-idempotent = idempotent: a repeat changes nothing

# The rebalance listener.
program-seek-nowhere = seeks nowhere
program-seek-beginning = seekToBeginning() on assignment
program-seek-end = seekToEnd() on assignment
program-seek-offset = seek() to one offset on assignment
program-seek-time = seek() to a time on assignment
program-seeks-to = seek() to { $offset } on assignment
program-seeks-ago = seek() to { $ms } ms ago on assignment
program-ms-in = { $ms } ms in { $callback }
program-keeps-offsets = keeps its map of offsets
program-does-nothing = does nothing

# What waits for the next start, a line each; $what is one of the above.
program-next-poll = poll() timeout: { $ms } ms
program-next-time = time per record: { $what }
program-next-commits = commits: { $what }
program-next-listener = rebalance listener: { $what }
program-next-workers = workers: { $what }
program-next-poison = poison records: { $what }
program-next-sink = sink: { $what }
# $setting is key=value.
program-not-modelled = { $setting } (not modelled)

# What a consumer reads.
program-of-group = group { $name }
program-assigns = assign(): no member of a group
program-subscribes-nothing = subscribes to nothing
program-subscribes = subscribes to { $topics }

# On a card.
program-slow = Slow
program-slow-hint = Ten times the time per record
program-block = Block
program-block-hint = Block inside the batch
program-block-short = Block 2 s
program-block-longer = Block 30 s
program-block-long = Block 6 min
