### Partitions over time: the drawing, its table and what a run is taken away as.

matrix-name = Partitions over time
# The canvas as a slider over time.
matrix-slider = Moment, over who reads each partition
# A run beside others.
matrix-lane = { $run }: who reads each partition over time
# Buttons over the drawing.
matrix-tools = View of the matrix
matrix-closer = Zoom in: half the stretch
matrix-farther = Zoom out: twice the stretch
matrix-earlier = Earlier
matrix-later = Later
matrix-all = All
matrix-all-title = The whole run
matrix-table = Table
matrix-table-title = The same as a table
matrix-export = Export
matrix-export-png = Picture as PNG
matrix-export-svg = Picture as SVG
matrix-export-csv = Events as CSV
matrix-export-json = Events as JSON
matrix-export-markdown = Report as Markdown
matrix-refused = Downloads are refused here.
matrix-refused-picture = Take the picture as SVG, or open the page in a tab of its own.
matrix-refused-text = Downloads are refused here; the text is in the clipboard instead.
matrix-saved = Saved as { $file }.
# The title inside a saved picture.
matrix-picture = Partitions over time: { $scenario }, seed { $seed }, at { $time }
# The table and its columns.
matrix-as-table = Partitions as a table
matrix-column-partition = Partition
matrix-column-reader = Read by
matrix-column-committed = Committed
matrix-column-position = Position
matrix-column-end = Log end
matrix-column-lag = Lag
matrix-column-stopped = Stopped, s
matrix-column-twice = Ran twice
matrix-column-lost = Lost
matrix-column-skipped = Skipped
# The selected row in words: "orders-5, 12.4 to 26.3 s, nobody reads".
matrix-row = { $partition }, { $stretch }, { $who }
matrix-row-reads = { $who } reads
matrix-row-nobody = nobody reads
matrix-row-since = since { $time }
matrix-row-from-to = { $from } to { $to }
matrix-row-twice = some records ran twice
# A mark of records in words: "40 records skipped at 12.4 s: …".
matrix-mark-twice = { $records } processed again at { $time }: { $cause }
matrix-mark-lost = { $records } lost at { $time }: { $cause }
matrix-mark-skipped = { $records } skipped at { $time }: { $cause }
# The number of records beside a mark.
matrix-count-twice = { $count } processed again
matrix-count-lost = { $count } lost
matrix-count-skipped = { $count } skipped
# Over a rebalance.
matrix-generation = gen { $generation }
# Over what is simulated already.
matrix-ahead = recorded ahead, kept until you act
matrix-silent-fork = if it were killed there
# The row of a whole topic, and the pages of one that is unfolded.
matrix-topic = { $topic }, { $count ->
    [one] { $count } partition
   *[other] { $count } partitions
}
matrix-page = { $first } to { $last } of { $count }
matrix-page-up = Partitions before these
matrix-page-down = Partitions after these
