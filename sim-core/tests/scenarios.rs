//! Golden traces: the reference timelines, and stories that each teach one thing.
//!
//! `UPDATE_EXPECT=1 cargo test -p sim-core --test scenarios` rewrites `golden/`; read the diff.

#[path = "support/h_rows.rs"]
mod h_rows;
#[path = "support/prose.rs"]
mod prose;
#[path = "support/story.rs"]
mod story;

use expect_test::expect_file;

/// The numbers first, so that a wrong one is named; then the whole text.
fn check_row(row: &h_rows::Row) {
    for check in &row.checks {
        assert_eq!(check.simulated, check.expected, "{}: {}", row.name, check.what);
    }
    expect_file![format!("golden/{}.txt", row.name)].assert_eq(&row.trace);
}

#[test]
fn h1_first_consumer_of_a_new_group() {
    check_row(&h_rows::h1());
}

#[test]
fn h2_second_consumer_inside_the_initial_delay() {
    check_row(&h_rows::h2());
}

#[test]
fn h3_second_consumer_joins_a_stable_group() {
    check_row(&h_rows::h3());
}

#[test]
fn h4_crash() {
    check_row(&h_rows::h4());
}

#[test]
fn h5_last_member_leaves() {
    check_row(&h_rows::h5());
}

#[test]
fn h6_poll_interval_exceeded() {
    check_row(&h_rows::h6());
}

#[test]
fn h9_clock_of_automatic_commits() {
    check_row(&h_rows::h9());
}

#[test]
fn h11_a_slow_member_stalls_the_group() {
    check_row(&h_rows::h11());
}
