//! What is missing in logs whose source says what should be there.

use super::parsed;
use crate::harness::{exeat, exeat_with, top};
use exeat::logs::source::mappings;
use exeat::text::{Source, SourceId};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn world(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    let policy = "role clerk\nrule all { allow anyone to export any/* }\n";
    fs::write(folder.path().join("policies/p.exeat"), policy).unwrap();
    let source = format!(
        "[source.x]\nformat = \"jsonl\"\nonly = {{ op = \"export\" }}\nignore = {{ op = \"view\" }}\n{settings}\nid = \"id\"\ntime = \"at\"\nactor = \"who\"\ntenant = \"of\"\nlist = \"list\"\n"
    );
    fs::write(folder.path().join("exeat.toml"), source).unwrap();
    folder
}

/// A record, some minutes after the first of March.
fn record(n: u64, minutes: u64, op: &str) -> Value {
    let (day, hour, minute) = (1 + minutes / 1440, minutes / 60 % 24, minutes % 60);
    json!({
        "id": format!("e{n}"), "seq": n, "op": op, "who": "kim", "of": "acme", "list": "news",
        "at": format!("2026-03-{day:02}T{hour:02}:{minute:02}:00Z"),
    })
}

fn write(folder: &Path, name: &str, records: &[Value]) {
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    fs::write(folder.join(name), lines).unwrap();
}

/// The gaps that are told, each with its place, and the ledger's word of them.
fn gaps(folder: &Path, args: &[&str]) -> (Vec<String>, Value) {
    let (findings, ledger, code) = parsed(&exeat(
        folder,
        &[&["scan", "--output", "json"], args].concat(),
    ));
    let gap = |f: &&Value| f["kind"] == "log-gap";
    let told = |f: &Value| {
        let message = f["message"].as_str().unwrap();
        match f["line"].as_u64() {
            Some(line) => format!("{}:{line} {message}", f["file"].as_str().unwrap()),
            None => message.to_owned(),
        }
    };
    let all: Vec<String> = findings.iter().filter(gap).map(told).collect();
    let count = ledger["coverage"]["count"].as_u64().unwrap();
    assert_eq!(count, all.len() as u64);
    let listed = ledger["coverage"]["gaps"].as_array().unwrap();
    assert_eq!(listed.len(), all.len());
    for (gap, told) in listed.iter().zip(&all) {
        assert!(told.ends_with(gap["what"].as_str().unwrap()));
    }
    assert_eq!(code == 0, all.is_empty());
    (all, ledger["coverage"].clone())
}

#[test]
fn numbers_that_are_missing_are_told_of_all_records_in_any_order() {
    let world = world("coverage = { sequence = \"seq\" }");
    let at = |n| record(n, n, if n % 2 == 0 { "export" } else { "view" });
    write(world.path(), "a.jsonl", &[at(9), at(2), at(3)]);
    write(world.path(), "b.jsonl", &[at(5), at(4), at(4), at(12)]);
    let (told, coverage) = gaps(world.path(), &["a.jsonl", "b.jsonl"]);
    let expected = [
        "a.jsonl:1 numbers 6 to 8 at `seq` are missing",
        "b.jsonl:4 numbers 10 to 11 at `seq` are missing",
    ];
    assert_eq!(told, expected);
    let hole = json!({"first": "2026-03-01T00:05:00Z", "last": "2026-03-01T00:09:00Z"});
    assert_eq!(coverage["gaps"][0]["period"], hole);
    let whole = json!({"first": "2026-03-01T00:02:00Z", "last": "2026-03-01T00:12:00Z"});
    assert_eq!(coverage["period"], whole);
    assert_eq!(coverage["asked"], json!(["sequence"]));
}

#[test]
fn numbers_count_for_whose_they_are() {
    let lines = [
        record(1, 1, "view"),
        record(3, 2, "export"),
        record(2, 3, "view"),
    ];
    let both = |settings: &str| {
        let world = world(settings);
        let mut other = lines.clone();
        other
            .iter_mut()
            .for_each(|record| record["who"] = json!("lee"));
        other[2]["seq"] = json!("7");
        write(world.path(), "a.jsonl", &lines);
        write(world.path(), "b.jsonl", &other);
        gaps(world.path(), &["a.jsonl", "b.jsonl"]).0
    };
    assert_eq!(
        both("coverage = { sequence = \"seq\" }"),
        ["b.jsonl:3 numbers 4 to 6 at `seq` are missing"]
    );
    assert_eq!(
        both("coverage = { sequence = \"seq\", per = \"file\" }"),
        [
            "b.jsonl:2 number 2 at `seq` is missing",
            "b.jsonl:3 numbers 4 to 6 at `seq` are missing"
        ]
    );
    assert_eq!(
        both("coverage = { sequence = \"seq\", per = \"who\" }"),
        [
            "b.jsonl:2 number 2 at `seq` of `lee` is missing",
            "b.jsonl:3 numbers 4 to 6 at `seq` of `lee` are missing"
        ]
    );
    assert_eq!(
        both("coverage = { sequence = \"number\" }"),
        ["no record has a number at `number`: what is missing is not known"]
    );
}

#[test]
fn a_number_that_is_none_is_a_misfit_and_what_cannot_be_read_is_missing() {
    let world = world("coverage = { sequence = \"seq\" }");
    let mut records: Vec<Value> = (1..6).map(|n| record(n, n, "view")).collect();
    records[1]["seq"] = json!("two");
    records[3] = json!("no record");
    records.push(record(6, 6, "export"));
    write(world.path(), "a.jsonl", &records);
    let (findings, _, code) = parsed(&exeat(
        world.path(),
        &["scan", "--output", "json", "a.jsonl"],
    ));
    let told: Vec<&str> = findings
        .iter()
        .map(|f| f["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        told[1..],
        [
            "number 2 at `seq` is missing",
            "number 4 at `seq` is missing",
            "`seq` does not fit its type: `\"two\"` is not a whole number",
        ]
    );
    assert_eq!(code, 1);
}

#[test]
fn a_silence_is_told_whatever_the_order_and_up_to_what_was_asked_for() {
    let world = world("max_gap = \"6h\"");
    let at = |n: u64, hour: u64, op| record(n, hour * 60, op);
    write(
        world.path(),
        "a.jsonl",
        &[at(4, 30, "export"), at(1, 12, "view"), at(2, 17, "export")],
    );
    write(
        world.path(),
        "b.jsonl",
        &[at(3, 23, "view"), at(5, 6, "export")],
    );
    let logs = ["a.jsonl", "b.jsonl"];
    let (told, coverage) = gaps(world.path(), &logs);
    let hole = "a.jsonl:1 silence of 7h, more than 6h: no record from 2026-03-01T23:00:00Z to 2026-03-02T06:00:00Z";
    assert_eq!(told, [hole]);
    let period = json!({"first": "2026-03-01T00:00:00Z", "last": "2026-03-02T12:00:00Z"});
    assert_eq!(coverage["period"], period);
    let within = ["--since", "2026-03-01", "--until", "2026-03-02T12:00:00Z"];
    assert_eq!(gaps(world.path(), &[&logs[..], &within].concat()).0, [hole]);
    let wider = [
        "--since",
        "2026-02-28T23:59:59Z",
        "--until",
        "2026-03-02T12:00:01Z",
    ];
    let (told, _) = gaps(world.path(), &[&logs[..], &wider].concat());
    assert_eq!(
        told,
        [
            "b.jsonl:2 silence of 6h1s, more than 6h: no record from 2026-02-28T23:59:59Z to 2026-03-01T06:00:00Z",
            hole,
            "silence of 6h1s, more than 6h: no record from 2026-03-02T06:00:00Z to 2026-03-02T12:00:01Z",
        ]
    );
}

#[test]
fn a_file_that_should_be_there_is_missed() {
    let world = world(
        "coverage = { files = \"exports-{date}.jsonl\", every = \"1d\" }\nzone = \"Europe/Dublin\"",
    );
    // The clocks of Dublin go forward on the 29th of March, and back on the 25th of October.
    let days = [
        "03-27", "03-28", "03-29", "03-30", "04-02", "10-24", "10-25", "10-26",
    ];
    for day in days {
        write(world.path(), &format!("exports-2026-{day}.jsonl"), &[]);
    }
    write(
        world.path(),
        "exports-2026-03-27.jsonl",
        &[record(1, 26 * 1440, "export")],
    );
    fs::write(world.path().join("exports-2026-03-31.jsonl.gz"), "").unwrap();
    let (told, coverage) = gaps(world.path(), &["exports-*"]);
    let expected = [
        "no `exports-{date}.jsonl` from 2026-03-30T23:00:00Z to 2026-04-01T23:00:00Z",
        "no `exports-{date}.jsonl` from 2026-04-02T23:00:00Z to 2026-10-23T23:00:00Z",
    ];
    assert_eq!(told, expected);
    let period = json!({"first": "2026-03-27T00:00:00Z", "last": "2026-10-27T00:00:00Z"});
    assert_eq!(coverage["period"], period);
    let asked = [
        "exports-*",
        "--since",
        "2026-03-26",
        "--until",
        "2026-10-27",
    ];
    let (told, _) = gaps(world.path(), &asked);
    let before = "no `exports-{date}.jsonl` from 2026-03-26T00:00:00Z to 2026-03-27T00:00:00Z";
    assert_eq!(told, [&[before], &expected[..]].concat());
    let (told, _) = gaps(
        world.path(),
        &["exports-2026-03-27.jsonl", "exports-2026-03-28.jsonl"],
    );
    assert_eq!(told, [""; 0]);
    write(world.path(), "other.jsonl", &[record(1, 1, "export")]);
    let (told, _) = gaps(world.path(), &["other.jsonl"]);
    assert_eq!(
        told,
        ["no log has a name like `exports-{date}.jsonl`: what is missing is not known"]
    );
}

#[test]
fn logs_are_those_that_the_manifest_lists() {
    let world = world("coverage = { manifest = \"lists/*\" }");
    let folder = world.path();
    fs::create_dir(folder.join("lists")).unwrap();
    fs::create_dir(folder.join("logs")).unwrap();
    let names = ["a.jsonl", "b.jsonl", "c.jsonl"];
    let mut sums = String::new();
    for (name, n) in names.iter().zip(1..) {
        write(folder, &format!("logs/{name}"), &[record(n, n, "export")]);
        let sha = exeat::digest::sha256(&fs::read(folder.join("logs").join(name)).unwrap());
        sums.push_str(&format!("{sha}  ./logs/{name}\n"));
    }
    fs::write(folder.join("lists/SUMS"), &sums).unwrap();
    assert_eq!(gaps(folder, &["logs"]).0, [""; 0]);
    let packed = zstd::encode_all(sums.as_bytes(), 1).unwrap();
    fs::write(folder.join("lists/SUMS"), packed).unwrap();
    fs::remove_file(folder.join("logs/a.jsonl")).unwrap();
    write(folder, "logs/c.jsonl", &[record(9, 9, "export")]);
    let (told, coverage) = gaps(folder, &["logs"]);
    let expected = [
        "`./logs/a.jsonl` of the manifest is not among the logs",
        "`./logs/c.jsonl` of the manifest is not what the manifest says: its SHA-256 is another",
    ];
    assert_eq!(told, expected);
    assert_eq!(coverage["asked"], json!(["manifest"]));
    // CloudTrail's digests are of what is unpacked.
    let log = fs::read(folder.join("logs/b.jsonl")).unwrap();
    let digest = json!({
        "digestStartTime": "2026-03-01T00:00:00Z", "digestEndTime": "2026-03-01T01:00:00Z",
        "logFiles": [
            {"s3Object": "prefix/logs/b.jsonl", "hashValue": exeat::digest::sha256(&log), "hashAlgorithm": "SHA-256"},
            {"s3Object": "prefix/logs/d.jsonl", "hashValue": "0".repeat(64), "hashAlgorithm": "SHA-256"},
        ],
    });
    fs::write(folder.join("lists/SUMS"), digest.to_string()).unwrap();
    fs::write(
        folder.join("logs/b.jsonl"),
        zstd::encode_all(&log[..], 1).unwrap(),
    )
    .unwrap();
    let (told, coverage) = gaps(folder, &["logs/b.jsonl"]);
    assert_eq!(
        told,
        ["`prefix/logs/d.jsonl` of the manifest is not among the logs"]
    );
    let hour = json!({"first": "2026-03-01T00:00:00Z", "last": "2026-03-01T01:00:00Z"});
    assert_eq!(
        (&coverage["period"], &coverage["gaps"][0]["period"]),
        (&hour, &hour)
    );
    for (text, wrong) in [
        (
            "nothing",
            "exeat: lists/SUMS is no manifest: line 1 is no SHA-256 with a name\n",
        ),
        ("", "exeat: no manifest is there by `lists/*`\n"),
    ] {
        match text {
            "" => fs::remove_file(folder.join("lists/SUMS")).unwrap(),
            text => fs::write(folder.join("lists/SUMS"), text).unwrap(),
        }
        let ran = exeat(folder, &["scan", "logs"]);
        assert_eq!((ran.stderr.as_str(), ran.code), (wrong, 2));
    }
}

#[test]
fn the_summary_says_how_complete_the_logs_are() {
    let world = world("max_gap = \"6h\"");
    write(
        world.path(),
        "a.jsonl",
        &[record(1, 0, "export"), record(2, 300, "export")],
    );
    let ran = exeat(world.path(), &["scan", "a.jsonl"]);
    let line =
        "logs: nothing is missing from 2026-02-28T18:00:00Z to 2026-03-01T11:00:00Z, by max_gap\n";
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
    assert_eq!(ran.code, 0);
}

#[test]
fn what_is_wrong_with_a_coverage_is_told() {
    for (settings, expected) in [
        (
            "coverage = \"daily\"",
            "`coverage` is a table: `{ files = \"exports-{date}.jsonl\", every = \"1d\" }`",
        ),
        ("coverage = {}", "nothing is named here"),
        (
            "coverage = { files = \"a-{date}\" }",
            "`files` and `every` go together",
        ),
        (
            "coverage = { files = \"a-{day}\", every = \"1d\" }",
            "`a-{day}` tells no time: it needs `{date}`, or `{year}`, `{month}` and `{day}`",
        ),
        (
            "coverage = { files = \"a-{date}\", every = \"daily\" }",
            "`daily` is no length of time; write it as `6h`",
        ),
        (
            "coverage = { per = \"file\" }",
            "`per` has no meaning without `sequence`",
        ),
        (
            "coverage = { sequences = \"n\" }",
            "`sequences` is not known here",
        ),
        (
            "max_gap = \"0h\"",
            "`0h` is no length of time; write it as `6h`",
        ),
    ] {
        let text = format!("[source.x]\nformat = \"jsonl\"\ntime = \"t\"\n{settings}\n");
        let wrong = mappings(&source(text)).1;
        assert_eq!(wrong[0].message, expected, "{settings}");
    }
}

fn source(text: String) -> Source {
    Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text,
    }
}

#[test]
fn every_coverage_in_the_documentation_can_be_read() {
    let page = fs::read_to_string(top().join("docs/sources.md")).unwrap();
    let (_, section) = page.split_once("### What should be there\n").unwrap();
    let (section, _) = section.split_once("\n### ").unwrap();
    let blocks = section.split("```toml\n").skip(1);
    let read = blocks.map(|block| {
        let (text, _) = block.split_once("```").unwrap();
        let (all, wrong) = mappings(&source(text.to_owned()));
        assert_eq!(wrong, []);
        let coverage = &all[0].coverage;
        assert!(coverage.asks_records() || coverage.files.is_some() || coverage.manifest.is_some());
    });
    assert!(read.count() >= 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_missing_is_what_a_sorted_list_lacks(
        numbers in prop::collection::vec((0..40_u64, 0..2_u64), 1..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let world = world("coverage = { sequence = \"seq\", per = \"who\" }\nmax_gap = \"30min\"");
        let records: Vec<Value> = numbers
            .iter()
            .map(|(n, who)| {
                let mut record = record(*n, n * 10, if n % 3 == 0 { "export" } else { "view" });
                record["who"] = json!(format!("w{who}"));
                record
            })
            .collect();
        let mut expected = Vec::new();
        let mut of: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        let mut times = BTreeSet::new();
        for (n, who) in &numbers {
            of.entry(*who).or_default().insert(*n);
            times.insert(*n);
        }
        for (who, numbers) in &of {
            let numbers: Vec<u64> = numbers.iter().copied().collect();
            for pair in numbers.windows(2).filter(|pair| pair[1] - pair[0] > 1) {
                let (first, last) = (pair[0] + 1, pair[1] - 1);
                expected.push(match last - first {
                    0 => format!("number {first} at `seq` of `w{who}` is missing"),
                    _ => format!("numbers {first} to {last} at `seq` of `w{who}` are missing"),
                });
            }
        }
        let times: Vec<u64> = times.into_iter().collect();
        let silences = times.windows(2).filter(|pair| (pair[1] - pair[0]) * 10 > 30).count();
        let (a, b) = records.split_at(cut.index(records.len()));
        write(world.path(), "a.jsonl", a);
        write(world.path(), "b.jsonl", b);
        let lines: String = records.iter().rev().map(|record| format!("{record}\n")).collect();
        for args in [&["a.jsonl", "b.jsonl"][..], &["a.jsonl", "b.jsonl", "--threads", "1"], &["-"]] {
            let args = [&["scan", "--output", "json"], args].concat();
            let (findings, ledger, _) = parsed(&exeat_with(world.path(), &args, lines.clone().into_bytes()));
            let told = |by: &str| -> Vec<String> {
                let gaps = ledger["coverage"]["gaps"].as_array().unwrap().iter();
                let gaps = gaps.filter(|gap| gap["by"] == by);
                gaps.map(|gap| gap["what"].as_str().unwrap().to_owned()).collect()
            };
            prop_assert_eq!(told("sequence"), expected.clone());
            prop_assert_eq!(told("max_gap").len(), silences);
            let gaps = findings.iter().filter(|f| f["kind"] == "log-gap").count();
            prop_assert_eq!(gaps, expected.len() + silences);
        }
    }
}

#[test]
fn an_export_from_before_its_file_has_a_wrong_clock() {
    let world = world(
        "coverage = { files = \"exports-{date}.jsonl\", every = \"1d\" }\nzone = \"Asia/Tokyo\"",
    );
    let name = "exports-2026-03-03.jsonl";
    // The file begins at 15:00 of the second; a day late is no wonder.
    let at = |n, hour: u64| record(n, hour * 60, "export");
    write(
        world.path(),
        name,
        &[at(1, 15), at(2, 14), at(3, 40), at(4, 13)],
    );
    let ran = exeat(world.path(), &["scan", "--output", "json", name]);
    let (findings, _, code) = parsed(&ran);
    let told: Vec<&Value> = findings.iter().filter(|f| f["kind"] == "clock").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0]["count"].as_u64(), told[0]["line"].as_u64(), code),
        (Some(2), Some(2), 1)
    );
    assert_eq!(
        told[0]["message"],
        "exports from before the log: one says 2026-03-01T14:00:00Z, and by its name the file begins at 2026-03-02T15:00:00Z"
    );
    let args = [
        "scan",
        "--output",
        "json",
        name,
        "--lateness",
        "26h",
        "--now",
        "2026-03-02T15:54:59Z",
    ];
    let (findings, _, _) = parsed(&exeat(world.path(), &args));
    let told: Vec<&Value> = findings.iter().filter(|f| f["kind"] == "clock").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0]["message"],
        "exports in the future: one says 2026-03-02T16:00:00Z, and it is 2026-03-02T15:54:59Z"
    );
}
