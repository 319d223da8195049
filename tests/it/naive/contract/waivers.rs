//! Denies, allows and waivers: which findings there are when several rules meet.

use super::{allow_all, compare, deny, export, found, is, limit, world};
use crate::naive::evaluate::finding::Kind::{Denied, NotAllowed, OverLimit, Undecided, Waived};
use crate::naive::model::World;
use crate::naive::model::directory::Directory;
use crate::naive::model::expr::{Comparison, Expr};
use crate::naive::model::instant::{DAY, at};
use crate::naive::model::policy::{Measure, Rule, Subject, Waiver};
use crate::naive::model::value::{Value, text};

fn with_rules(rules: Vec<Rule>) -> World {
    world(rules, Directory::default(), vec![export()])
}

fn many_rows() -> Expr {
    compare("rows", Comparison::Greater, Value::Int(10))
}

/// Unknown: the export has no purpose.
fn on_purpose() -> Expr {
    compare("purpose", Comparison::Equal, text("audit"))
}

fn waiver(lift: &[&str]) -> Waiver {
    Waiver {
        name: "w".to_owned(),
        lift: lift.iter().map(|rule| (*rule).to_owned()).collect(),
        subject: Subject::Anyone,
        target: None,
        when: None,
        from: at("2026-03-02"),
        until: at("2026-03-03"),
    }
}

fn waived(
    rules: Vec<Rule>,
    waiver: Waiver,
) -> Vec<(usize, crate::naive::evaluate::finding::Kind, String)> {
    let mut world = with_rules(rules);
    world.policy.waivers = vec![waiver];
    found(&world)
}

#[test]
fn a_deny_beats_every_allow_and_nothing_is_allowed_by_default() {
    assert_eq!(found(&with_rules(vec![])), [is(0, NotAllowed, "")]);
    assert_eq!(found(&with_rules(vec![allow_all()])), []);
    assert_eq!(
        found(&with_rules(vec![allow_all(), deny("d", many_rows())])),
        [is(0, Denied, "d")]
    );
    assert_eq!(
        found(&with_rules(vec![deny("d", many_rows())])),
        [is(0, Denied, "d")]
    );
    assert_eq!(
        found(&with_rules(vec![deny("u", on_purpose())])),
        [is(0, Undecided, "u")]
    );
    let both = vec![allow_all(), deny("u", on_purpose()), deny("d", many_rows())];
    assert_eq!(
        found(&with_rules(both)),
        [is(0, Denied, "d"), is(0, Undecided, "u")]
    );
    let unknown = Rule {
        when: Some(on_purpose()),
        ..allow_all()
    };
    assert_eq!(found(&with_rules(vec![unknown])), [is(0, NotAllowed, "")]);
}

#[test]
fn unless_takes_back_and_a_period_ends_before_its_end() {
    let unless = Rule {
        unless: Some(many_rows()),
        ..allow_all()
    };
    assert_eq!(found(&with_rules(vec![unless])), [is(0, NotAllowed, "")]);
    let noon = at("2026-03-02T12:00:00");
    for (from, until, allowed) in [
        (noon, noon + 1, true),
        (noon + 1, noon + 2, false),
        (noon - 1, noon, false),
    ] {
        let rule = Rule {
            from: Some(from),
            until: Some(until),
            ..allow_all()
        };
        assert_eq!(found(&with_rules(vec![rule])).is_empty(), allowed);
    }
}

#[test]
fn a_lifted_rule_is_as_if_it_were_not_there() {
    let denied = || vec![allow_all(), deny("d", many_rows())];
    assert_eq!(waived(denied(), waiver(&["d"])), [is(0, Waived, "d")]);
    assert_eq!(
        waived(vec![deny("d", many_rows())], waiver(&["d"])),
        [is(0, NotAllowed, ""), is(0, Waived, "d")]
    );
    assert_eq!(
        waived(vec![deny("d", many_rows())], waiver(&["d", "not-allowed"])),
        [is(0, Waived, "d"), is(0, Waived, "not-allowed")]
    );
    assert_eq!(
        waived(vec![allow_all(), deny("u", on_purpose())], waiver(&["u"])),
        [is(0, Waived, "u")]
    );
    assert_eq!(
        waived(vec![], waiver(&["not-allowed"])),
        [is(0, Waived, "not-allowed")]
    );
    let two = || vec![deny("d", many_rows()), deny("e", many_rows())];
    assert_eq!(
        waived(two(), waiver(&["d", "not-allowed"])),
        [is(0, Denied, "e"), is(0, Waived, "d")]
    );
    assert_eq!(waived(vec![allow_all()], waiver(&["not-allowed"])), []);
}

#[test]
fn a_waiver_that_is_unknown_or_over_lifts_nothing() {
    let denied = || vec![allow_all(), deny("d", many_rows())];
    let unknown = Waiver {
        when: Some(on_purpose()),
        ..waiver(&["d"])
    };
    assert_eq!(waived(denied(), unknown), [is(0, Denied, "d")]);
    let over = Waiver {
        until: at("2026-03-02T12:00:00"),
        ..waiver(&["d"])
    };
    assert_eq!(waived(denied(), over), [is(0, Denied, "d")]);
    let others = Waiver {
        subject: Subject::Actor(vec!["bo".to_owned()]),
        ..waiver(&["d"])
    };
    assert_eq!(waived(denied(), others), [is(0, Denied, "d")]);
}

#[test]
fn what_is_waived_still_counts() {
    let rules = vec![
        allow_all(),
        limit("slices", 150, Measure::Rows, &["actor"], DAY),
    ];
    let late = |time: &str| export().without("id").with("time", Value::Time(at(time)));
    let mut world = world(
        rules,
        Directory::default(),
        vec![export(), late("2026-03-02T23:00:00"), late("2026-03-03")],
    );
    world.policy.waivers = vec![waiver(&["slices"])];
    assert_eq!(
        found(&world),
        [is(1, Waived, "slices"), is(2, OverLimit, "slices")]
    );
}
