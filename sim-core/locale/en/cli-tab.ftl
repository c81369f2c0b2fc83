### The CLI tab around what the tool prints.

cli-copy = Copy
cli-copy-label = Copy the command and what it prints
cli-copied = Copied: the command and what it prints.
# Below what a command prints.
cli-no-table-rebalancing = No table: the group is rebalancing, so nobody has partitions, and nothing is committed yet.
cli-no-table-offsets = No table: the group has no member and no committed offset.
cli-no-table-members = No table: the group has no member.
cli-rebalancing = The group is rebalancing: no member is shown with partitions until it is Stable.
# A table of what broker and clients log.
cli-logs = In the logs
cli-log-time = Time
cli-log-who = Who
cli-log-what = What
