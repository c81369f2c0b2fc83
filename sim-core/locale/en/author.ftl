### The page on which lessons are written, and files that the lab writes.

author-title = Write
author-write = Write a lesson
author-kept = Draft, kept in this browser
author-not-kept = Not kept: this browser refuses storage
author-try = Try it
author-download = Download .yaml
author-link = Copy link
author-open = Open a file
author-new = New from the example
author-earlier = Earlier draft
author-file = Lesson file
author-text = Text of the lesson
author-loading = The file is on its way.
author-loaded = The file is in the editor. The text before it is under Earlier draft.
author-errors = { $count ->
    [0] no error
    [one] { $count } error
   *[other] { $count } errors
}
author-warnings = { $count ->
    [0] no warning
    [one] { $count } warning
   *[other] { $count } warnings
}
author-error = Error
author-warning = Warning
author-problems = Errors and warnings
author-go = Go to line { $line }
author-line = line { $line }
author-run = Run
author-which = Which run
author-untouched = Untouched
author-wrong = Wrong { $number }
author-solution = Solution
author-goals = Goals
author-goal = Goal
author-all-goals = All goals
author-met = met
author-not-met = not met
author-nothing-checked = checks nothing
author-running = The runs are being measured.
author-bad = The text does not count yet.
author-stale = Run and table are those of the last text that could run.
author-no-run = As soon as topics, consumers and an end are written, the run is drawn here.
author-watch-only = This lesson can be watched; it asks for nothing yet.
author-claim = Every line of the proof holds.
author-ready = Only the solution meets every goal.
author-ready-but = Only the solution meets every goal. Look at the warnings.
author-rule = An exercise is ready when it has no error, the solution meets every goal, each wrong try misses one, and each goal is missed by some try.
author-link-copied = The link is copied, { $chars } characters.
author-link-long = The link is copied, { $chars } characters. Some chats cut links after 2,000.
author-link-too-long = The link would have { $chars } characters; allowed: at most { $most }
author-link-file = Download the file instead and hand that on.
author-broken-link = The link does not open: { $problem }
author-example-instead = The example is shown instead.
author-text-stays = The text stays as it is.
author-edit = Edit

draft-comment = From a run in Rebalance Lab. An exercise needs goals, may, solution and two wrong tries.
draft-scenario-comment = From a run in Rebalance Lab. Drop it on the page to open it.
draft-scenario = Save scenario .yaml
draft-lesson = Open as lesson draft
draft-hint = for people to read and change
draft-heading = YAML
draft-too-large = The run is too large for a file of this kind
draft-run-stays = Save it as a file of the whole run.
file-page-stays = The page stays as it is.
author-fix = Write { $right }
