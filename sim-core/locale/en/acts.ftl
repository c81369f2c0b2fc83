### What acts on the run answer, at the lower edge of the page; and the question after a kill.

# A branch nobody renamed, inside and at the start of a sentence.
act-fork = fork { $number }
act-fork-first = Fork { $number }
act-fork-starts = { $fork } starts at { $at }.
act-fork-deleted = { $fork } is deleted.
act-fork-differs = { $fork } differs from 0 s on.
act-seed = The same story under seed { $seed }, from 0 s.
# After why a run cannot be loaded.
act-run-stays = The run on the page stays.
act-predict = You killed { $who }. How long until another consumer reads { $partition }?
act-predict-at-once = At once
act-predict-seconds = Up to 3 s
act-predict-session = Up to 10 s, plus a rebalance
# After an answer.
act-said-at-once = You said: at once. Watch.
act-said-seconds = You said: up to 3 s. Watch.
act-said-session = You said: up to 10 s, plus a rebalance. Watch.
