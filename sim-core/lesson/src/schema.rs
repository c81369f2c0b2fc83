//! The JSON Schema of lesson files, so that editors complete and check them.
//!
//! Made from the types; the short spellings that `lesson-reader` knows are added here.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::file::Lesson;
use crate::path::Path;

/// A duration as people write it.
const DURATION: &str = r"^-?[0-9]+(\.[0-9]+)?(us|µs|ms|s|min|h|d)$";
/// Fields that may also be written without their unit, with a duration.
const SHORT: [(&str, &str); 26] = [
    ("at_ms", "at"),
    ("after_ms", "after"),
    ("start_at_ms", "start_at"),
    ("until_ms", "until"),
    ("from_ms", "from"),
    ("ms", "for"),
    ("timeout_ms", "timeout"),
    ("poll_timeout_ms", "poll_timeout"),
    ("backoff_ms", "backoff"),
    ("ago_ms", "ago"),
    ("first_tick_ms", "first_tick"),
    ("tick_ms", "tick"),
    ("retention_ms", "retention"),
    ("revoked_sleep_ms", "revoked_sleep"),
    ("assigned_sleep_ms", "assigned_sleep"),
    ("lost_sleep_ms", "lost_sleep"),
    ("latency_us", "latency"),
    ("jitter_us", "jitter"),
    ("client_start_us", "client_start"),
    ("append_us", "append"),
    ("pod_restart_us", "pod_restart"),
    ("us", "time"),
    ("min_us", "min"),
    ("max_us", "max"),
    ("median_us", "median"),
    ("slow_us", "slow"),
];

/// The schema of a lesson.
pub fn lesson() -> Value {
    with_short_spellings(generator().into_root_schema_for::<Lesson>())
}

/// The schema of a path.
pub fn path() -> Value {
    with_short_spellings(generator().into_root_schema_for::<Path>())
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

fn with_short_spellings(schema: Schema) -> Value {
    let mut schema = schema.to_value();
    add(&mut schema);
    schema
}

/// Adds the short spellings to every object with such fields.
fn add(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(add),
        Value::Object(fields) => {
            let mut renamed = Vec::new();
            if let Some(Value::Object(properties)) = fields.get_mut("properties") {
                for (long, short) in SHORT {
                    let Some(field) = properties.get(long) else {
                        continue;
                    };
                    let about = field.get("description").cloned().unwrap_or_default();
                    let duration = json!({
                        "description": about, "type": ["string", "integer"], "pattern": DURATION,
                    });
                    properties.insert(short.to_owned(), duration);
                    let number = properties.insert(long.to_owned(), Value::Null);
                    let number = number.unwrap_or_default();
                    let either = json!({
                        "description": about,
                        "anyOf": [number, { "type": "string", "pattern": DURATION }],
                    });
                    properties.insert(long.to_owned(), either);
                    renamed.push((long, short));
                }
                for (field, pattern) in [("processing", DURATION), ("production", "^[0-9]+/s$")] {
                    if let Some(long) = properties.get(field).cloned() {
                        let either =
                            json!({ "anyOf": [long, { "type": "string", "pattern": pattern }] });
                        properties.insert(field.to_owned(), either);
                    }
                }
            }
            if let Some(Value::Array(required)) = fields.get_mut("required") {
                let is_short = |name: &Value| {
                    renamed
                        .iter()
                        .find(|(long, _)| name.as_str() == Some(long))
                        .copied()
                };
                let either: Vec<Value> = required
                    .iter()
                    .filter_map(is_short)
                    .map(|(long, short)| {
                        json!({ "anyOf": [{ "required": [long] }, { "required": [short] }] })
                    })
                    .collect();
                required.retain(|name| is_short(name).is_none());
                if !either.is_empty() {
                    let all = fields.entry("allOf").or_insert_with(|| json!([]));
                    if let Value::Array(all) = all {
                        all.extend(either);
                    }
                }
            }
            for (name, field) in fields.iter_mut() {
                // The properties of an object are schemas themselves; enumerations are not.
                if name != "enum" && name != "const" && name != "default" {
                    add(field);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
