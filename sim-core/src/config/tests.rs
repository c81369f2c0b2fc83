//! Defaults, bounds, spellings and error texts of every key.

use super::*;
use crate::time::SimDuration;
use KafkaRelease::{V2_8, V3_9, V4_3};

fn consumer() -> ConsumerConfig {
    ConsumerConfig::defaults(V4_3)
}

fn broker() -> BrokerConfig {
    BrokerConfig::defaults(V4_3)
}

/// One line per key: its default in 2.8, 3.9 and 4.3, `~` for null.
fn default_lines(get: impl Fn(KafkaRelease, &str) -> Option<String>, keys: &[ConfigKey]) -> String {
    let mut lines = Vec::new();
    for key in keys {
        let values = KafkaRelease::ALL.map(|release| {
            let value = get(release, key.name);
            assert_eq!(
                value.as_deref(),
                key.default_in(release).value(),
                "{}",
                key.name
            );
            value.unwrap_or_else(|| "~".to_owned())
        });
        let [v2_8, v3_9, v4_3] = values;
        let short = |text: String| text.replace("org.apache.kafka.clients.consumer.", "");
        if v2_8 == v3_9 && v3_9 == v4_3 {
            lines.push(format!("{} = {}\n", key.name, short(v4_3)));
        } else {
            let values = [v2_8, v3_9, v4_3].map(short).join(" | ");
            lines.push(format!("{} = {values}\n", key.name));
        }
    }
    lines.concat()
}

#[test]
fn consumer_defaults_are_kafkas() {
    let lines = default_lines(
        |release, key| ConsumerConfig::defaults(release).get(key),
        CONSUMER_KEYS,
    );
    expect_test::expect![[r"
        group.id = ~
        group.instance.id = ~
        client.id = 
        client.rack = 
        session.timeout.ms = 10000 | 45000 | 45000
        heartbeat.interval.ms = 3000
        max.poll.interval.ms = 300000
        max.poll.records = 500
        enable.auto.commit = true
        auto.commit.interval.ms = 5000
        auto.offset.reset = latest
        partition.assignment.strategy = RangeAssignor | RangeAssignor,CooperativeStickyAssignor | RangeAssignor,CooperativeStickyAssignor
        isolation.level = read_uncommitted
        fetch.min.bytes = 1
        fetch.max.wait.ms = 500
        fetch.max.bytes = 52428800
        max.partition.fetch.bytes = 1048576
        request.timeout.ms = 30000
        default.api.timeout.ms = 60000
        retry.backoff.ms = 100
        retry.backoff.max.ms = 100 | 1000 | 1000
        reconnect.backoff.ms = 50
        reconnect.backoff.max.ms = 1000
        metadata.max.age.ms = 300000
    "]]
    .assert_eq(&lines);
}

#[test]
fn broker_defaults_are_kafkas() {
    let lines = default_lines(
        |release, key| BrokerConfig::defaults(release).get(key),
        BROKER_KEYS,
    );
    expect_test::expect![[r"
        group.min.session.timeout.ms = 6000
        group.max.session.timeout.ms = 1800000
        group.initial.rebalance.delay.ms = 3000
        group.max.size = 2147483647
        log.retention.check.interval.ms = 300000
        fetch.max.bytes = 57671680
        offsets.retention.minutes = 10080
        offsets.retention.check.interval.ms = 600000
        offsets.commit.timeout.ms = 5000
        offset.metadata.max.bytes = 4096
        offsets.topic.num.partitions = 50
        group.coordinator.append.linger.ms = 0 | 10 | -1
        group.coordinator.threads = 1 | 1 | 4
        group.coordinator.new.enable = false | false | true
    "]]
    .assert_eq(&lines);
}

#[test]
fn fields_hold_what_the_texts_say() {
    let old = ConsumerConfig::defaults(V2_8);
    assert_eq!(old.session_timeout, SimDuration::from_secs(10));
    assert_eq!(old.partition_assignment_strategy, [AssignorName::Range]);
    assert_eq!(old.retry_backoff, old.retry_backoff_max);
    let middle = BrokerConfig::defaults(V3_9);
    assert_eq!(
        middle.append_linger,
        Linger::Fixed(SimDuration::from_millis(10))
    );
    assert_eq!(
        middle.offsets_retention,
        SimDuration::from_secs(7 * 24 * 3_600)
    );
    assert_eq!(broker().append_linger, Linger::Adaptive);
    assert_eq!(CLOSE_TIMEOUT, SimDuration::from_millis(30_000));
    assert_eq!("3.9".parse(), Ok(V3_9));
    assert!("3.8".parse::<KafkaRelease>().is_err());
}

#[test]
fn every_default_of_every_key_can_be_set() {
    for release in KafkaRelease::ALL {
        for key in CONSUMER_KEYS {
            let mut config = ConsumerConfig::defaults(V4_3);
            if let Some(text) = key.default_in(release).value() {
                config.set(key.name, text).unwrap();
                assert_eq!(config.get(key.name).as_deref(), Some(text));
            }
        }
        for key in BROKER_KEYS {
            let mut config = BrokerConfig::defaults(V4_3);
            let text = key.default_in(release).value().unwrap();
            config.set(key.name, text).unwrap();
            assert_eq!(config.get(key.name).as_deref(), Some(text));
        }
    }
}

#[test]
fn numbers_are_held_to_their_bounds() {
    let numeric = |keys: &'static [ConfigKey]| {
        keys.iter()
            .filter_map(|key| key.bounds.map(|bounds| (key, bounds)))
    };
    for (key, (least, greatest)) in numeric(CONSUMER_KEYS) {
        let mut config = consumer();
        for good in [least, greatest] {
            config.set(key.name, &good.to_string()).unwrap();
            assert_eq!(config.get(key.name), Some(good.to_string()), "{}", key.name);
        }
        let before = config.clone();
        let below = if least == 0 {
            "-1".to_owned()
        } else {
            "0".to_owned()
        };
        for bad in [
            below,
            (greatest + 1).to_string(),
            "5s".to_owned(),
            String::new(),
        ] {
            assert!(config.set(key.name, &bad).is_err(), "{} = {bad}", key.name);
        }
        assert_eq!(config, before);
    }
    for (key, (least, greatest)) in numeric(BROKER_KEYS) {
        let mut config = broker();
        for good in [least, greatest] {
            config.set(key.name, &good.to_string()).unwrap();
            assert_eq!(config.get(key.name), Some(good.to_string()), "{}", key.name);
        }
        for bad in ["-2".to_owned(), (greatest + 1).to_string()] {
            assert!(config.set(key.name, &bad).is_err(), "{} = {bad}", key.name);
        }
    }
}

#[test]
fn words_are_read_in_every_spelling_of_kafka() {
    let check = |key: &str, text: &str, written: &str| {
        let mut config = consumer();
        config.set(key, text).unwrap();
        assert_eq!(config.get(key).as_deref(), Some(written), "{key} = {text}");
    };
    let package = "org.apache.kafka.clients.consumer.";
    let strategy = "partition.assignment.strategy";
    check(strategy, "range", &format!("{package}RangeAssignor"));
    check(
        strategy,
        "StickyAssignor",
        &format!("{package}StickyAssignor"),
    );
    check(
        strategy,
        &format!("{package}CooperativeStickyAssignor, roundrobin"),
        &format!("{package}CooperativeStickyAssignor,{package}RoundRobinAssignor"),
    );
    check("auto.offset.reset", "EARLIEST", "earliest");
    check("auto.offset.reset", "none", "none");
    check("auto.offset.reset", "by_duration:PT6M", "by_duration:PT6M");
    check("auto.offset.reset", "by_duration:P1D", "by_duration:PT24H");
    check("isolation.level", "read_committed", "read_committed");
    check("enable.auto.commit", "False", "false");
    check("client.rack", "zone-a", "zone-a");
    check("client.rack", "", "");
    check("group.id", "billing", "billing");
    check("session.timeout.ms", " 6000 ", "6000");
}

#[test]
fn automatic_commits_need_a_group() {
    let mut config = consumer();
    assert!(!config.commits_automatically());
    config.set("group.id", "billing").unwrap();
    assert!(config.commits_automatically());
    config.set("enable.auto.commit", "false").unwrap();
    assert!(!config.commits_automatically());
}

#[test]
fn refused_texts_say_what_is_allowed() {
    let check = |key: &str, value: &str, expected: &str| {
        let error = consumer().set(key, value).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    check(
        "max.poll.records",
        "0",
        "`max.poll.records` is 0; allowed: 1 to 2147483647",
    );
    check(
        "auto.offset.reset",
        "newest",
        "`auto.offset.reset` is newest; \
         allowed: earliest, latest, none or by_duration:<ISO-8601 duration>",
    );
    check(
        "group.instance.id",
        "",
        "`group.instance.id` is empty; allowed: any text that is not empty",
    );
    check(
        "partition.assignment.strategy",
        "range,RangeAssignor",
        "`partition.assignment.strategy` is range,RangeAssignor; allowed: one or more of range, \
         roundrobin, sticky, cooperative-sticky (or their class names), separated by commas, \
         each at most once",
    );
    check(
        "sesion.timeout.ms",
        "1",
        "`sesion.timeout.ms` is not a known key; did you mean `session.timeout.ms`?",
    );
    check("colour", "red", "`colour` is not a known key");
    let error = broker()
        .set("group.coordinator.append.linger.ms", "-2")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`group.coordinator.append.linger.ms` is -2; allowed: -1 (adaptive) or 0 to 2147483647"
    );
}

#[test]
fn rules_that_join_keys_name_both() {
    let mut config = consumer();
    assert_eq!(config.validate(), Ok(()));
    config.set("session.timeout.ms", "3000").unwrap();
    assert_eq!(
        config.validate().unwrap_err().to_string(),
        "`heartbeat.interval.ms` is 3000; allowed: less than 3000 (`session.timeout.ms`)"
    );
    config.set("session.timeout.ms", "3001").unwrap();
    assert_eq!(config.validate(), Ok(()));
    config.set("session.timeout.ms", "5000").unwrap();
    assert_eq!(
        config
            .check_session_bounds(&broker())
            .unwrap_err()
            .to_string(),
        "`session.timeout.ms` is 5000; allowed: 6000 to 1800000 \
         (broker's group.min/max.session.timeout.ms)"
    );
    for edge in ["6000", "1800000"] {
        config.set("session.timeout.ms", edge).unwrap();
        assert_eq!(config.check_session_bounds(&broker()), Ok(()));
    }
    config.set("session.timeout.ms", "1800001").unwrap();
    assert!(config.check_session_bounds(&broker()).is_err());
    config.partition_assignment_strategy.clear();
    assert_eq!(config.validate(), Err(ConfigError::NoAssignor));
    config.partition_assignment_strategy = vec![AssignorName::Range; 2];
    assert_eq!(
        config.validate(),
        Err(ConfigError::DuplicateAssignor { name: "range" })
    );
    let mut broker = broker();
    assert_eq!(broker.validate(), Ok(()));
    broker.set("group.max.session.timeout.ms", "5999").unwrap();
    assert_eq!(
        broker.validate().unwrap_err().to_string(),
        "`group.min.session.timeout.ms` is 6000; \
         allowed: at most 5999 (`group.max.session.timeout.ms`)"
    );
}

#[test]
fn exactly_these_keys_reach_the_model() {
    let names = |keys: &[ConfigKey]| -> Vec<&'static str> {
        keys.iter()
            .filter(|key| !key.modelled)
            .map(|key| key.name)
            .collect()
    };
    assert_eq!(names(CONSUMER_KEYS), ["client.rack", "isolation.level"]);
    assert_eq!(
        names(BROKER_KEYS),
        [
            "offsets.commit.timeout.ms",
            "offset.metadata.max.bytes",
            "group.coordinator.threads",
        ]
    );
    for key in CONSUMER_KEYS.iter().chain(BROKER_KEYS) {
        assert!(
            (key.doc)().to_string().ends_with('.') && !key.allowed_text().is_empty(),
            "{}",
            key.name
        );
    }
}

#[test]
fn reconnect_backoff_alone_is_its_own_maximum() {
    let mut config = ConsumerConfig::defaults(KafkaRelease::V4_3);
    config.set("reconnect.backoff.ms", "20").unwrap();
    assert_eq!(
        config.get("reconnect.backoff.max.ms").as_deref(),
        Some("20")
    );
    config.set("reconnect.backoff.max.ms", "500").unwrap();
    config.set("reconnect.backoff.ms", "30").unwrap();
    assert_eq!(
        config.get("reconnect.backoff.max.ms").as_deref(),
        Some("500")
    );
}
