//! What each cause costs in repeats, losses and time, row by row.
//!
//! `cargo run -p sim-core --example table_f` prints them all.

use crate::f_rows;

fn check(row: &f_rows::Row) {
    let differences = row.differences();
    assert!(
        differences.is_empty(),
        "{} ({}): {differences:?}",
        row.cause,
        row.setup
    );
}

#[test]
fn crash_auto_commit() {
    check(&f_rows::crash_auto_commit());
}

#[test]
fn crash_commit_sync_per_batch() {
    check(&f_rows::crash_commit_sync_per_batch());
}

#[test]
fn crash_commit_sync_per_record() {
    check(&f_rows::crash_commit_sync_per_record());
}

#[test]
fn crash_commit_async_per_batch() {
    check(&f_rows::crash_commit_async_per_batch());
}

#[test]
fn crash_while_join_group_parked() {
    check(&f_rows::crash_while_join_group_parked());
}

#[test]
fn crash_of_the_leader_between_join_and_sync() {
    check(&f_rows::crash_of_the_leader_between_join_and_sync());
}

#[test]
fn commit_before_processing_then_crash() {
    check(&f_rows::commit_before_processing_then_crash());
}

#[test]
fn close_auto_commit() {
    check(&f_rows::close_auto_commit());
}

#[test]
fn close_of_a_static_member() {
    check(&f_rows::close_of_a_static_member());
}

#[test]
fn exception_in_mid_batch_then_close() {
    check(&f_rows::exception_in_mid_batch_then_close());
}

#[test]
fn close_during_a_pending_rebalance() {
    check(&f_rows::close_during_a_pending_rebalance());
}

#[test]
fn close_without_a_commit() {
    check(&f_rows::close_without_a_commit());
}

#[test]
fn unsubscribe_auto_commit() {
    check(&f_rows::unsubscribe_auto_commit());
}

#[test]
fn eager_auto_commit() {
    check(&f_rows::eager_auto_commit());
}

#[test]
fn eager_commit_in_revoked() {
    check(&f_rows::eager_commit_in_revoked());
}

#[test]
fn eager_without_a_commit() {
    check(&f_rows::eager_without_a_commit());
}

#[test]
fn cooperative_auto_commit() {
    check(&f_rows::cooperative_auto_commit());
}

#[test]
fn cooperative_commit_in_revoked() {
    check(&f_rows::cooperative_commit_in_revoked());
}

#[test]
fn cooperative_without_a_commit() {
    check(&f_rows::cooperative_without_a_commit());
}

#[test]
fn cooperative_commit_sync_during_the_join() {
    check(&f_rows::cooperative_commit_sync_during_the_join());
}

#[test]
fn poll_interval_exceeded() {
    check(&f_rows::poll_interval_exceeded());
}

#[test]
fn poll_interval_exceeded_static_back_in_time() {
    check(&f_rows::poll_interval_exceeded_static_back_in_time());
}

#[test]
fn poll_interval_exceeded_static_evicted() {
    check(&f_rows::poll_interval_exceeded_static_evicted());
}

#[test]
fn session_timeout_of_a_paused_process() {
    check(&f_rows::session_timeout_of_a_paused_process());
}

#[test]
fn pause_shorter_than_the_session() {
    check(&f_rows::pause_shorter_than_the_session());
}

#[test]
fn pause_longer_than_the_poll_interval() {
    check(&f_rows::pause_longer_than_the_poll_interval());
}

#[test]
fn cut_off_from_the_coordinator_only() {
    check(&f_rows::cut_off_from_the_coordinator_only());
}

#[test]
fn cut_off_from_all_brokers() {
    check(&f_rows::cut_off_from_all_brokers());
}

#[test]
fn cooperative_batch_longer_than_the_session_while_joining() {
    check(&f_rows::cooperative_batch_longer_than_the_session_while_joining());
}

#[test]
fn workers_and_auto_commit_crash() {
    check(&f_rows::workers_and_auto_commit_crash());
}

#[test]
fn offset_map_kept_across_a_rebalance() {
    check(&f_rows::offset_map_kept_across_a_rebalance());
}

#[test]
fn stale_async_commit_retried() {
    check(&f_rows::stale_async_commit_retried());
}

#[test]
fn commit_timed_out_but_applied() {
    check(&f_rows::commit_timed_out_but_applied());
}

#[test]
fn new_partition_latest() {
    check(&f_rows::new_partition_latest());
}

#[test]
fn new_partition_earliest() {
    check(&f_rows::new_partition_earliest());
}

#[test]
fn idle_partition_by_duration() {
    check(&f_rows::idle_partition_by_duration());
}

#[test]
fn idle_new_group_latest() {
    check(&f_rows::idle_new_group_latest());
}

#[test]
fn offsets_expired_earliest() {
    check(&f_rows::offsets_expired_earliest());
}

#[test]
fn offsets_expired_latest() {
    check(&f_rows::offsets_expired_latest());
}

#[test]
fn committed_offset_below_the_log_start_earliest() {
    check(&f_rows::committed_offset_below_the_log_start_earliest());
}

#[test]
fn committed_offset_below_the_log_start_latest() {
    check(&f_rows::committed_offset_below_the_log_start_latest());
}

#[test]
fn committed_offset_below_the_log_start_none() {
    check(&f_rows::committed_offset_below_the_log_start_none());
}

#[test]
fn static_restart_within_the_session() {
    check(&f_rows::static_restart_within_the_session());
}

#[test]
fn two_processes_with_one_instance_id() {
    check(&f_rows::two_processes_with_one_instance_id());
}

#[test]
fn workers_and_auto_commit_rejoin() {
    check(&f_rows::workers_and_auto_commit_rejoin());
}

#[test]
fn late_worker_commit_after_a_cooperative_revoke() {
    check(&f_rows::late_worker_commit_after_a_cooperative_revoke());
}
