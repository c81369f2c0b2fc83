### The settings tab: Kafka's keys, the program, the load, pasted settings.

settings-group-liveness = Liveness
settings-group-commits = Commits
settings-group-fetching = Fetching
settings-group-membership = Membership
settings-group-assignor = Assignor
settings-group-reset = Reset
settings-find = Find a key or a word
settings-which-keys = Which keys
settings-all = All
settings-changed = Changed

# Whom a change concerns and when.
settings-applies-to = Applies to
settings-all-consumers = all consumers
settings-one-only = { $name } only
settings-when = When
settings-at-next-start = at next start
settings-from-zero = from 0 s, same acts
settings-must-restart = A running consumer never rereads its settings: { $who } must restart.
settings-rolling-restart = Rolling restart
settings-added-later = { $who } was added during the run; choose "at next start" for it
settings-key-changed = { $key } changed: the same acts from 0 s.
settings-program-changed = The program changed: the same acts from 0 s.
settings-subscription-changed = The subscription changed: the same acts from 0 s.

# One key.
settings-broker = broker
settings-broker-hint = From 0 s, for every broker
settings-not-modelled = not modelled
settings-not-modelled-hint = Kept and shared with the link; nothing here depends on it.
settings-default = default `{ $value }`
settings-still = Still { $value } until restarted.
# In place of a value.
settings-none = none
# A button; $value is what is allowed.
settings-use = Use { $value }
settings-minutes = min
settings-bytes = bytes

# Pasted settings.
settings-paste = Paste
settings-paste-hint = Read in this page; nothing is sent. Java’s properties, names of librdkafka
    (lines or JSON) and Spring’s application.yml are understood; a file can be dropped here.
settings-paste-label = Paste consumer.properties
settings-paste-export = Export .properties
settings-paste-fork = Apply { $number } and fork from 0 s
settings-paste-next = Apply { $number } at the next start
settings-paste-counts = { $applied } to apply, { $refused } refused, { $kept } without effect
settings-paste-unknown = Not known here: kept, without effect.
settings-paste-unknown-near = Not known here: kept, without effect. Did you mean `{ $key }`?
# A later line sets the same key.
settings-paste-repeated = Line { $line } counts.
settings-paste-not-modelled = Not modelled: kept, without effect.
settings-drop-kept = What was pasted before stays.
settings-drop-none = No file was dropped.
# $endings is a list such as .yml, .json.
settings-drop-ending = `{ $name }` is none of { $endings }.
settings-drop-size = `{ $name }` has { $size } bytes; allowed: at most { $most }.
settings-drop-unreadable = `{ $name }` cannot be read.

# The load.
settings-load = Load
settings-rate-into = Records per second into { $name }
settings-rate-unit = records/s, from now on
settings-rate-wrong = Records per second: a whole number from 0 to 10000000.

# The subscription.
settings-subscription = Subscription
settings-now-pattern = Now subscribe(Pattern) `{ $pattern }`.
settings-now-assign = Now assign().
settings-subscription-doc = Calls subscribe(topics) at the next free moment of its loop.
settings-topics = Topics, separated by commas
settings-topics-hint = topics, separated by commas

# The program: headings, what stands below them, fields.
settings-program = Program
settings-block-time = Time per record
settings-block-commits = Commits
settings-block-listener = Rebalance listener
settings-block-workers = Workers
settings-block-outcomes = Poison records, sink and poll()
settings-doc-time = From the next record on, also in a running batch.
settings-doc-commits = What the program does itself. Takes effect at its next start.
settings-doc-workers = With workers their mode says what is committed. Takes effect at its next start.
settings-doc-next-start = Takes effect at its next start.
settings-workers-commit = With workers their mode says what is committed; it does not go with "{ $style }".
# Two buttons below that.
settings-offer-workers = Take these workers and commit automatically
settings-offer-commits = Commit this way, without workers
settings-not-whole = "{ $text }" is not a whole number.
settings-millis-wrong = Milliseconds: 0 to 3600000, with up to three decimals.
# Each stands behind a number or a tick.
settings-field-ms-per-record = ms per record
settings-field-ms-at-most = ms at most
settings-field-slow-key = number of the slow key
settings-field-slow-key-ms = ms for a record with that key
settings-field-commit-every = records between two commits (N)
settings-field-commit-in-revoked = commitSync() in onPartitionsRevoked
settings-field-own-lost = an onPartitionsLost of its own
settings-field-keeps-offsets = keeps its map of offsets across rebalances
settings-field-revoked-ms = ms in onPartitionsRevoked
settings-field-assigned-ms = ms in onPartitionsAssigned
settings-field-lost-ms = ms in onPartitionsLost
settings-field-seek-offset = offset, in each partition
settings-field-seek-ago = ms ago
settings-field-worker-count = threads
settings-field-worker-queue = records may wait
# Above a list.
settings-field-on-poison = A record that cannot be processed
settings-field-poison-backoff = ms between two attempts
# Above a list.
settings-field-sink = Sink
settings-field-poll-timeout = ms in poll() at most, while nothing arrives

# The groups to jump to, and the columns of a wide panel.
settings-groups = Groups of keys
settings-column-key = Key
settings-column-value = Value
settings-column-default = Default
settings-column-allowed = Allowed
