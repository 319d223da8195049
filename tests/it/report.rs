//! What a person, an editor and a program see of results: exact, in plain files.

mod diagnostics;
mod findings;
mod hostile;
mod lines;
mod records;
mod schema;
mod set;
mod whole_runs;
mod why;
mod world;

use crate::harness::top;
use crate::pinned::Pinned;

/// Compares with `tests/ui/report/NAME`.
fn snapshot(name: &str, seen: &str) {
    assert!(!seen.is_empty());
    let mut pinned = Pinned::default();
    pinned.compare(&top().join("tests/ui/report").join(name), seen);
    pinned.end();
}
