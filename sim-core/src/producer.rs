//! What writes records into partitions.
//!
//! Deliberately lacks retries and acknowledgements: a record that is produced arrives.

pub mod partitioner;
