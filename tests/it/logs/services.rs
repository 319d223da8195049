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
    let parts = [
        "duplicates",
        "joined",
        "not_out",
        "allowed",
        "waived",
        "violating",
    ];
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

/// What is awkward in these logs, by its row in the survey of real formats, and what comes of it.
const AWKWARD: &[(&str, &str, &str)] = &[
    (
        "2 attempts",
        "okta/hook-derived.json",
        "list=mfa ip=198.51.100.1 outcome=blocked",
    ),
    (
        "2 attempts",
        "slack/api-derived.json",
        "action=file_downloaded_blocked tenant=ATBSDEF001 list=F01A2AABCAA ip=198.51.100.3 outcome=blocked",
    ),
    (
        "2 attempts",
        "snowflake/texts-derived.jsonl",
        "id=d-6 time=2024-06-06T13:25:42.585Z actor=alfred_admin action=UNLOAD list=crm.acme.clients rows=5 bytes=25088 destination=s3://outside/x outcome=blocked",
    ),
    (
        "3 actors in another case",
        "microsoft-365/api-derived.json",
        "id=d-part time=2024-05-02T20:07:27Z actor=example@test.onmicrosoft.com",
    ),
    (
        "3 services",
        "google-workspace/api-derived.json",
        "id=5#0 time=2023-10-15T23:35:01.493Z actor=google ",
    ),
    (
        "4 JSON in CSV",
        "microsoft-365/search-derived.csv",
        "export 2: id=24052721-2860-4804-fe81-08dc6ae37d61",
    ),
    (
        "4 JSON in JSON",
        "box/api-derived.json",
        "id=d-text time=2023-05-09T18:14:52Z actor=bob@example.com action=DOWNLOAD list=1209709863073 bytes=360705",
    ),
    (
        "4 what only looks like JSON",
        "box/api-derived.json",
        "!bytes: ",
    ),
    (
        "5 several events",
        "google-workspace/api-derived.json",
        "id=1#2 time=",
    ),
    (
        "5 an object instead of an array",
        "google-workspace/elastic-derived.jsonl",
        "id=8#0 time=",
    ),
    (
        "5 a key named by another field",
        "slack/api-derived.json",
        "action=manual_export_downloaded tenant=ATBSDEF001 list=A01111TD4 ",
    ),
    (
        "6 keys with @",
        "github/api-derived.json",
        "time=2023-06-07T15:50:22.502Z actor=john.doe action=repo.download_zip",
    ),
    (
        "7 numbers in texts",
        "salesforce-elf/appomni.jsonl",
        "rows=100000 bytes=296630",
    ),
    (
        "7 whole numbers as fractions",
        "salesforce-realtime/appomni.jsonl",
        "rows=1000364 ",
    ),
    (
        "8 null and empty",
        "box/api-derived.json",
        "id=d-null time=2023-05-09T18:14:52Z actor=12345678 action=DOWNLOAD ip=",
    ),
    (
        "8 unknown",
        "okta/api-derived.json",
        "id=d-deny time=2023-09-14T17:45:28.879Z actor=00ua ",
    ),
    (
        "9 a bare line feed in each row, a byte order mark",
        "microsoft-365/search-derived.csv",
        "3 records: 1 exports, 1 not exports, 0 unclassified, 1 unreadable",
    ),
    (
        "10 broken off",
        "microsoft-365/search-derived.jsonl",
        "unreadable 3: `json(AuditData)`: the text holds no JSON: at its character 301",
    ),
    (
        "12 no address",
        "google-workspace/appomni.jsonl",
        "!ip: \"2601:1700:39d1:8yt2:74df:5a1f:15ec:fc79\"",
    ),
    (
        "12 a port, brackets",
        "microsoft-365/api-derived.json",
        "list=example@test.onmicrosoft.com ip=2001:db8::1 ",
    ),
    (
        "12 a service's name",
        "salesforce-elf/report-export-invented.csv",
        "export 3: id=d-report-2 time=2023-03-17T18:04:24.293Z actor=000000000000123abc action=ReportExport tenant=000ABC000000123 list=00O000000000123AbC\n",
    ),
    (
        "13 blanks behind actions",
        "google-workspace/panther.jsonl",
        "unclassified suspicious_login  x1",
    ),
    (
        "13 other letters in actions",
        "microsoft-365/api-derived.json",
        "unclassified Add app role assignment \u{2013} x.  x1",
    ),
    (
        "times: broken digits",
        "github/api-derived.json",
        "its time \"2022-12-14 19:16:31299000\" cannot be read",
    ),
    (
        "times: no zone, and a blank",
        "microsoft-365/panther.jsonl",
        "time=2022-12-12T19:31:41Z",
    ),
];

#[test]
fn awkward_records_of_services_come_out_as_expected() {
    for (row, name, expected) in AWKWARD {
        let (source, _) = name.split_once('/').unwrap();
        let page = page(name, source);
        assert!(page.contains(expected), "row {row}, {name}:\n{page}");
    }
}

/// Row 10: a key that a mapping reads stands twice; what stands twice elsewhere harms nobody.
#[test]
fn keys_that_stand_twice_fool_no_source_of_a_service() {
    let text = fixture("salesforce-realtime/pieces-derived.jsonl");
    let text = String::from_utf8(text).unwrap();
    let line = text.lines().next().unwrap();
    let source = bound("salesforce-realtime");
    let twice = line.replace(
        "\"RowsProcessed\":20680.0",
        "\"RowsProcessed\":20680.0,\"RowsProcessed\":1",
    );
    let seen = items(&twice, &source);
    assert!(
        matches!(&seen[..], [Owned::Unreadable { reason, .. }] if reason.contains("`RowsProcessed` stands twice")),
        "{seen:?}"
    );
    let elsewhere = line.replace("\"Scope\":", "\"Scope\":\"x\",\"Scope\":");
    assert!(matches!(
        &items(&elsewhere, &source)[..],
        [Owned::Event { .. }]
    ));
}

/// Row 1: repeats of one record are one event, and the pieces of one report are one export.
#[test]
fn what_is_delivered_again_counts_once() {
    for (source, name, events, duplicates) in [
        ("microsoft-365", "api-derived.json", 7, 1),
        // Without an id nothing is known to be the same.
        ("microsoft-365", "sentinel-derived.jsonl", 2, 0),
        ("salesforce-realtime", "pieces-derived.jsonl", 3, 0),
    ] {
        let path = top().join("tests/logs").join(source).join(name);
        let ledger = ledger(source, &[path.to_string_lossy().into_owned()]);
        let expected = format!("{events} events: {duplicates} duplicates");
        assert!(ledger.contains(&expected), "{ledger}");
        let joined = 2 * u64::from(source == "salesforce-realtime");
        assert!(ledger.contains(&format!(" {joined} joined,")), "{ledger}");
    }
}

#[test]
fn a_bracket_tells_json_from_a_table() {
    let source = source(
        "[source.x]\nformat = \"json-or-csv\"\nrecords = \"rows\"\nid = \"id\"\ntime = \"time\"\n",
    );
    let time = "2026-03-02T15:00:00Z";
    let json = format!(
        "{{\"rows\":[{{\"id\":\"a\",\"time\":\"{time}\"}},{{\"id\":\"b\",\"time\":\"{time}\"}}]}}"
    );
    let ids = |all: &[Owned]| -> Vec<String> {
        let id = |item: &Owned| item.short().split(' ').next_back().unwrap().to_owned();
        all.iter().map(id).collect()
    };
    for text in [
        json.clone(),
        format!("[{{\"id\":\"a\",\"time\":\"{time}\"}},{{\"id\":\"b\",\"time\":\"{time}\"}}]"),
        format!("id,time\na,{time}\nb,{time}\n"),
        format!("\n\"time\";\"id\"\r\n\"{time}\";\"a\"\r\n\"{time}\";\"b\"\r\n"),
    ] {
        for text in [text.clone(), format!("\u{feff}{text}")] {
            let all = items(&text, &source);
            assert_eq!(ids(&all), ["a", "b"], "{text}");
            let dropping = read_all(Drops(text.as_bytes()), &source, MAX_RECORD).0;
            assert_eq!(dropping, all, "{text}");
            let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
            assert_eq!(items(&packed, &source), all, "{text}");
            for item in &all {
                let Owned::Event {
                    place,
                    event,
                    raw,
                    head,
                    ..
                } = item
                else {
                    panic!("{item:?}")
                };
                let again = source.again(head, raw, *place).unwrap();
                assert_eq!(&again.event, event, "{text}");
            }
        }
    }
    assert_eq!(items("", &source), []);
    let header = "[source.x]\nformat = \"json-or-csv\"\ntime = \"t\"\nheader = [\"t\"]\n";
    let file = Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text: header.to_owned(),
    };
    assert_eq!(mappings(&file).1.len(), 1);
}
