//! Any regex in a policy resolves or is told, and never more than once; a glob matches what the
//! regex of its pieces matches.
#![no_main]

use exeat::policy::{Glob, Known, resolve};
use exeat::syntax::{parse, quote};
use exeat::text::{Source, SourceId};
use libfuzzer_sys::fuzz_target;
use regex::Regex;

fuzz_target!(|both: (&str, &str)| {
    let (pattern, value) = both;
    if let Some(found) = found(pattern, value) {
        assert_eq!(Glob::new(pattern).matches(value), found);
    }
    let text = format!("condition c = actor matches {}\n", quote(pattern));
    let source = Source {
        id: SourceId(0),
        name: "fuzz.exeat".to_owned(),
        text,
    };
    let parsed = parse(&source);
    let resolved = resolve(&[&parsed.file], &Known::default());
    let wrong = resolved
        .diagnostics
        .iter()
        .filter(|d| d.code == "bad-regex");
    assert!(wrong.count() <= 1);
});

/// The same, by a regex: whatever stands between the stars is plain text. None: it is too large for one.
fn found(glob: &str, value: &str) -> Option<bool> {
    let pieces: Vec<String> = glob.split('*').map(regex::escape).collect();
    let regex = Regex::new(&format!("^(?s:{})$", pieces.join(".*")));
    Some(regex.ok()?.is_match(value))
}
