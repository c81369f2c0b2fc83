### The strip of the group coordinator.

group-coordinator = Group coordinator
group-state = Group state
# A name in bold, followed by the generation.
group-named = group `{ $name }`
group-barrier = Join barrier
group-no-rebalance = no rebalance
group-nobody-joined = No member has joined yet.
group-more-members = and { $count } more
# Heading over the partitions that have no reader.
group-nobody-reads = Nobody reads
group-all-read = Every partition has a reader.
# A number in bold.
group-more-tiles = and `{ $count }` more
group-stopped-for = for { $time }
group-not-assigned = not assigned yet
# The strip as one line.
group-line-empty = no members
group-line-members = { $count } members; every partition has a reader
group-line-read = every partition has a reader
group-line-stopped = { $count ->
    [one] { $count } partition stopped
   *[other] { $count } partitions stopped
}
