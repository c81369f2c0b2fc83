//! Names and spellings of other clients: librdkafka's `CONFIGURATION.md` and the Kafka section of
//! Spring Boot's application properties.
//!
//! Deliberately lacks defaults: librdkafka's own differ from Java's for keys that are not set.

use super::PasteFormat;
use crate::config::consumer::CONSUMER_KEYS;

/// librdkafka's name, and Java's where the meaning is the same.
const LIBRDKAFKA: [(&str, &str); 7] = [
    ("fetch.wait.max.ms", "fetch.max.wait.ms"),
    ("fetch.message.max.bytes", "max.partition.fetch.bytes"),
    ("metadata.broker.list", "bootstrap.servers"),
    ("enable.auto.offset.store", ""),
    ("queued.min.messages", ""),
    ("fetch.error.backoff.ms", ""),
    ("statistics.interval.ms", ""),
];

/// librdkafka's words for `auto.offset.reset`.
const RESETS: [(&str, &str); 5] = [
    ("smallest", "earliest"),
    ("beginning", "earliest"),
    ("largest", "latest"),
    ("end", "latest"),
    ("error", "none"),
];

/// Spring Boot's names under `spring.kafka.consumer`, without hyphens.
const SPRING: [(&str, &str); 13] = [
    ("autocommitinterval", "auto.commit.interval.ms"),
    ("autooffsetreset", "auto.offset.reset"),
    ("bootstrapservers", "bootstrap.servers"),
    ("clientid", "client.id"),
    ("enableautocommit", "enable.auto.commit"),
    ("fetchmaxwait", "fetch.max.wait.ms"),
    ("fetchminsize", "fetch.min.bytes"),
    ("groupid", "group.id"),
    ("heartbeatinterval", "heartbeat.interval.ms"),
    ("isolationlevel", "isolation.level"),
    ("maxpollinterval", "max.poll.interval.ms"),
    ("maxpollrecords", "max.poll.records"),
    ("keydeserializer", "key.deserializer"),
];

pub(super) fn is_of_librdkafka(key: &str) -> bool {
    LIBRDKAFKA.iter().any(|(name, _)| *name == key)
}

/// Key and value as Java's consumer names them.
pub(super) fn translated(format: PasteFormat, key: String, value: String) -> (String, String) {
    match format {
        PasteFormat::Librdkafka => of_librdkafka(key, value),
        PasteFormat::Spring | PasteFormat::Properties => of_spring(key, value),
    }
}

fn of_librdkafka(key: String, value: String) -> (String, String) {
    let name = LIBRDKAFKA.iter().find(|(name, _)| *name == key);
    let key = match name {
        Some((_, java)) if !java.is_empty() => (*java).to_owned(),
        Some(_) | None => key,
    };
    let reset = RESETS.iter().find(|(word, _)| *word == value);
    match reset {
        Some((_, java)) if key == "auto.offset.reset" => (key, (*java).to_owned()),
        Some(_) | None => (key, value),
    }
}

fn of_spring(key: String, value: String) -> (String, String) {
    let Some(rest) = key
        .strip_prefix("spring.kafka.")
        .or_else(|| key.strip_prefix("kafka."))
    else {
        return (key, value);
    };
    let inner = rest.strip_prefix("consumer.").unwrap_or(rest);
    if let Some(raw) = inner.strip_prefix("properties.") {
        return (raw.to_owned(), value);
    }
    let plain: String = inner
        .chars()
        .filter(|sign| !matches!(sign, '-' | '_'))
        .map(|sign| sign.to_ascii_lowercase())
        .collect();
    let Some((_, java)) = SPRING.iter().find(|(name, _)| *name == plain) else {
        return (key, value);
    };
    let value = if *java == "isolation.level" {
        value.to_ascii_lowercase().replace('-', "_")
    } else {
        in_kafkas_unit(java, &value).unwrap_or(value)
    };
    ((*java).to_owned(), value)
}

/// `3s`, `500ms` or `1MB` as a number, for keys that are counted in milliseconds or bytes.
fn in_kafkas_unit(java: &str, value: &str) -> Option<String> {
    const MILLIS: [(&str, u64); 6] = [
        ("ns", 0),
        ("ms", 1),
        ("s", 1_000),
        ("m", 60_000),
        ("h", 3_600_000),
        ("d", 86_400_000),
    ];
    const BYTES: [(&str, u64); 4] = [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30), ("B", 1)];
    let key = CONSUMER_KEYS.iter().find(|key| key.name == java)?;
    let units: &[(&str, u64)] = match key.name.rsplit('.').next() {
        Some("ms") => &MILLIS,
        Some("bytes") => &BYTES,
        Some(_) | None => return None,
    };
    let scaled = |(unit, factor): &(&str, u64)| {
        let number: u64 = value.strip_suffix(unit)?.trim().parse().ok()?;
        (*factor > 0).then(|| number.saturating_mul(*factor).to_string())
    };
    units.iter().find_map(scaled)
}
