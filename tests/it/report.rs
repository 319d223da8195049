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

use std::fs;
use std::path::PathBuf;

/// Compares with `tests/ui/report/NAME`; with `EXEAT_BLESS=1` writes it anew.
fn snapshot(name: &str, seen: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ui/report")
        .join(name);
    if std::env::var_os("EXEAT_BLESS").is_some() {
        fs::write(&path, seen).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(!seen.is_empty());
    assert_eq!(
        known,
        seen,
        "{} (EXEAT_BLESS=1 accepts)\n{seen}",
        path.display()
    );
}
