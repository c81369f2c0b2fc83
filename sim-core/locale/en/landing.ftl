### The way in.

landing-nav = Pages
landing-incident = What happens now
# $partition is a name, $state a state of the group.
landing-nobody = Nobody is reading { $partition }. The group says { $state }.
landing-all-read = Every partition has its reader.
landing-unnoticed = { $letter } was killed { $since } ago and nobody has noticed: its session still has { $left } to run. Press play and watch, or step in.
landing-noticed = The coordinator has given { $letter } up. What it had read and not committed runs twice.
landing-step-in = Kill a consumer and see what its group does.
landing-play = Play on
landing-guess = Guess first
landing-cli = What the CLI says
landing-lessons-lead = Predict, run, compare. Each one ends in a check.
landing-all = All lessons
landing-lab = Lab
landing-lab-words = Your group, your settings: paste your consumer.properties, kill what you like, travel in time and ask why.
landing-lab-open = Open the lab
landing-compare = Compare
landing-embed = Embed
landing-embed-words = Two lines in your docs: a picture until someone presses play, then the whole lab. Light, dark, English, Korean.
landing-fidelity = Fidelity
landing-recordings = runs of a real Kafka 4.3.1 broker are replayed with every build
landing-assignments = answers of Kafka's own assignors and partitioner are compared one by one
landing-differ = of them differ
landing-foot = Runs in this page. Nothing is sent, nothing is collected.
# Beside it: the table is cut.
landing-cli-part = the most lag, five of nine columns
