//! Benchmark mode.
