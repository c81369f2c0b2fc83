### The stage, its heading and the line above it.

# Names the buttons that choose a group; one button shows two groups.
stage-groups = Groups on the stage
stage-both = Both
# What to do first, after what is to be seen.
stage-first-step = Press play, then kill one.
stage-ran-twice = These records ran twice.
stage-ran-twice-count = { $count } so far; the red lanes show where.
# Buttons that add; a plus stands before the first and the third.
stage-add-consumer = Consumer
stage-add-other = Add a consumer of another kind
stage-add-partitions = Partitions
stage-add-partitions-menu = Add partitions or a topic
stage-more-partitions = { $topic }: { $count } more
stage-from-to = { $before } to { $after }
stage-new-topic = New topic …
stage-rolling-restart = Rolling restart
