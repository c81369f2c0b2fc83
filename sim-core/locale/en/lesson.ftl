### Lesson files: figures, and why a file is refused.

figure-records-total = records written
figure-records-once = records processed once
figure-records-twice = records processed twice
figure-extra-runs = extra runs
figure-extra-effects = extra effects
figure-records-lost = records lost
figure-records-skipped = records skipped
figure-records-pending = records not processed
figure-records-parked = records parked
figure-records-out-of-order = records processed before an older one of their key
figure-lag = lag at the end
figure-rebalances = rebalances
figure-stopped-partition-ms = time stopped, over all partitions
figure-stopped-partitions = partitions stopped
figure-stopped-at-end = partitions stopped at the end
figure-longest-stop-ms = longest stop
figure-longest-rebalance-ms = longest rebalance
figure-commits-failed = commits refused
figure-poll-timeouts = poll timeouts
figure-sessions-expired = sessions expired
figure-consumers-failed = consumers ended by an exception
figure-consumers = consumers running
figure-idle-consumers = consumers without a partition
figure-assigned-max = most partitions of one consumer
figure-assigned-min = fewest partitions of one consumer
figure-assigned-spread = most minus fewest partitions
figure-generation = generation at the end
figure-cooperative = cooperative protocol
figure-changes = changes
figure-changed-settings = settings changed
# A figure of one partition.
figure-of = { $figure } on { $partition }
partition-seconds = { $number } partition-s

lesson-at-line = line { $line }: { $what }
lesson-in-field = `{ $field }` is { $problem }
lesson-with-fix = { $what }; did you mean "{ $fix }"?
lesson-one-change = exactly one of set, broker, program, consumers, group, act, script
lesson-nothing = nothing
lesson-name = 1 to 60 of a-z, 0-9, { "'-'" }
lesson-run-name = a name of its own of a-z, 0-9, { "'-'" }, and not untouched or solution
lesson-after = more than { $ms } (from_ms)
lesson-at-most = at most { $ms } (until_ms)
lesson-at-least = at least { $count }
lesson-no-goals = none beside a myth
lesson-no-english = a text without English
lesson-one-form = one of choices, number, partition
lesson-solution-misses = the solution misses the goal { $goal }: it is { $value }
lesson-passes = the run { $run } meets every goal, which only the solution should
lesson-checks-nothing = the goal { $goal } is met by every wrong try and by doing nothing: it checks nothing
lesson-answers = { $count } answers are right in the untouched run, and one should be
lesson-proof-fails = { $rule } does not hold: { $measured }
lesson-empty-gap = nothing fills the gap { "{" }{ $figure }{ "}" }
lesson-bare-figure = the number { $number } is not given by the scenario: write a gap, or the number as code if it is a setting or a name

yaml-too-long = longer than { $max } bytes
yaml-too-deep = nested deeper than { $max }
yaml-empty = nothing is in the file
yaml-second-document = a second document: one file is one lesson
yaml-unsupported = anchors, aliases and tags are not used in lessons
yaml-key = a key must be a word
yaml-repeated-key = the key { $key } stands here twice
yaml-unit = a duration with its unit, such as { $example }
yaml-whole = a whole number of { $unit }
lesson-refused = in the run { $run } a command is refused: { $why }
lesson-own-run = a figure without the name of a run: it is that of the run in question

# A rule, a figure or a text that is none; $known is a list of names.
misread-figure = unknown figure `{ $name }`; known: { $known }
misread-partition = `{ $name }` is not measured of one partition; allowed: { $known }
misread-sign = `{ $text }` compares nothing; allowed: a figure, one of `<`, `<=`, `=`, `!=`, `>=`, `>`, and a value
misread-count = `{ $value }` is no value of `{ $name }`; allowed: a whole number or another figure
misread-time = `{ $value }` is no value of `{ $name }`; allowed: a duration such as `2s` or `500ms`, or another figure
misread-open = { $mark } is not closed in "{ $text }"; allowed: its end in the same line
lesson-of-field = in `{ $field }`: { $problem }
yaml-syntax = this is not YAML ({ $said }): quote a text that holds a colon or begins with a sign, and mind the indentation
