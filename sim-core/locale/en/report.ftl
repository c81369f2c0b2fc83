### The run as a page of Markdown: headings, columns and cells.

report-model = Kafka { $release }, classic protocol, as modelled by Rebalance Lab (model { $model }).
report-run = Seed { $seed }, branch { $branch }, from 0 s to { $to }.
# The text of a link.
report-open = Open this run
# Under a heading.
report-none = None.
report-settings = Settings that differ from the defaults
report-acts = What was done
report-rebalances = Rebalances
report-fates = What became of the records
report-partitions = Partitions
report-worst = The worst of it

# Columns and cells of the settings.
report-where = Where
report-key = Key
report-value = Value
report-default = Default
report-broker = broker
report-all = all
# A key without a value.
report-no-value = none

# Columns and cells of the rebalances.
report-group = Group
report-generation = Generation
report-from = From
report-to = To
report-took = Took
report-opened = What opened it
report-not-over = not over

# Columns and rows of the records.
report-what = What
report-number = Number
report-once = Records processed once
report-twice-or-more = Records processed twice or more
report-extra-runs = Runs beyond the first
report-records-lost = Records lost
report-records-skipped = Records skipped
report-pending = Records not processed yet
report-written = Records written
report-stopped = Time without a reader, summed over partitions

# Columns of the partitions.
report-partition = Partition
report-nobody-read = Nobody read for
report-twice = Twice
report-lost = Lost
report-skipped = Skipped

# In place of a time, before a step that is still to come.
report-next = next
# Behind a step that a setting decided.
report-setting = (`{ $key }` is { $value }, default { $default })
