//! The pipeline as a whole: order, duplicates, ledgers that add up, damage that loses nothing else.

mod coverage;
mod drift;
mod interrupted;
mod joining;
mod only;
mod period;
mod progress;

use super::harness::{Ran, exeat, exeat_with};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

const POLICY: &str = r#"
role engineer
role marketer

rule own {
    allow role marketer to export any/*
    when  rows <= 100
}

rule none {
    deny role engineer to export any/*
    severity critical
}

rule day {
    limit anyone to 250 rows per actor in 24h
}
"#;

fn world() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/p.exeat"), POLICY).unwrap();
    folder
}

fn record(id: u32, hour: u32, actor: &str, role: &str, rows: u32) -> String {
    format!(
        r#"{{"id":"e{id}","time":"2026-03-02T{hour:02}:00:00Z","actor":"{actor}","roles":["{role}"],"tenant":"acme","list":"news","rows":{rows}}}"#
    )
}

fn log(folder: &Path, name: &str, records: &[String]) {
    fs::write(folder.join(name), records.join("\n") + "\n").unwrap();
}

fn scan(folder: &Path, logs: &[&str]) -> (Vec<Value>, Value, u8) {
    let mut args = vec!["scan", "--output", "json"];
    args.extend(logs);
    parsed(&exeat(folder, &args))
}

fn parsed(ran: &Ran) -> (Vec<Value>, Value, u8) {
    let mut lines: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ledger = lines
        .pop()
        .unwrap_or_else(|| panic!("no output: {}", ran.stderr));
    assert_eq!(ledger["type"], "ledger");
    (lines, ledger, ran.code)
}

fn kinds(findings: &[Value]) -> Vec<String> {
    let shown = |f: &Value| {
        format!(
            "{} {}",
            f["kind"].as_str().unwrap(),
            f["event"]["id"].as_str().unwrap_or("-")
        )
    };
    findings.iter().map(shown).collect()
}

/// events = duplicates + joined + outside + not out + allowed + waived + violating. Of records that hold one event each:
/// records = events + not exports + unclassified + unreadable.
fn adds_up(ledger: &Value) {
    let n = |key: &str| {
        ledger[key]
            .as_u64()
            .unwrap_or_else(|| panic!("{key} in {ledger}"))
    };
    let judged = n("not_out") + n("allowed") + n("waived") + n("violating");
    let events = n("duplicates") + n("joined") + n("outside") + judged;
    assert_eq!(n("events"), events, "{ledger}");
    let unclassified = ledger["unclassified"].as_object().unwrap().values();
    let unclassified: u64 = unclassified.map(|n| n.as_u64().unwrap()).sum();
    let records = n("events") + n("not_exports") + unclassified + n("unreadable");
    assert_eq!(n("records"), records, "{ledger}");
}

#[test]
fn quiet_is_for_the_terminal_alone() {
    let folder = world();
    log(
        folder.path(),
        "a.jsonl",
        &[record(1, 1, "ann", "engineer", 5)],
    );
    let args = [
        "scan",
        "a.jsonl",
        "--quiet",
        "--output",
        "human",
        "--output",
        "short=found.txt",
    ];
    let ran = exeat(folder.path(), &args);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    let written = fs::read_to_string(folder.path().join("found.txt")).unwrap();
    assert!(written.starts_with("a.jsonl:1:"), "{written}");
}

#[test]
fn findings_come_in_the_order_of_time_whatever_the_order_of_lines_and_files() {
    let folder = world();
    let records = [
        record(1, 9, "a", "marketer", 100),
        record(2, 8, "b", "engineer", 1),
        record(3, 10, "a", "marketer", 100),
        record(4, 11, "a", "marketer", 90),
        record(5, 7, "c", "marketer", 101),
    ];
    log(folder.path(), "one.jsonl", &records);
    let (findings, ledger, code) = scan(folder.path(), &["one.jsonl"]);
    assert_eq!(
        kinds(&findings),
        ["not-allowed e5", "denied e2", "over-limit e4"]
    );
    assert_eq!(code, 1);
    adds_up(&ledger);
    let mut shuffled = records.to_vec();
    shuffled.reverse();
    log(folder.path(), "b.jsonl", &shuffled[..2]);
    log(folder.path(), "a.jsonl", &shuffled[2..]);
    let (again, ledger, _) = scan(folder.path(), &["b.jsonl", "a.jsonl"]);
    assert_eq!(kinds(&again), kinds(&findings));
    adds_up(&ledger);
}

#[test]
fn a_record_met_twice_is_one_event_and_another_with_its_id_counts_too() {
    let folder = world();
    let twice = record(1, 9, "a", "marketer", 100);
    let records = [
        twice.clone(),
        record(2, 9, "a", "marketer", 100),
        twice.clone(),
        twice,
        record(2, 9, "a", "marketer", 51),
    ];
    log(folder.path(), "one.jsonl", &records);
    let (findings, ledger, _) = scan(folder.path(), &["one.jsonl"]);
    let expected = [
        "over-limit e1",
        "over-limit e2",
        "duplicate-event e1",
        "duplicate-event e1",
        "conflicting-id e2",
        "over-limit e2",
    ];
    assert_eq!(kinds(&findings), expected);
    assert_eq!(ledger["events"], 5);
    assert_eq!(ledger["duplicates"], 2);
    adds_up(&ledger);
    assert_eq!(findings[0]["window"]["count"].to_string(), "251");
}

#[test]
fn values_that_do_not_fit_and_differ_at_their_ends_are_two_contents() {
    let folder = world();
    let long = |end: &str| {
        record(1, 9, "a", "marketer", 1).replace(
            "\"rows\":1",
            &format!("\"rows\":\"{}{end}\"", "x".repeat(200)),
        )
    };
    log(folder.path(), "one.jsonl", &[long("a"), long("b")]);
    let (findings, ledger, _) = scan(folder.path(), &["one.jsonl"]);
    assert!(kinds(&findings).contains(&"conflicting-id e1".to_owned()));
    assert_eq!(ledger["duplicates"], 0);
    adds_up(&ledger);
}

#[test]
fn a_damaged_line_is_told_with_its_place_and_the_rest_is_judged() {
    let folder = world();
    let mut bytes = record(1, 9, "b", "engineer", 1).into_bytes();
    bytes.extend(b"\n{\"time\": \n\xff\xfe\n");
    bytes.extend(record(2, 10, "b", "engineer", 1).into_bytes());
    fs::write(folder.path().join("one.jsonl"), bytes).unwrap();
    let (findings, ledger, code) = scan(folder.path(), &["one.jsonl"]);
    let expected = [
        "unreadable-record -",
        "unreadable-record -",
        "denied e1",
        "denied e2",
    ];
    assert_eq!(kinds(&findings), expected);
    assert_eq!(findings[0]["line"], 2);
    assert_eq!(findings[1]["line"], 3);
    adds_up(&ledger);
    assert_eq!(ledger["incomplete"], true);
    assert_eq!(code, 1);
}

#[test]
fn what_cannot_be_read_is_never_exit_0() {
    let folder = world();
    let good = record(1, 9, "a", "marketer", 1);
    fs::write(
        folder.path().join("one.jsonl"),
        format!("{good}\nnonsense\n"),
    )
    .unwrap();
    let (_, _, code) = scan(folder.path(), &["one.jsonl"]);
    assert_eq!(code, 3);
    let (_, _, code) = scan(folder.path(), &["one.jsonl", "absent.jsonl"]);
    assert_eq!(code, 3);
    let ran = exeat(folder.path(), &["scan", "absent.jsonl"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}

#[test]
fn a_truncated_gzip_keeps_what_came_before() {
    let folder = world();
    let text: String = (0..2000)
        .map(|n| record(n, 9, &format!("x{n}"), "engineer", 1) + "\n")
        .collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let whole = gzip.finish().unwrap();
    fs::write(folder.path().join("one.gz"), &whole[..whole.len() / 2]).unwrap();
    let (findings, ledger, code) = scan(folder.path(), &["one.gz"]);
    assert_eq!(code, 1);
    assert_eq!(ledger["incomplete"], true);
    let denied = kinds(&findings)
        .iter()
        .filter(|kind| kind.starts_with("denied"))
        .count();
    assert!((500..2000).contains(&denied), "{denied}");
    assert_eq!(findings[0]["kind"], "unreadable-record");
}

#[test]
fn a_pipe_is_read_like_a_file() {
    let folder = world();
    let text = record(1, 9, "b", "engineer", 1) + "\n";
    let ran = exeat_with(
        folder.path(),
        &["scan", "-", "--output", "json"],
        text.into_bytes(),
    );
    let (findings, ledger, code) = parsed(&ran);
    assert_eq!(kinds(&findings), ["denied e1"]);
    assert_eq!(findings[0]["file"], "<stdin>");
    assert_eq!(code, 1);
    adds_up(&ledger);
}

#[test]
fn a_very_long_line_is_told_and_the_next_one_read() {
    let folder = world();
    let mut bytes = vec![b'x'; 100 << 20];
    bytes.push(b'\n');
    bytes.extend(record(1, 9, "b", "engineer", 1).into_bytes());
    fs::write(folder.path().join("one.jsonl"), bytes).unwrap();
    let (findings, _, code) = scan(folder.path(), &["one.jsonl"]);
    assert_eq!(kinds(&findings), ["unreadable-record -", "denied e1"]);
    assert_eq!(findings[1]["line"], 2);
    assert_eq!(code, 1);
}

#[test]
fn a_name_that_is_no_log_costs_only_itself() {
    let folder = world();
    log(
        folder.path(),
        "one.jsonl",
        &[record(1, 9, "b", "engineer", 1)],
    );
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::create_dir(folder.path().join("logs")).unwrap();
    fs::write(folder.path().join("logs/README.md"), "about\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("logs/dangling")).unwrap();
    let logs = ["empty", "logs", "absent*.jsonl", "one.jsonl"];
    let (findings, _, code) = scan(folder.path(), &logs);
    let unreadable = "unreadable-record -";
    assert_eq!(
        kinds(&findings),
        [unreadable, unreadable, unreadable, "denied e1"]
    );
    assert_eq!(code, 1);
}

#[test]
fn logs_without_a_record_are_no_clean_night() {
    let folder = world();
    fs::write(folder.path().join("one.jsonl"), " \n\n").unwrap();
    let ran = exeat(folder.path(), &["scan", "one.jsonl"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.stderr, "exeat: there is no record in any log\n");
}

#[test]
fn a_misspelt_role_is_told() {
    let folder = world();
    log(
        folder.path(),
        "one.jsonl",
        &[record(1, 9, "b", "enginer", 1)],
    );
    let (findings, _, code) = scan(folder.path(), &["one.jsonl"]);
    assert_eq!(kinds(&findings), ["not-allowed e1", "unknown-role -"]);
    assert_eq!(code, 1);
}

#[test]
fn why_finds_each_of_several_records_on_a_line() {
    let folder = world();
    let (a, b) = (
        record(1, 9, "a", "marketer", 1),
        record(2, 9, "b", "engineer", 1),
    );
    fs::write(folder.path().join("one.json"), format!("[{a},{b}]\n")).unwrap();
    let config = "[source.doc]\nformat = \"json\"\ndeclared = \"by-name\"\n";
    let fields = ["id", "time", "actor", "roles", "tenant", "list", "rows"];
    let mapped: String = fields
        .iter()
        .map(|field| format!("{field} = \"{field}\"\n"))
        .collect();
    fs::write(
        folder.path().join("exeat.toml"),
        format!("{config}{mapped}"),
    )
    .unwrap();
    let ran = exeat(folder.path(), &["why", "one.json:1"]);
    assert_eq!(ran.code, 2);
    let second = format!("one.json:1:{}", a.len() + 3);
    let names = format!("one.json:1:2, {second}");
    assert_eq!(
        ran.stderr,
        format!("exeat: one.json:1 holds 2 events: name one of {names}\n")
    );
    let ran = exeat(folder.path(), &["why", &second]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("the actor is engineer"),
        "{}",
        ran.stdout
    );
}

#[test]
fn keys_of_a_given_event_that_are_no_fields_are_told() {
    let folder = world();
    let event = r#"{"time":"2026-03-02T15:00:00Z","actor":"a","tenent":"acme","\u0063olour":"red","list":"l"}"#;
    let ran = exeat(folder.path(), &["why", "--event", event]);
    let told = "exeat: --event: `tenent` is no field; `tenant` is\n\
                exeat: --event: `colour` is no field; a policy can declare it: `field colour: text`\n";
    assert_eq!((ran.stderr.as_str(), ran.code), (told, 0));
    let known = event
        .replace("tenent", "tenant")
        .replace(",\"\\u0063olour\":\"red\"", "");
    let ran = exeat(folder.path(), &["why", "--event", &known]);
    assert_eq!((ran.stderr.as_str(), ran.code), ("", 0));
}
