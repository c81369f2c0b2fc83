//! Every test of the model in one program: 30 of them would be linked one by one.

mod assignments;
mod by_duration;
mod causes;
#[path = "support/checks.rs"]
mod checks;
mod cli;
mod client_pace;
mod crash_points;
mod determinism;
mod expiry;
#[path = "support/f_rows.rs"]
mod f_rows;
mod fetching;
#[path = "support/h_rows.rs"]
mod h_rows;
mod key_order;
mod keys;
mod listing;
mod marks;
mod network_faults;
mod programs;
mod properties;
#[path = "support/prose.rs"]
mod prose;
mod records;
mod regressions;
mod report;
mod retention;
mod rivals;
mod scenarios;
mod seeking;
mod shared_topics;
mod slow_cpu;
#[path = "support/story.rs"]
mod story;
mod subscriptions;
#[path = "support/swarm.rs"]
mod swarm;
mod table_f;
#[path = "support/ten_records.rs"]
mod ten_records;
mod time_travel;
mod what_if;
