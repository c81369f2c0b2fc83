### The page's frame, dialogs, and the question before an outcome.

part-stage = Stage
part-close = Close
# The button of a dialog that adds something.
part-add = Add
part-loading = Loading …
part-not-loaded = This part could not be loaded. The lab goes on without it.
part-retry = Try again
part-prediction = Prediction
part-skip = Skip
# When the program itself failed.
part-panic = The lab itself broke, not the group: { $problem }. Reload the page to go on. A report with
    this link helps: { $link }
