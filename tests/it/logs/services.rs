//! The logs of services: every record of every fixture, as what it is read, pinned in `expected.txt` beside it.

use super::real::{fixture, told};
use super::*;
use crate::harness::{exeat, top};
use crate::pinned::{Pinned, entries};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The folders of `tests/logs` that hold fixtures of the source of their name.
const SERVICES: &[&str] = &[
    "box",
    "github",
    "google-workspace",
    "microsoft-365",
    "okta",
    "salesforce-elf",
    "salesforce-realtime",
    "slack",
    "snowflake",
];

/// What a fixture is read as: each event in a line with its fields, all else counted; the counts first.
fn page(name: &str, source: &str) -> String {
    let (all, reading) = read_all(&fixture(name)[..], &bound(source), MAX_RECORD);
    let (mut events, mut none, mut lost) = (Vec::new(), 0, Vec::new());
    let mut unclassified: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &all {
        match item {
            Owned::Event { place, .. } => events.push(format!("{}: {}", place.line, told(item))),
            Owned::NotExport => none += 1,
            Owned::Unclassified { action, .. } => *unclassified.entry(action).or_default() += 1,
            Owned::Unreadable { place, reason } => lost.push(format!("{}: {reason}", place.line)),
        }
    }
    let unknown: usize = unclassified.values().sum();
    assert_eq!(events.len() + none + unknown + lost.len(), all.len());
    // A record gives at least one item; more only where it holds several events.
    assert!(
        reading.records <= all.len() as u64 && reading.records > 0,
        "{name}"
    );
    let mut page = format!(
        "{} records: {} exports, {none} not exports, {unknown} unclassified, {} unreadable\n",
        reading.records,
        events.len(),
        lost.len()
    );
    for line in events {
        writeln!(page, "export {line}").unwrap();
    }
    for line in lost {
        writeln!(page, "unreadable {line}").unwrap();
    }
    for (action, count) in unclassified {
        writeln!(page, "unclassified {action} x{count}").unwrap();
    }
    page
}

/// The ledger of a scan of a source's fixtures together, by a policy that allows everything.
fn ledger(source: &str, logs: &[String]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    let policy = "role anybody\nrule all {\n    allow anyone to export any/*\n}\n";
    std::fs::write(folder.path().join("policies/p.exeat"), policy).unwrap();
    let mut args = vec!["scan", "--output", "json", "--source", source];
    args.extend(logs.iter().map(String::as_str));
    let ran = exeat(folder.path(), &args);
    let last = ran.stdout.lines().last().unwrap_or(&ran.stderr);
    let ledger: serde_json::Value = serde_json::from_str(last).unwrap();
    let n = |key: &str| ledger[key].as_u64().unwrap();
    let parts = ["duplicates", "not_out", "allowed", "waived", "violating"];
    let sum: u64 = parts.iter().map(|key| n(key)).sum();
    assert_eq!(sum, n("events"), "{ledger}");
    let mut text = format!("# the ledger of a scan\n{} events: ", n("events"));
    let parts: Vec<String> = parts
        .iter()
        .map(|key| format!("{} {key}", n(key)))
        .collect();
    writeln!(text, "{}", parts.join(", ")).unwrap();
    writeln!(text, "{}", ledger["by_kind"]).unwrap();
    text
}

#[test]
fn every_fixture_is_read_as_expected() {
    let mut pinned = Pinned::default();
    for service in SERVICES {
        let folder = top().join("tests/logs").join(service);
        let (mut seen, mut logs) = (String::new(), Vec::new());
        for path in entries(&folder) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name == "README.md" || name == "expected.txt" {
                continue;
            }
            let page = page(&format!("{service}/{name}"), service);
            writeln!(seen, "# {name}\n{page}").unwrap();
            logs.push(path.to_string_lossy().into_owned());
        }
        assert!(!logs.is_empty(), "{service}");
        seen.push_str(&ledger(service, &logs));
        pinned.compare(&folder.join("expected.txt"), &seen);
    }
    pinned.end();
}
