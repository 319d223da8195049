//! The shipped incident and the recorded logs: what a scan of them finds, whole.

use super::harness::{blessing, exeat, top};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

fn scan(args: &[&str]) -> (Vec<Value>, u8) {
    let mut all = vec!["scan", "tests/logs/incident", "--output", "json"];
    all.extend(args);
    let ran = exeat(&top(), &all);
    let lines = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), ran.code)
}

/// Findings by kind, rule and actor.
fn counted(lines: &[Value]) -> BTreeMap<(String, String, String), usize> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let mut counts = BTreeMap::new();
    for line in lines.iter().filter(|line| line["type"] == "finding") {
        let key = (
            text(&line["kind"]),
            text(&line["rule"]),
            text(&line["event"]["actor"]),
        );
        *counts.entry(key).or_default() += 1;
    }
    counts
}

#[test]
fn one_engineer_and_six_tenants_leap_to_the_eye() {
    let (lines, code) = scan(&[]);
    assert_eq!(code, 1);
    let counts = counted(&lines);
    let engineer = |kind: &str, rule: &str| {
        let key = (
            kind.to_owned(),
            rule.to_owned(),
            "eng-7@mail.example".to_owned(),
        );
        counts.get(&key).copied().unwrap_or(0)
    };
    assert_eq!(engineer("not-allowed", ""), 23);
    assert_eq!(engineer("over-limit", "two-tenants-a-week"), 21);
    assert_eq!(engineer("over-limit", "vendor-rows-a-week"), 19);
    assert_eq!(engineer("over-limit", "rows-a-day"), 11);
    let all = |kind: &str| {
        counts
            .iter()
            .filter(|(key, _)| key.0 == kind)
            .map(|(_, n)| n)
            .sum::<usize>()
    };
    assert_eq!(all("not-allowed"), 23);
    assert_eq!(all("over-limit"), 21 + 19 + 13);
    assert_eq!(all("blocked-attempt"), 6);
    let tenants: std::collections::BTreeSet<_> = lines
        .iter()
        .filter(|line| line["kind"] == "not-allowed")
        .map(|line| line["event"]["tenant"].as_str().unwrap())
        .collect();
    assert_eq!(tenants.len(), 6, "{tenants:?}");
    let ledger = lines.last().unwrap();
    assert_eq!(ledger["events"], 277);
    assert_eq!(ledger["violating"], 25);
    assert_eq!(ledger["not_out"], 9);
}

#[test]
fn roles_alone_let_the_incident_pass() {
    let (lines, code) = scan(&["--policies", "tests/policies/roles-only"]);
    let ledger = lines.last().unwrap();
    assert_eq!(ledger["violating"], 0);
    assert_eq!(ledger["events"], 277);
    assert_eq!(code, 0);
}

/// Real records: each kind of finding was read by a person; the first stand in a file beside the policy, and the count of all.
fn recorded(source: &str) {
    let logs = format!("tests/logs/{source}");
    let config = format!("tests/policies/{source}/exeat.toml");
    let args = [
        "scan",
        &logs,
        "--source",
        source,
        "--config",
        &config,
        "--width",
        "100",
        "--fail-on",
        "error",
        "--max-shown",
        "3",
    ];
    let ran = exeat(&top(), &args);
    let shown = format!("{}{}[exit {}]\n", ran.stdout, ran.stderr, ran.code);
    let file = top().join(format!("tests/policies/{source}/findings.txt"));
    if blessing() {
        fs::write(&file, &shown).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(expected.contains("records"), "{shown}");
    assert_eq!(shown, expected, "{}", file.display());
}

#[test]
fn recorded_cloudtrail() {
    recorded("cloudtrail");
}

#[test]
fn recorded_gcp_audit() {
    recorded("gcp-audit");
}

#[test]
fn access_transparency() {
    recorded("access-transparency");
}
