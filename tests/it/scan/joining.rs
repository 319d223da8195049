//! Exports in fragments: what is found is what would be found if each had been one record.

use super::{adds_up, kinds, parsed};
use crate::harness::{exeat, exeat_with};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const POLICY: &str = r#"
role clerk
rule some { allow role clerk to export any/* when rows <= 1_000 }
rule secret { deny anyone to export any/secret }
rule day { limit anyone to 2_500 rows per actor in 24h }
rule lists { limit anyone to 2 lists per actor in 48h }
"#;

const SOURCES: &str = r#"
[source.pieces]
format = "jsonl"
join = "run"
id = "id"
time = "time"
actor = "actor"
roles = "roles"
tenant = "tenant"
list = "list"
rows = "rows"
outcome = "outcome"
"#;

fn world() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/p.exeat"), POLICY).unwrap();
    fs::write(folder.path().join("exeat.toml"), SOURCES).unwrap();
    folder
}

/// A record of a run, some hours after the first of March.
fn piece(id: &str, run: &str, hour: u32, list: &str, rows: u32) -> Value {
    json!({
        "id": id, "run": run, "time": format!("2026-03-{:02}T{:02}:00:00Z", 1 + hour / 24, hour % 24),
        "actor": "kim", "roles": ["clerk"], "tenant": "acme", "list": list, "rows": rows,
    })
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

fn scan(folder: &Path, source: &str, more: &[&str]) -> (Vec<Value>, Value, u8) {
    let mut args = vec!["scan", "--output", "json", "--source", source];
    args.extend(more);
    let (findings, ledger, code) = parsed(&exeat(folder, &args));
    adds_up(&ledger);
    (findings, ledger, code)
}

#[test]
fn a_report_in_pieces_is_one_export_with_the_sum_of_its_rows() {
    let world = world();
    let mut records: Vec<Value> = (0..50)
        .map(|n| piece(&format!("p{n}"), "r-1", n / 10, "news", 400))
        .collect();
    records.push(piece("p7", "r-1", 0, "news", 400));
    records.reverse();
    let path = world.path().join("one.jsonl");
    fs::write(&path, lines(&records)).unwrap();
    let (findings, ledger, code) = scan(world.path(), "pieces", &["one.jsonl"]);
    assert_eq!(
        kinds(&findings),
        ["not-allowed p7", "over-limit p7", "duplicate-event p7"]
    );
    let message = "kim took 20000 rows of acme/news in 50 records";
    assert_eq!(findings[0]["message"], message);
    assert_eq!(findings[0]["event"]["rows"], 20_000);
    assert_eq!(
        (&findings[0]["line"], &findings[2]["line"]),
        (&json!(1), &json!(44))
    );
    let n = |key: &str| ledger[key].as_u64().unwrap();
    assert_eq!(
        (
            n("events"),
            n("duplicates"),
            n("joined"),
            n("violating"),
            code
        ),
        (51, 1, 49, 1, 1)
    );
    let ran = exeat(world.path(), &["scan", "--source", "pieces", "one.jsonl"]);
    assert!(ran.stdout.contains("20000 is more"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("49   further records of an export"),
        "{}",
        ran.stdout
    );
    let why = exeat(world.path(), &["why", "--source", "pieces", "one.jsonl:1"]);
    assert!(why.stderr.contains("one of several"), "{}", why.stderr);
    assert!(why.stdout.contains("20000 rows in 24h"), "{}", why.stdout);
}

#[test]
fn an_export_ends_where_the_next_record_is_too_far_away() {
    let world = world();
    let records = [
        piece("a", "r", 0, "news", 400),
        piece("b", "r", 24, "news", 500),
        piece("c", "r", 49, "news", 300),
        piece("d", "r", 50, "news", 101),
    ];
    fs::write(world.path().join("one.jsonl"), lines(&records)).unwrap();
    let found = |more: &[&str]| {
        let (findings, ledger, _) = scan(world.path(), "pieces", more);
        (kinds(&findings), ledger["joined"].as_u64().unwrap())
    };
    assert_eq!(found(&["one.jsonl"]), (vec![], 2));
    let wider = found(&["one.jsonl", "--lateness", "25h"]);
    assert_eq!(wider, (vec!["not-allowed a".to_owned()], 3));
    assert_eq!(found(&["one.jsonl", "--lateness", "30min"]), (vec![], 0));
}

#[test]
fn what_fragments_do_not_agree_on_is_told_and_unknown() {
    let world = world();
    let mut records = [
        piece("a", "r", 0, "news", 4),
        piece("b", "r", 1, "secret", 5),
        piece("c", "s", 2, "news", 5),
        piece("d", "s", 3, "news", 5),
        piece("e", "t", 4, "news", 1),
    ];
    records[3]["rows"] = json!("many");
    fs::write(world.path().join("one.jsonl"), lines(&records)).unwrap();
    let (findings, _, code) = scan(world.path(), "pieces", &["one.jsonl"]);
    let expected = [
        "undecided a",
        "undecided a",
        "not-allowed c",
        "undecided c",
        "misfit-value -",
        "misfit-value -",
    ];
    let mut seen = kinds(&findings);
    seen.sort();
    let mut sorted = expected.map(str::to_owned);
    sorted.sort();
    assert_eq!(seen, sorted);
    let misfit = |n: usize| findings[findings.len() - n]["message"].as_str().unwrap();
    assert_eq!(
        [misfit(2), misfit(1)],
        [
            "`list` does not fit its type: `\"news\", \"secret\"` is several values where one fits, in fragments of one export",
            "`rows` does not fit its type: `\"many\"` is not a whole number",
        ]
    );
    assert_eq!(code, 1);
}

/// The log as it would be had each export been one record.
fn naive(records: &[Value]) -> Vec<Value> {
    let mut once: Vec<&Value> = Vec::new();
    for record in records {
        if !once.contains(&record) {
            once.push(record);
        }
    }
    once.sort_by_key(|record| record["time"].as_str());
    let mut runs: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for record in once {
        let run = match &record["run"] {
            Value::Null => record["id"].to_string(),
            run => run.to_string(),
        };
        runs.entry(run).or_default().push(record);
    }
    let mut exports = Vec::new();
    for run in runs.values() {
        for near in run.chunk_by(|one, next| hour(next) - hour(one) <= 24) {
            let is_out = |record: &&&Value| record["outcome"] != "blocked";
            let (out, stayed): (Vec<&Value>, Vec<&Value>) = near.iter().partition(is_out);
            let sides = [out, stayed].into_iter().filter(|side| !side.is_empty());
            exports.extend(sides.map(|side| joined(&side)));
        }
    }
    exports
}

/// Hours since the first of March.
fn hour(record: &Value) -> u32 {
    let time = record["time"].as_str().unwrap();
    let n = |from: usize| time[from..from + 2].parse::<u32>().unwrap();
    (n(8) - 1) * 24 + n(11)
}

fn joined(group: &[&Value]) -> Value {
    let mut event = group[0].clone();
    for key in ["actor", "tenant", "list"] {
        let values: BTreeSet<String> = group.iter().map(|r| r[key].to_string()).collect();
        if values.len() > 1 {
            event.as_object_mut().unwrap().remove(key);
        }
    }
    let rows: u64 = group.iter().map(|r| r["rows"].as_u64().unwrap()).sum();
    event["rows"] = json!(rows);
    event
}

/// What is found of exports, without what is said of records.
fn verdicts(findings: &[Value]) -> BTreeMap<String, u32> {
    let mut all = BTreeMap::new();
    let verdict = |f: &&Value| f["kind"] != "duplicate-event" && f["event"].is_object();
    for f in findings.iter().filter(verdict) {
        let (event, window) = (&f["event"], &f["window"]);
        let key = format!(
            "{} {} {} {} {} {} {}",
            f["kind"],
            f["rule"],
            event["id"],
            event["time"],
            event["rows"],
            window["count"],
            window["filled_by"]
        );
        *all.entry(key).or_default() += 1;
    }
    all
}

prop_compose! {
    fn record()(
        run in prop::option::weighted(0.9, 0..5_u32),
        hour in 0..150_u32,
        list in prop_oneof![8 => Just("news"), 1 => Just("secret"), 1 => Just("all")],
        rows in 0..700_u32,
        blocked in prop::bool::weighted(0.15),
    ) -> Value {
        let mut record = piece("", "", hour, list, rows);
        record["run"] = json!(run);
        if blocked {
            record["outcome"] = json!("blocked");
        }
        record
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_found_is_what_would_be_found_of_whole_records(
        mut records in prop::collection::vec(record(), 1..24),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        for (record, n) in records.iter_mut().zip(0..) {
            record["id"] = json!(format!("e{n}"));
        }
        for index in again {
            records.push(index.get(&records).clone());
        }
        let world = world();
        let expected = |records: &[Value]| {
            fs::write(world.path().join("whole.jsonl"), lines(&naive(records))).unwrap();
            scan(world.path(), "exeat", &["whole.jsonl"])
        };
        let (whole, plain, _) = expected(&records);
        let (a, b) = records.split_at(cut.index(records.len()));
        fs::write(world.path().join("a.jsonl"), lines(a)).unwrap();
        fs::write(world.path().join("b.jsonl"), lines(b)).unwrap();
        let logs: &[&str] = if a.is_empty() { &["b.jsonl"] } else { &["a.jsonl", "b.jsonl"] };
        let (found, ledger, _) = scan(world.path(), "pieces", logs);
        prop_assert_eq!(verdicts(&found), verdicts(&whole), "{}", lines(&records));
        for key in ["not_out", "allowed", "violating"] {
            prop_assert_eq!(&ledger[key], &plain[key]);
        }
        // Of records of one time the first is another then.
        records.reverse();
        let args = ["scan", "--output", "json", "--source", "pieces", "-"];
        let (found, _, _) = parsed(&exeat_with(world.path(), &args, lines(&records).into_bytes()));
        prop_assert_eq!(verdicts(&found), verdicts(&expected(&records).0), "{}", lines(&records));
    }
}
