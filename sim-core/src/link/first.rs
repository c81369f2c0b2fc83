//! Links of the first version: the whole recording, and the moment in milliseconds.

use serde::Deserialize;

use super::{LinkError, Place, Selection, View};
use crate::json;
use crate::limits::RUN_TIME_MAX;
use crate::recording::Recording;
use crate::time::SimTime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    run: Recording,
    #[serde(default)]
    at_ms: f64,
    #[serde(default)]
    select: Option<Selection>,
}

/// What its JSON leads to.
#[inline]
pub(super) fn place(text: &str) -> Result<Place, LinkError> {
    let data: First = json::read(text).map_err(LinkError::Json)?;
    data.run.check()?;
    let at = SimTime::from_fractional_millis(data.at_ms).ok_or_else(|| LinkError::Moment {
        field: "at_ms",
        value: json::shown(&data.at_ms.to_string()),
        most: RUN_TIME_MAX.as_millis(),
    })?;
    Ok(Place {
        recording: data.run,
        at,
        selection: data.select,
        view: View::default(),
    })
}
