### Runs beside each other.

compare-runs = Runs beside each other
compare-back = Back to the stage
compare-what = What is compared
compare-protocols = Eager and cooperative
# Below the name of a run, what its protocol does.
compare-eager = Everyone gives up everything, then waits for the slowest member.
compare-cooperative = Only partitions that move are given up. A move takes a second round.
# Above the axis that all runs share.
compare-one-tape = One tape, one clock
compare-one-clock = Branches on one clock
compare-seed = seed { $seed }
compare-totals-at = Totals at { $time }
# Figures of a run.
compare-stopped = stopped
compare-partitions = partitions stopped
compare-longest = longest stop
compare-twice = processed twice
compare-lost = lost
compare-rebalances = rebalances
compare-partition-seconds = { $figure } partition-s
compare-share = { $count } of { $all }
# "Eager stopped 12 of 12 partitions, Cooperative 6."
compare-caption = { $runs }.
compare-caption-first = { $run } stopped { $count } of { $all } partitions
compare-caption-other = { $run } { $count }
# "50.0 against 19.0 partition-seconds; 495 against 58 records ran twice."
compare-costs = { $stopped } partition-seconds; { $twice } records ran twice.
compare-against = { $first } against { $second }
compare-nothing = Nothing to compare.
compare-none-stopped = No partition has stopped yet.
compare-all-get-it = Add, close or kill a consumer: all runs get it.
