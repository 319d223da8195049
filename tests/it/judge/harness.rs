//! From a policy's text to answers.

use exeat::judge::{Answer, Truth};
use exeat::policy::{Known, PolicySet, resolve};
use exeat::syntax::parse;
use exeat::text::{Source, SourceId};
use exeat::trial::{self, Failure, TestResult};

/// What the tables of operators read: fields of every type, and columns of every type.
pub const DECLARED: &str = r#"
role support
role engineer
role dpo
field mfa: bool
field copies: int
field seen: time
field tags: set of text
field site: text
field tenant.plan: text
field tenant.seats: int
field tenant.vip: bool
field tenant.since: time
field tenant.gate: ip
field tenant.tags: set of text
field tenant.globs: set of text
field tenant.shape: text
field actor.desk: text
set crypto = [opensea, celsius]
set globs = ["*.io", "a*"]
hours berlin-night = mon-sun 02:00-03:00 "Europe/Berlin"
hours office = mon-fri 08:00-19:00 "America/New_York"
"#;

/// A text as a set that can be used; anything wrong with it fails the test.
pub fn policy(text: &str) -> PolicySet {
    let source = Source {
        id: SourceId(0),
        name: "test.exeat".to_owned(),
        text: text.to_owned(),
    };
    let parsed = parse(&source);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let resolved = resolve(&[&parsed.file], &Known::default());
    assert_eq!(resolved.diagnostics, [], "{text}");
    resolved.set
}

/// The answer of an allow with this condition, on an event with these values besides a time.
pub fn answer(condition: &str, record: &str) -> Answer {
    answer_of(
        &format!("rule r {{ allow anyone to export any/* when {condition} }}"),
        record,
    )
}

/// The answer of an allow called `r`, on an event with these values; the time may be among them.
pub fn answer_of(rule: &str, record: &str) -> Answer {
    let results = run(rule, record);
    let failures = results.iter().filter_map(|result| match &result.failure {
        Some(Failure::Otherwise(otherwise)) => Some(otherwise),
        Some(other) => panic!("{rule} {record}: {other:?}"),
        None => None,
    });
    let failures: Vec<_> = failures.collect();
    assert_eq!(failures.len(), 1, "either allowed or not: {rule} {record}");
    failures[0].answers[0].clone()
}

fn run(rule: &str, record: &str) -> Vec<TestResult> {
    let time = if record.starts_with("time:") {
        String::new()
    } else {
        "time: 2026-03-02T15:00:00Z, ".to_owned()
    };
    let test = format!("test t {{ given {{ {time}{record} }} expect allow expect violation }}");
    trial::run(&policy(&format!("{DECLARED}\n{rule}\n{test}")))
}

/// A table of `condition | record | truth`; blank lines and `#` are skipped.
pub fn check(table: &str) {
    let rows = table.lines().map(str::trim);
    let rows: Vec<&str> = rows
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
        .collect();
    assert!(!rows.is_empty());
    for row in rows {
        let [condition, record, truth] = cells(row);
        let answer = answer(condition, record);
        assert_eq!(answer.truth, truth_of(truth), "{row}\n{:?}", answer.reasons);
    }
}

/// The cells of a row of a table.
pub fn cells<const N: usize>(row: &str) -> [&str; N] {
    let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
    cells
        .try_into()
        .unwrap_or_else(|_| panic!("{N} cells: {row}"))
}

pub fn truth_of(word: &str) -> Truth {
    match word {
        "true" => Truth::True,
        "false" => Truth::False,
        "unknown" => Truth::Unknown,
        other => panic!("{other} is no truth"),
    }
}

/// Runs a policy with its tests; all must pass.
pub fn passes(text: &str) {
    let set = policy(text);
    let results = trial::run(&set);
    assert!(!results.is_empty(), "{text}");
    let failing = trial::diagnostics(&results, &set);
    assert_eq!(failing, [], "{text}");
}
