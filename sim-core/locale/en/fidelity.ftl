### Recordings of a real broker, each above the simulated run of its script.

fidelity-every = See every recording
fidelity-lead = { $agree } of { $counted } recorded runs of a real Apache Kafka 4.3.1 agree with the simulator, which plays the same scripts. { $later } recordings of the new protocol wait until it is simulated.
fidelity-rules = What is compared
fidelity-compared = Per consumer the callbacks with their partitions, generations, failed commits and exceptions; the coordinator’s log; the times of callbacks and of that log, within the tolerance of the recording; commits, committed offsets, and what was processed twice or never, within rate times tolerance plus one batch.
fidelity-not-compared = Not compared are the order of partitions inside one poll and the number of polls, which are chance in Kafka, single heartbeat times, and what differed between several recordings of one script.
fidelity-costs = What a real process costs is set as measured: start, log append, the leader’s turn-around, late timers, the way from one poll to the next.
fidelity-all = All recordings
fidelity-recording = Recording
fidelity-what = Compared
fidelity-largest = Largest difference
fidelity-result = Result
fidelity-figures = { $callbacks } callbacks, { $generations } generations, { $commits } commits, { $offsets } committed offsets
# 6 of 150 ms: the largest difference, and what is allowed.
fidelity-of = { $largest } of { $tolerance } ms
fidelity-agrees = agrees
fidelity-differs = differs
fidelity-later = not simulated yet
fidelity-vectors = Answers of Kafka’s assignors and its partitioner
fidelity-file = File
fidelity-cases = Cases
# $result is agrees or differs, $figures a list of what was compared.
fidelity-facts = Compared with real Kafka 4.3.1: { $figures }. Largest difference in time: { $largest } ms; allowed: { $tolerance } ms. Result: { $result }.
fidelity-facts-later = Real Kafka 4.3.1, recorded. The new protocol is not simulated yet, so there is nothing to compare it with.
fidelity-before = Recording before
fidelity-after = Next recording
fidelity-in-lab = The simulated run in the lab
fidelity-recorded = Recorded: Kafka 4.3.1
fidelity-simulated = Simulated here, now
fidelity-stretch = Stretch in view
fidelity-whole = Whole run
# A mark where a process was started.
fidelity-started = started { $who }
# The canvas between the runs, and its name beside it.
fidelity-strip = Differences in milliseconds, listed in the table below
fidelity-strip-name = difference, ms
fidelity-note = Recorded are callbacks, polls and commits. A consumer has a partition from onPartitionsAssigned on, in both runs. Records that ran twice are marked where they ran, in the recorded run over the whole batch; skipped ones in the recorded run at the first poll behind them. The lag counts from the beat of the recorded producer.
# The causes of marks, after "40 records: ".
fidelity-cause-twice = they were in this batch and had run before
fidelity-cause-lost = their process ended with them in hand, and they were committed
fidelity-cause-skipped = the first poll began behind them
fidelity-beats = Differences in time
fidelity-event = What happened
fidelity-recorded-ms = Recorded, s
fidelity-simulated-ms = Simulated, s
fidelity-difference = Difference, ms
# Lines of the coordinator; $who is the letter of a consumer.
fidelity-prepare = PreparingRebalance after generation { $generation }
fidelity-joined = Generation { $generation }, members: { $members }
fidelity-empty = Empty, generation { $generation }
fidelity-leave = LeaveGroup of { $who }
fidelity-static-added = Static member { $who } joins
fidelity-static-replaced = Static member { $who } is replaced
fidelity-ending = At the end
fidelity-ending-note = In records. They may differ by what is produced within the tolerance, plus one batch.
fidelity-recorded-short = Recorded
fidelity-simulated-short = Simulated
fidelity-never = Never processed
fidelity-no-list = The list of recordings could not be loaded.
fidelity-unknown = There is no recording “{ $name }”.
fidelity-broken = The recording cannot be read: { $problem }
