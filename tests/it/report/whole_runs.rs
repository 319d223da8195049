//! The end of a run: what is only counted, and numbers that add up.

use super::snapshot;
use super::world::{World, end, event, finding, time};
use exeat::event::{FieldId, Value};
use exeat::finding::{Coverage, Finding, Gap, Kind, Ledger, RuleCount};
use exeat::policy::RuleId;
use exeat::report::{Checked, Summary};
use std::collections::BTreeMap;

fn ledger() -> Ledger {
    let people = (1..=14).map(|n| (format!("eng-{n}@mail.example"), 40 / n));
    let rule = |matched, findings| RuleCount { matched, findings };
    Ledger {
        files: 3,
        files_unreadable: 1,
        bytes: 4_181_204,
        records: 12_043,
        unreadable: 2,
        not_exports: 10_990,
        unclassified: BTreeMap::from([
            ("list.peek".to_owned(), 5),
            ("list.touch\u{1b}".to_owned(), 3),
        ]),
        events: 1_067,
        duplicates: 4,
        joined: 9,
        outside: 7,
        not_out: 12,
        allowed: 1_001,
        waived: 3,
        violating: 31,
        by_kind: BTreeMap::from([
            ("denied", 21),
            ("not-allowed", 8),
            ("over-limit", 2),
            ("waived", 3),
            ("unreadable-record", 2),
        ]),
        left_out: 6,
        by_actor: people.collect(),
        by_tenant: BTreeMap::from([("celsius".to_owned(), 19), ("opensea".to_owned(), 12)]),
        by_rule: BTreeMap::from([
            ("engineers-none".to_owned(), rule(21, 21)),
            ("six-tenants".to_owned(), rule(300, 2)),
            ("support-on-ticket".to_owned(), rule(1_001, 0)),
            ("gone".to_owned(), rule(0, 0)),
        ]),
        period: Some((time("2022-06-24T00:03:11Z"), time("2022-06-30T23:58:40.5Z"))),
        coverage: Coverage {
            asked: vec!["files", "max_gap"],
            period: Some((time("2022-06-24T00:00:00Z"), time("2022-07-01T00:00:00Z"))),
            gaps: vec![Gap {
                by: "files",
                source: "crm".to_owned(),
                period: Some((time("2022-06-26T00:00:00Z"), time("2022-06-27T00:00:00Z"))),
                what: "no `exports-{date}.jsonl` from 2022-06-26T00:00:00Z to 2022-06-27T00:00:00Z"
                    .to_owned(),
            }],
            count: 1,
        },
        incomplete: true,
        interrupted: true,
    }
}

#[test]
fn the_summary_adds_up() {
    let ledger = ledger();
    let unclassified: u64 = ledger.unclassified.values().sum();
    assert!(ledger.records >= ledger.not_exports + ledger.unreadable + unclassified);
    let judged = ledger.allowed + ledger.waived + ledger.violating;
    let others = ledger.duplicates + ledger.joined + ledger.outside + ledger.not_out;
    assert_eq!(ledger.events, judged + others);
    for width in [60, 100] {
        let world = World::new(width);
        let seen = world.output("human").end(&end(Summary::Scan(&ledger)));
        snapshot(&format!("ledger.{width}.txt"), &seen);
    }
}

#[test]
fn an_empty_run_has_a_summary_too() {
    let world = World::new(80);
    let seen = world
        .output("human")
        .end(&end(Summary::Scan(&Ledger::default())));
    snapshot("ledger.empty.txt", &seen);
}

#[test]
fn rules_that_the_ledger_does_not_name_never_matched() {
    let world = World::with_policy(80);
    let seen = world.output("human").end(&end(Summary::Scan(&ledger())));
    assert!(seen.contains("never matched: gone\n"), "{seen}");
    let seen = world
        .output("human")
        .end(&end(Summary::Scan(&Ledger::default())));
    let all = "never matched: engineers-none, gone, six-tenants, support-on-ticket\n";
    assert!(seen.contains(all), "{seen}");
}

#[test]
fn a_check_ends_with_what_was_checked() {
    let world = World::new(80);
    let checked = Checked {
        files: 2,
        rules: 5,
        tests: 12,
        errors: 1,
        warnings: 3,
        infos: 2,
        suppressed: 1,
        notes: vec!["`no-row-cap` is lowered to warning by exeat.toml".to_owned()],
        incomplete: false,
    };
    let seen = world.output("human").end(&end(Summary::Check(&checked)));
    snapshot("check.txt", &seen);
}

fn by(actor: &str, kind: Kind, rule: Option<&str>) -> Finding {
    let mut event = event();
    event.set(FieldId::ACTOR, Some(Value::Text(actor.to_owned())));
    Finding {
        rule: rule.map(|name| (RuleId(0), name.to_owned())),
        event: Some(event),
        message: format!("{actor} took it"),
        excerpt: None,
        ..finding(kind)
    }
}

#[test]
fn findings_of_one_cause_are_counted_after_the_first() {
    let mut world = World::new(80);
    world.max_shown = 2;
    let mut out = world.output("human");
    let mut seen = String::new();
    for n in 0..40_u64 {
        let actor = format!("eng-{}@mail.example", n * n % 9);
        seen += &out.finding(&by(&actor, Kind::Denied, Some("engineers-none")));
        if n % 8 == 0 {
            seen += &out.finding(&by(&actor, Kind::Denied, Some("gone")));
            seen += &out.finding(&by(&actor, Kind::NotAllowed, None));
        }
    }
    seen += &out.finding(&by("x", Kind::Undecided, Some("gone")));
    seen += &out.end(&end(Summary::Scan(&Ledger::default())));
    snapshot("grouped.txt", &seen);
}
