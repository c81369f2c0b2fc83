### Partitions whose group subscribes to their topic no more.

now-not-asked-for = { $count ->
    [one] Nobody asks for { $count } partition any more.
   *[other] Nobody asks for { $count } partitions any more.
}
# What `kafka-consumer-groups --describe` shows of them too.
now-commits-stay = The committed offsets stay until they expire, so lag grows; CONSUMER-ID is "-".
why-not-asked-for = No consumer of { $group } subscribes to its topic any more.
# In place of for how long.
group-not-asked-for = not subscribed any more
tile-not-asked-for = nobody subscribes to it any more
