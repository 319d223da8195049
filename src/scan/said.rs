//! Findings without an export behind them, and the fingerprints of all.

use crate::digest;
use crate::event::{Event, FieldId};
use crate::finding::{Finding, Kind};

/// A finding that says something of a log as such; `parts` tell it from others of its kind.
#[must_use]
pub fn said(kind: Kind, message: String, parts: &[&str]) -> Finding {
    let mut all = vec![kind.row().name.as_bytes()];
    all.extend(parts.iter().map(|part| part.as_bytes()));
    Finding {
        kind,
        level: kind.row().level,
        rule: None,
        severity: None,
        waiver: None,
        instead: Vec::new(),
        message,
        help: None,
        place: None,
        event: None,
        excerpt: None,
        answers: Vec::new(),
        window: None,
        count: 1,
        fingerprint: digest::name(&all),
    }
}

/// What a finding is known by from run to run: kind, rule, source, id, time, and the raw record.
#[must_use]
pub fn fingerprint(kind: Kind, rule: &str, source: &str, event: &Event, raw: &str) -> String {
    let id = event.text(FieldId::ID).unwrap_or("");
    let time = event.time.0.to_be_bytes();
    let record = digest::of(&[raw.as_bytes()]);
    digest::name(&[
        kind.row().name.as_bytes(),
        rule.as_bytes(),
        source.as_bytes(),
        id.as_bytes(),
        &time,
        &record,
    ])
}
