//! Any text is loaded as each table of the directory, CSV and JSON; the place of every mistake is in it.
#![no_main]

use exeat::directory::{load, tenants};
use exeat::policy::Schema;
use exeat::text::Sources;
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 7] = [
    "people.csv",
    "grants.csv",
    "tenants.csv",
    "lists.csv",
    "tickets.csv",
    "approvals.csv",
    "directory.json",
];

fuzz_target!(|text: &str| {
    for name in FILES {
        let mut sources = Sources::default();
        sources.add(name, text);
        let files: Vec<_> = sources.iter().collect();
        let (_, diagnostics) = load(&files, &Schema::default());
        let _ = tenants(&files);
        for label in diagnostics.iter().flat_map(|d| &d.labels) {
            assert!(text.get(label.span.range()).is_some(), "{label:?}");
        }
    }
});
