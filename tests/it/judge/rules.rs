//! Rules together: denies, allows, periods, waivers, and what is not allowed.

use super::directory::{event, people, verdict};
use super::harness::{passes, policy};
use exeat::directory::Directory;
use exeat::judge::{Judge, Lift, Truth};
use exeat::policy::{PolicySet, RuleId, WaiverId};

fn id(set: &PolicySet, name: &str) -> RuleId {
    let mut rules = set.rules_by_id();
    rules.find(|(_, rule)| rule.name.text == name).unwrap().0
}

#[test]
fn a_period_holds_its_from_and_not_its_until() {
    let set = policy("rule r { allow anyone to export any/* from 2026-03-01 until 2026-04-01 }");
    for (time, allowed) in [
        ("2026-02-28T23:59:59.999999999Z", false),
        ("2026-03-01", true),
        ("2026-03-31T23:59:59.999999999Z", true),
        ("2026-04-01", false),
    ] {
        let found = verdict(&set, &Directory::default(), &format!("time={time}"));
        assert_eq!(!found.allows.is_empty(), allowed, "{time}");
        assert_eq!(found.not_allowed.is_none(), allowed, "{time}");
    }
}

#[test]
fn unless_must_be_false() {
    let set = policy("rule r { allow anyone to export any/* unless rows > 5 }");
    for (event, allowed) in [("rows=5", true), ("rows=6", false), ("actor=a", false)] {
        let found = verdict(&set, &Directory::default(), event);
        assert_eq!(!found.allows.is_empty(), allowed, "{event}");
    }
}

const DENIES: &str = r#"
    rule all { allow anyone to export any/* when rows <= 10 }
    rule many { deny anyone to export any/* when rows > 5 }
    rule no-ticket { deny anyone to export any/* when ticket == "none" }
"#;

#[test]
fn a_deny_beats_every_allow_and_an_open_one_is_told() {
    let set = policy(DENIES);
    let found = verdict(&set, &Directory::default(), "rows=6");
    let hits: Vec<_> = found
        .denies
        .iter()
        .map(|hit| (hit.rule, hit.truth))
        .collect();
    assert_eq!(
        hits,
        [
            (id(&set, "many"), Truth::True),
            (id(&set, "no-ticket"), Truth::Unknown)
        ]
    );
    assert_eq!(found.not_allowed, None);
    assert_eq!(found.allows, [id(&set, "all")]);
    let found = verdict(&set, &Directory::default(), "rows=1;ticket=a");
    assert_eq!((found.denies.len(), found.not_allowed), (0, None));
}

#[test]
fn not_allowed_is_what_no_deny_touches_and_no_allow_covers() {
    let set = policy(DENIES);
    let found = verdict(&set, &Directory::default(), "ticket=a");
    assert_eq!(found.not_allowed, None, "the deny on rows is open");
    let set = policy("rule all { allow anyone to export any/* when rows <= 10 }");
    for (event, expected) in [
        ("rows=11", Some(Lift::Stands)),
        ("actor=a", Some(Lift::Stands)),
        ("rows=1", None),
    ] {
        let found = verdict(&set, &Directory::default(), event);
        assert_eq!(found.not_allowed, expected, "{event}");
    }
}

const WAIVERS: &str = r#"
    rule all { allow anyone to export any/* when rows <= 10 }
    rule many { deny anyone to export any/* when rows > 5 }
    rule slices { limit anyone to 100 rows per actor in 24h }
    waiver move {
        lift many, not-allowed, slices
        for actor "ana@x" exporting acme/*
        when ticket == "T-1"
        from 2026-03-01 until 2026-04-01
        by "dpo@x"
        note "a move"
    }
    waiver another {
        lift slices
        for anyone
        from 2026-03-01 until 2026-04-01
        by "dpo@x"
        note "another"
    }
"#;

#[test]
fn a_waiver_lifts_what_it_names_where_it_is_true() {
    let set = policy(WAIVERS);
    let moving = WaiverId(1);
    assert_eq!(set.waiver(moving).unwrap().name.text, "move");
    let found = verdict(
        &set,
        &Directory::default(),
        "actor=ana@x;tenant=acme;ticket=T-1;rows=11",
    );
    assert_eq!(found.denies[0].lift, Lift::Lifted(moving));
    assert_eq!(found.not_allowed, Some(Lift::Lifted(moving)));
    assert_eq!(
        found.limits[0].lift,
        Lift::Lifted(WaiverId(0)),
        "the first by name"
    );
    for event in [
        "actor=bo@x;tenant=acme;ticket=T-1;rows=11",
        "actor=ana@x;tenant=opensea;ticket=T-1;rows=11",
        "actor=ana@x;tenant=acme;rows=11",
        "actor=ana@x;ticket=T-1;rows=11",
        "actor=ana@x;tenant=acme;ticket=T-1;rows=11;time=2026-04-01",
    ] {
        let found = verdict(&set, &Directory::default(), event);
        assert_eq!(found.denies[0].lift, Lift::Stands, "{event}");
        assert_eq!(found.not_allowed, None, "{event}");
    }
    let open = verdict(
        &set,
        &Directory::default(),
        "actor=ana@x;tenant=acme;ticket=T-1",
    );
    assert_eq!(open.denies[0].truth, Truth::Unknown);
    assert_eq!(open.denies[0].lift, Lift::Lifted(moving));
    assert_eq!(open.not_allowed, Some(Lift::Lifted(moving)));
}

#[test]
fn a_waivers_answer_tells_each_part() {
    let set = policy(WAIVERS);
    let directory = people(&[]);
    let judge = Judge {
        policy: &set,
        directory: &directory,
    };
    let (truth, reasons) = judge.waiver_answer(WaiverId(1), &event("actor=ana@x;tenant=acme"));
    assert_eq!(truth, Truth::Unknown);
    let failing: Vec<&str> = reasons
        .iter()
        .filter(|r| r.fails)
        .map(|r| r.words.as_str())
        .collect();
    assert_eq!(failing, ["`ticket` is missing"]);
}

#[test]
fn conditions_are_expanded_where_they_stand() {
    passes(
        r#"
        condition small = rows <= 5 or ticket is set
        rule r { allow anyone to export any/* when not small }
        test t {
            given { time: 2026-03-02T15:00:00Z, rows: 6 }
            expect allow of r
            expect violation with { rows: 5 } of not-allowed
            expect violation with { ticket: "x" } of not-allowed
            expect violation with { rows: missing } of not-allowed
        }
        "#,
    );
}

#[test]
fn the_order_of_statements_means_nothing() {
    let mut statements: Vec<&str> = DENIES
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    let forwards = policy(&statements.join("\n"));
    statements.reverse();
    let backwards = policy(&statements.join("\n"));
    for event in ["rows=6", "rows=1;ticket=a", "ticket=none", "rows=20"] {
        let nowhere = Directory::default();
        assert_eq!(
            verdict(&forwards, &nowhere, event),
            verdict(&backwards, &nowhere, event)
        );
    }
}
