### Counters of what became of the records; the label stands below the number.

fates-all = Counters and legend
fates-rebalances = { $count ->
    [one] rebalance
   *[other] rebalances
}
# Behind the number of rebalances.
fates-open = { " " }+ { $count } open
fates-stopped = partition-s stopped
fates-once = processed once
fates-twice = processed twice
fates-twice-effect = twice, { $count } with effect
fates-lost = lost
fates-lost-risk = lost, { $count } at risk
fates-lag = { $count ->
    [one] record of lag
   *[other] records of lag
}
# What a counter counts, for those who rest on it.
fates-rebalances-title = How often the group dealt out its partitions.
fates-stopped-title = Seconds without a reader, summed over all partitions.
fates-once-title = Records processed exactly once.
fates-twice-title = Records processed more than once: duplicates.
fates-lost-title = Records committed, but processed by nobody.
fates-skipped-title = Records that a reset of the position or a seek() jumped over.
fates-lag-title = Records that were produced, but not yet committed.
fates-click = Click: go to the next one.
