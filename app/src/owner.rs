//! Colour and letter of an owner.
//!
//! Owners 9 to 16 repeat the eight fills with a core line; past 16 letters decide.

use sim_core::ConsumerId;

/// Different fills.
pub const FILLS: usize = 8;

/// Number of the fill, 0 to 7.
pub fn fill(consumer: ConsumerId) -> usize {
    consumer.index() % FILLS
}

/// True for owners 9 to 16, which carry a core line.
pub fn has_core(consumer: ConsumerId) -> bool {
    consumer.index() / FILLS % 2 == 1
}

/// CSS classes that set `--c`, `--on` and `--edge`.
pub fn class(consumer: ConsumerId) -> &'static str {
    const CLASSES: [&str; 2 * FILLS] = [
        "o1",
        "o2",
        "o3",
        "o4",
        "o5",
        "o6",
        "o7",
        "o8",
        "o1 has-core",
        "o2 has-core",
        "o3 has-core",
        "o4 has-core",
        "o5 has-core",
        "o6 has-core",
        "o7 has-core",
        "o8 has-core",
    ];
    CLASSES[consumer.index() % CLASSES.len()]
}
