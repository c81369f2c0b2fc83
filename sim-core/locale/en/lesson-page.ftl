### The page of a lesson.

lesson-work = Work
lesson-brief = The lesson
lesson-claim = Claim
lesson-exercise = Exercise
lesson-all = Lessons
lesson-path = Path
lesson-path-end = Back to the path: { $title }
lesson-open-lab = Open in lab
lesson-goal = Goal
lesson-met = met
lesson-missed = missed
lesson-operators = What operators saw
lesson-hints-left = { $count ->
    [0] No hint left
    [one] { $count } hint left
   *[other] { $count } hints left
}
lesson-hint = Show a hint, 1 point
lesson-predict = Predict
lesson-is-it-so = Is it so?
lesson-answered = Answered. Watch.
lesson-answer-first = Answer first, then the run goes on.
lesson-right = You were right.
lesson-not-right = It went otherwise.
lesson-so = True
lesson-not-so = False
lesson-depends = It depends
lesson-yours = your answer
lesson-yours-and-so = your answer, and what happened
lesson-what-happened = what happened
lesson-your-number = Your number
lesson-your-seconds = Your guess in seconds
lesson-your-partition-seconds = Your guess in partition-seconds
lesson-guess = Guess
lesson-number-allowed = A number from 0 on, such as 4.5.
lesson-measured = Measured: { $value }
lesson-runs = Runs
lesson-skip = Show the end
lesson-before = Before
lesson-after-change = After your change
lesson-as-set-up = As set up
lesson-stopped = { $count } partitions stopped, { $time }
lesson-may-change = You may change
lesson-changed = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
lesson-run = Run it with your changes
lesson-run-locked = First see the run to its end
lesson-own-id = each consumer its own name
lesson-yes = yes
lesson-no = no
lesson-field-commit = When it commits
lesson-field-poison = A record it cannot process
lesson-field-sink = A repeated record
lesson-field-workers = Workers
lesson-field-revoked = Commits in onPartitionsRevoked
lesson-field-lost = Has an onPartitionsLost of its own
lesson-field-time = Milliseconds per record
lesson-field-poll = poll() timeout in ms
lesson-field-consumers = Consumers ({ $least } to { $most })
lesson-result = Result
lesson-claim-waits = Say what you think, then see the runs to their end.
lesson-no-goal = This lesson has no goal to reach: watch, and open it in the lab.
lesson-try-now = Change something under You may change, then run it.
lesson-run-first = Watch the run first.
lesson-prediction = Prediction
lesson-of-one = of 1
lesson-passed = Passed
lesson-not-yet = Not yet
lesson-points = { $points } of { $max } points
lesson-why = Why
lesson-unknown-try = Compare the runs: what still stops, and since when? A hint may help.
lesson-sources = Sources
lesson-next = Next: { $title }
lesson-again = Start over
lesson-copy-link = Copy link
lesson-link-copied = The link to this lesson is copied.

### The list of lessons.

lessons-title = Lessons
lessons-lead = Predict, run, compare. Each incident ends in a check, each claim in a verdict, and every figure is measured by the run that it describes.
lessons-loading = The list is on its way.
lessons-no-index = The list of lessons could not be loaded. Reload the page to try again.
lessons-bad-index = The list of lessons is damaged: { $problem }
lessons-unknown = There is no lesson "{ $name }"
scenario-unknown = There is no scenario "{ $name }"; allowed: first-run, or the name of a lesson
lessons-no-path = There is no path "{ $name }".
lessons-sandbox = Lab
lessons-paths = Paths
lessons-incidents = Incidents
lessons-myths = What notes on Kafka say
lessons-continue = Continue: { $title }
lessons-start = Start: { $title }
lessons-again = Once more: { $title }
lessons-length = { $minutes } min, { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
lessons-passed = { $count } of { $all } passed
lessons-minutes = { $minutes } min
lessons-plan = Plan
lessons-done = done
lessons-points = { $points } of 10
lessons-no-source = The file at { $address } could not be loaded: it is not there, or its host does not let other pages read it
lessons-progress-save = Save progress
lessons-progress-open = Read progress
lessons-progress-read = The progress was taken over.
lessons-progress-refused = The file holds no progress: { $problem }
lessons-progress-stays = What was reached here stays.
# Beside a changed value.
lesson-was = was { $value }
