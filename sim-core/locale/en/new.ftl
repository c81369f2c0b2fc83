### Dialogs that ask for a few words, and adding consumers, topics and partitions.

# The button of a dialog.
new-name = Name

# The dialog for a consumer: its title, questions and hints.
new-consumer = Add a consumer
new-group-hint = a group that exists, or a new one
# Above a list of subscribe(topics), subscribe(Pattern) and assign(partitions).
new-reads-by = Comes to its partitions by
new-reads-what = Topics, pattern (orders.*) or partitions (orders-0, orders-1)
new-what-hint = separated by commas
new-instance-hint = none: a dynamic member
new-assignors-hint = as the first consumer
new-assign-empty = assign() needs a partition, such as `orders-0`.

# The dialog for a topic.
new-topic = New topic
new-partitions = Partitions
new-rate = Records per second
new-keys = Different keys (0: no keys, spread evenly)

# Why nothing was added.
new-nobody-to-copy = The scenario has no consumer to copy.
new-too-many-consumers = A run has at most { $most } consumers.
new-too-many-partitions = A run has at most { $most } partitions.
