//! Scenarios that ship with the core: the first run and the benchmark's standard load.

use std::collections::BTreeMap;

use super::{
    ConfigValue, ConsumerSpec, CostSpec, FORMAT, NetworkSpec, ProcessingTime, Production,
    ProgramSpec, Scenario, TopicSpec,
};
use crate::time::SimTime;

/// The first run: orders and refunds, consumers A, B and C in group billing.
pub fn default_scenario() -> Scenario {
    let topic = |name: &str, partitions: u32, records_per_second: u32| TopicSpec {
        name: name.to_owned(),
        partitions,
        record_bytes: 512,
        preloaded_per_partition: 0,
        production: Production::Rate {
            records_per_second,
            keys: 600,
        },
        retention_ms: None,
        retention_bytes: None,
        poison: Vec::new(),
    };
    let topics = vec![topic("orders", 8, 67), topic("refunds", 4, 33)];
    let mut scenario = base("killed", topics, 3, ProcessingTime::Constant { us: 20_000 });
    "A consumer is killed".clone_into(&mut scenario.title);
    scenario.props.extend([
        ("session.timeout.ms".to_owned(), ConfigValue::Number(10_000)),
        (
            "auto.offset.reset".to_owned(),
            ConfigValue::Text("earliest".to_owned()),
        ),
    ]);
    scenario
}

/// The benchmark's load: 25 records/s per partition, 20 ms per record, auto-commit, RTT 2 ms.
pub fn standard_load(consumers: u32, partitions: u32) -> Scenario {
    let topics = vec![TopicSpec {
        name: "load".to_owned(),
        partitions,
        record_bytes: 512,
        preloaded_per_partition: 0,
        production: Production::Rate {
            records_per_second: partitions.saturating_mul(25),
            keys: 0,
        },
        retention_ms: None,
        retention_bytes: None,
        poison: Vec::new(),
    }];
    base(
        "load",
        topics,
        consumers,
        ProcessingTime::Constant { us: 20_000 },
    )
}

fn base(
    name: &str,
    topics: Vec<TopicSpec>,
    consumers: u32,
    processing: ProcessingTime,
) -> Scenario {
    let subscribe: Vec<String> = topics.iter().map(|topic| topic.name.clone()).collect();
    Scenario {
        format: FORMAT,
        name: name.to_owned(),
        title: String::new(),
        release: "4.3".to_owned(),
        broker: BTreeMap::new(),
        network: NetworkSpec::default(),
        costs: CostSpec::default(),
        topics,
        props: BTreeMap::new(),
        consumers: (0..consumers)
            .map(|index| ConsumerSpec {
                name: consumer_name(index),
                group: "billing".to_owned(),
                subscribe: subscribe.clone(),
                pattern: None,
                assign: Vec::new(),
                start_at_ms: SimTime::ZERO,
                idle: false,
                props: BTreeMap::new(),
                program: ProgramSpec {
                    processing,
                    ..ProgramSpec::default()
                },
            })
            .collect(),
        script: Vec::new(),
        member_hash_spreads: BTreeMap::new(),
    }
}

/// `consumer-a` to `consumer-z`, then `consumer-a2` …
pub fn consumer_name(index: u32) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).expect("below 26"));
    match index / 26 {
        0 => format!("consumer-{letter}"),
        round => format!("consumer-{letter}{}", round + 1),
    }
}
