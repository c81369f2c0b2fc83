### One record from its production to now.

life-produced = Produced
life-to = to { $partition }.
life-to-before = to { $partition }, before the run began.
life-returns = { $who }’s poll() returns it
life-company = { $others ->
    [0] alone of its partition.
    [one] with 1 other of its partition.
   *[other] with { $others } others of its partition.
}
life-processed = { $who } has processed it
life-processed-again = { $who } has processed it again
life-run = { $others ->
    [0] alone, from { $from_time } to { $to_time }, in generation { $generation }.
    [one] with 1 other, from { $from_time } to { $to_time }, in generation { $generation }.
   *[other] with { $others } others, from { $from_time } to { $to_time }, in generation { $generation }.
}
life-commits = { $who } commits { $offset },
life-covers = which covers it.
life-uncovers = which does not cover it any more.
fate-committed = Processed once,
fate-committed-because = and committed.
fate-uncommitted = Processed once,
fate-uncommitted-because = not committed yet.
fate-runs-again = Will run twice:
fate-runs-again-because = whoever reads on begins at the committed { $offset }.
fate-runs-again-cause = whoever reads on begins at the committed { $offset }; { $cause }.
fate-twice = Ran more than once:
fate-cause = { $cause }.
fate-lost = Lost:
fate-lost-cause = committed past, and nobody will process it; { $cause }.
fate-skipped = Skipped:
fate-skipped-cause = nobody reads it unless a position goes back; { $cause }.
fate-at-risk = At risk:
fate-at-risk-because = committed past, and not processed yet.
fate-in-hand = In hand,
fate-in-hand-because = not finished yet.
fate-waiting = Waiting
fate-waiting-because = to be read.
