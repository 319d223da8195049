//! Fields that are gone from some time on, whatever the order of the log.

use super::{parsed, world};
use crate::harness::exeat_with;
use serde_json::Value;
use std::fs;

/// A day and a half of records, one each half hour; from hour 20 on `rows` is written in another way.
fn records(rows: impl Fn(u32) -> String) -> Vec<String> {
    let record = |n: u32| {
        let (day, hour, minute) = (2 + n / 48, n / 2 % 24, n % 2 * 30);
        let rows = if n < 40 {
            "\"rows\":1".to_owned()
        } else {
            rows(n)
        };
        let ip = if n == 41 { ",\"ip\":\"nowhere\"" } else { "" };
        format!(
            "{{\"id\":\"e{n}\",\"time\":\"2026-03-{day:02}T{hour:02}:{minute:02}:00Z\",\"actor\":\"a\",\"roles\":[\"marketer\"],\"tenant\":\"acme\",\"list\":\"news\",{rows}{ip}}}\n"
        )
    };
    (0..72).map(record).collect()
}

/// What is said of a log in every order: the message.
fn drift(records: &[String]) -> Option<String> {
    let world = world();
    let told = |args: &[&str], lines: &[String]| {
        let (a, b) = lines.split_at(lines.len() / 3);
        fs::write(world.path().join("a.jsonl"), a.concat()).unwrap();
        fs::write(world.path().join("b.jsonl"), b.concat()).unwrap();
        let args = [&["scan", "--output", "json"], args].concat();
        let stdin = lines.concat().into_bytes();
        let (findings, _, _) = parsed(&exeat_with(world.path(), &args, stdin));
        let mut drifts = findings.into_iter().filter(|f| f["kind"] == "field-drift");
        let told = drifts.next().map(|f: Value| {
            let id = |f: &Value| f["line"].as_u64();
            assert!(id(&f).is_some(), "{f}");
            f["message"].as_str().unwrap().to_owned()
        });
        assert_eq!(drifts.count(), 0);
        told
    };
    let mut mixed = records.to_vec();
    mixed.sort_by_key(|line| line.bytes().map(u32::from).sum::<u32>() % 17);
    let reversed: Vec<String> = records.iter().rev().cloned().collect();
    let expected = told(&["a.jsonl", "b.jsonl"], records);
    for lines in [records, &mixed, &reversed] {
        for args in [
            &["a.jsonl", "b.jsonl"][..],
            &["a.jsonl", "b.jsonl", "--threads", "1"],
            &["-"],
        ] {
            assert_eq!(told(args, lines), expected, "{args:?}");
        }
    }
    expected
}

#[test]
fn a_key_that_is_renamed_is_told_once_with_when() {
    let gone = |what: &str, before, after| {
        Some(format!(
            "`rows` {what}: all of {before} events before had it, none of {after} has"
        ))
    };
    let renamed = drift(&records(|_| "\"count\":1".to_owned()));
    assert_eq!(
        renamed,
        gone("is not there any more since 2026-03-02T20:00:00Z", 40, 32)
    );
    // Some writers change later: seven hours in which it is there or not.
    let late = drift(&records(|n| match n {
        47 | 51 => "\"rows\":2".to_owned(),
        _ => "\"count\":1".to_owned(),
    }));
    assert_eq!(
        late,
        gone("is not there any more since 2026-03-03T02:00:00Z", 40, 20)
    );
    let words = drift(&records(|_| "\"rows\":\"many\"".to_owned()));
    assert_eq!(
        words,
        gone(
            "does not fit its type any more since 2026-03-02T20:00:00Z",
            40,
            32
        )
    );
}

#[test]
fn what_comes_back_or_was_never_sure_is_no_drift() {
    let back = |n| if n == 71 { "\"rows\":2" } else { "\"count\":1" };
    assert_eq!(drift(&records(|n| back(n).to_owned())), None);
    let mut unsure = records(|_| "\"count\":1".to_owned());
    unsure[3] = unsure[3].replace("rows", "count");
    assert_eq!(drift(&unsure), None);
    assert_eq!(drift(&records(|_| "\"rows\":1".to_owned())), None);
}
