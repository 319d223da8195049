//! `--since` and `--until`, `--lateness`: what is told, and what counts all the same.

use super::super::harness::{exeat, top};
use super::{adds_up, kinds, log, parsed, record, scan, world};
use serde_json::Value;
use std::fs;

fn incident(args: &[&str]) -> (Vec<Value>, Value, u8) {
    let mut all = vec!["scan", "tests/logs/incident", "--output", "json"];
    all.extend(args);
    parsed(&exeat(&top(), &all))
}

fn time_of(finding: &Value) -> &str {
    finding["event"]["time"].as_str().unwrap()
}

/// Every time of the incident is written in UTC with whole seconds, so texts compare as times do.
#[test]
fn in_a_period_the_same_is_told_as_of_all_of_time() {
    let (all, whole, _) = incident(&[]);
    assert!(all.iter().all(|finding| time_of(finding).len() == 20));
    let times = [
        "2022-06-20T00:00:00Z",
        "2022-06-21T02:41:23Z",
        "2022-06-24T00:00:00Z",
        "2022-06-28T12:00:00Z",
        "2022-07-02T00:00:00Z",
    ];
    let mut some_of_it = 0;
    for (n, since) in times.iter().enumerate() {
        for until in &times[n + 1..] {
            let (told, ledger, code) = incident(&["--since", since, "--until", until]);
            let inside = |finding: &&Value| (*since..*until).contains(&time_of(finding));
            let expected: Vec<Value> = all.iter().filter(inside).cloned().collect();
            assert_eq!(told, expected, "since {since} until {until}");
            some_of_it += usize::from(!told.is_empty() && told.len() < all.len());
            adds_up(&ledger);
            assert_eq!(ledger["events"], whole["events"]);
            let found = told.iter().any(|finding| finding["level"] != "info");
            assert_eq!(code, u8::from(found));
        }
    }
    assert!(some_of_it > 3, "{some_of_it} periods hold a part");
}

#[test]
fn events_outside_still_fill_windows() {
    let folder = world();
    let records = [
        record(1, 8, "a", "marketer", 100),
        record(2, 9, "a", "marketer", 100),
        record(2, 9, "a", "marketer", 100),
        record(3, 10, "a", "marketer", 99),
        record(4, 11, "b", "engineer", 1),
        record(5, 12, "b", "engineer", 1),
    ];
    log(folder.path(), "one.jsonl", &records);
    let (findings, ledger, code) = scan(
        folder.path(),
        &[
            "one.jsonl",
            "--since",
            "2026-03-02T10:00:00Z",
            "--until",
            "2026-03-02T12:00:00Z",
        ],
    );
    assert_eq!(kinds(&findings), ["over-limit e3", "denied e4"]);
    assert_eq!(findings[0]["window"]["count"].to_string(), "299");
    let n = |key: &str| ledger[key].as_u64().unwrap();
    assert_eq!((n("events"), n("outside"), n("violating")), (6, 4, 2));
    assert_eq!((n("duplicates"), code), (0, 1));
    assert_eq!(ledger["by_rule"]["none"]["matched"], 1);
    adds_up(&ledger);
    let (findings, ledger, code) = scan(folder.path(), &["one.jsonl", "--since", "2026-03-03"]);
    assert_eq!((kinds(&findings).len(), code), (0, 0));
    assert_eq!(ledger["outside"], 6);
    adds_up(&ledger);
}

#[test]
fn what_could_not_be_read_is_told_whenever_it_was() {
    let folder = world();
    let records = [
        record(1, 8, "a", "marketer", 100).replace("100", "\"many\""),
        record(2, 9, "b", "enginer", 1),
        "nonsense".to_owned(),
    ];
    log(folder.path(), "one.jsonl", &records);
    let (findings, ledger, code) = scan(folder.path(), &["one.jsonl", "--since", "2026-03-03"]);
    assert_eq!(kinds(&findings), ["unreadable-record -", "misfit-value -"]);
    assert_eq!(code, 3);
    adds_up(&ledger);
}

#[test]
fn the_summary_says_what_lies_outside() {
    let folder = world();
    let records = [
        record(1, 8, "a", "marketer", 1),
        record(2, 9, "a", "marketer", 1),
    ];
    log(folder.path(), "one.jsonl", &records);
    let args = ["scan", "one.jsonl", "--until", "2026-03-02T08:00:01Z"];
    let ran = exeat(folder.path(), &args);
    let expected = "2 records in 1 file, 228 bytes\n\
                    2 events from 2026-03-02T08:00:00Z to 2026-03-02T09:00:00Z\n\
                    1   outside the period\n\
                    1   allowed\n\n\
                    never matched: none\n\n\
                    exeat: 2 events, 1 allowed, 0 violations, 1 outside the period\n";
    assert_eq!((ran.stdout.as_str(), ran.code), (expected, 0));
}

#[test]
fn a_time_or_length_that_is_none_is_told() {
    let folder = world();
    log(
        folder.path(),
        "one.jsonl",
        &[record(1, 8, "a", "marketer", 1)],
    );
    let cases: &[(&[&str], &str)] = &[
        (
            &["--since", "yesterday"],
            "--since `yesterday` is no time; write a date (midnight UTC) or a time with its zone: \
             `2026-03-02` or `2026-03-02T08:00:00+01:00`",
        ),
        (
            &["--until", "2026-03-02T08:00:00"],
            "--until `2026-03-02T08:00:00` is no time; write a date (midnight UTC) or a time with its zone: \
             `2026-03-02` or `2026-03-02T08:00:00+01:00`",
        ),
        (
            &["--since", "2026-03-02", "--until", "2026-03-02"],
            "nothing is since 2026-03-02T00:00:00Z and until 2026-03-02T00:00:00Z: the second must be later",
        ),
        (
            &["--lateness", "soon"],
            "--lateness `soon` is no length of time; write it as `24h`",
        ),
    ];
    for (args, message) in cases {
        let mut all = vec!["scan", "one.jsonl"];
        all.extend(*args);
        let ran = exeat(folder.path(), &all);
        assert_eq!((ran.stderr, ran.code), (format!("exeat: {message}\n"), 2));
    }
}

#[test]
fn lateness_moves_no_verdict_and_tells_how_far_apart_ids_are_compared() {
    let folder = world();
    let records = [
        record(1, 20, "a", "marketer", 100),
        record(2, 9, "a", "marketer", 100),
        record(3, 21, "a", "marketer", 100),
        record(1, 8, "a", "marketer", 99),
        record(2, 9, "a", "marketer", 100),
    ];
    let text = records.join("\n") + "\n";
    fs::write(folder.path().join("one.jsonl"), text).unwrap();
    let scan_within = |lateness: &str| {
        let (findings, ledger, code) = scan(folder.path(), &["one.jsonl", "--lateness", lateness]);
        adds_up(&ledger);
        assert_eq!(code, 1);
        kinds(&findings)
    };
    let over = ["over-limit e1", "over-limit e3"];
    let twin = "duplicate-event e2";
    assert_eq!(
        scan_within("12h"),
        [&[twin, "conflicting-id e1"][..], &over].concat()
    );
    assert_eq!(scan_within("1h"), [&[twin][..], &over].concat());
}
