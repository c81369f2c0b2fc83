### Keys and the meaning of colours.

help-title = Help
help-lead = The consumers of a group share the partitions; the coordinator notices who is gone and
    has them dealt out again: a rebalance. Press play, kill a consumer, and see what stops,
    what runs twice, and why. Then go back in time and close it instead.
help-colours = Colour means owner. Hatch means nobody reads. Red means processed twice.
    A black diamond means lost. Acting in the past starts a fork; the old future stays.
help-switch = Single keys act on the lab
# Keys, each followed by what it does.
help-key-play = Space
help-play = play or pause
help-key-next = . or PageDown
help-next = next event
help-key-previous = , or PageUp
help-previous = previous event
help-key-step = Right, Left
help-step = 100 ms; with Shift 1 ms
help-key-speed = [ and ]
help-speed = slower, faster
help-ends = start, live end
help-matrix = in the matrix: zoom, earlier, later
help-key-select = Up, Down
help-select = select
help-actions = actions of the selected consumer
help-card = on a focused card: close, kill, freeze, cut, slow
help-nothing = select nothing
help-consumer = add a consumer
help-partition = add a partition
help-rolling = rolling restart
help-tabs = Why, Code, Events, Records, Settings
help-code = in Code: worst line, fork there, next style of committing
help-find = find a setting
help-compare = compare eager and cooperative
help-link = share
help-key-answer = 1 to 3
help-answer = answer the prediction
