### The curves below the matrix: titles and notes beside them, and the same in words.

chart-lag = Lag
chart-lag-note = hatched: stopped
chart-rate = Records/s
chart-rate-note = dashed: produced
chart-said-lag = Lag { $lag } records, { $stopped } of them on partitions nobody reads.
chart-said-rate = { $processed } records per second processed, { $produced } produced.
