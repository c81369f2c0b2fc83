### The deck: play, steps, time, branches, speed and seed.

deck-name = Playback
deck-to-start = To the start
deck-to-start-key = To the start (Home)
deck-next-event = Next event
deck-play = Play
deck-pause = Pause
deck-seed = Seed
deck-seed-title = A whole number: the same story with other random choices, from 0 s
deck-speed = Speed
# After the playhead's time: how far the run is simulated.
deck-simulated = of { $head } simulated
deck-behind = behind
deck-behind-title = This run costs more than a frame's time: it plays as fast as it can.
deck-branch = Branch
# Above the name of a branch in the dialog that asks for another.
deck-branch-name = Name
# An example of a name.
deck-branch-hint = with longer sessions
deck-compare-marked = Compare the marked ones
deck-undo = Undo the last act
deck-rename-title = Rename the branch
deck-rename = Rename
# How far the first branch goes, and where another one starts.
deck-branch-to = to { $time }
deck-branch-from = from { $time }
# The buttons of a branch, with its name.
deck-compare-branch = Compare { $branch }
deck-rename-branch = Rename { $branch }
deck-delete-branch = Delete { $branch }
# What stands between backticks is bold.
deck-past = In the past: acting here starts `{ $branch }`
