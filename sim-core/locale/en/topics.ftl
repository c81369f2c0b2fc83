### Topics: what several groups read, and rows that stand for whole topics.

why-nobody-reads-in = Why is nobody in { $group } reading { $partition }?
why-nobody-read-in = Why did nobody in { $group } read { $partition }?
why-nobody-reads-yet-in = Why is nobody in { $group } reading { $partition } yet?
# "12 partitions are stopped in audit"
now-stopped-in = { $count ->
    [one] { $count } partition is stopped in { $group }
   *[other] { $count } partitions are stopped in { $group }
}
# "12 partitions have no reader yet in audit"
now-no-reader-yet-in = { $count ->
    [one] { $count } partition has no reader yet in { $group }
   *[other] { $count } partitions have no reader yet in { $group }
}
now-groups-not-all-read = Not every group reads everything.
# What the buttons beside the folded rows are called together.
matrix-topics = Topics; arrow keys move between them
