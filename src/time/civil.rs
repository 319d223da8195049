//! Instants as text: RFC 3339 in, RFC 3339 out. Other logs' formats live with the logs.

use super::{NANOS, Time};
use jiff::Timestamp;
use std::fmt;

/// Why a text is not an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimeError(pub String);

/// Reads RFC 3339 with seconds and a zone (`2026-11-02T08:00:00+01:00`), or a bare date, which is midnight UTC.
///
/// # Errors
/// Says what is wrong with the text, in words for its author.
pub fn parse_rfc3339(text: &str) -> Result<Time, ParseTimeError> {
    let full;
    let text = if text.len() == 10 {
        full = format!("{text}T00:00:00Z");
        &full
    } else {
        text
    };
    let stamp: Timestamp = text
        .parse()
        .map_err(|e: jiff::Error| ParseTimeError(e.to_string()))?;
    Ok(Time(stamp.as_nanosecond()))
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_nanosecond(self.0) {
            Ok(stamp) => write!(f, "{stamp}"),
            Err(_) => write!(f, "{} seconds from 1970", self.0.div_euclid(NANOS)),
        }
    }
}
