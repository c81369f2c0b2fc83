//! Whole-product tests.

pub mod vectors;
