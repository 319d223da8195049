//! Limits: windows and their edges, what counts, what is counted.

use super::{compare, export, found, is, limit, rule, world};
use crate::naive::evaluate::finding::Kind::{BlockedAttempt, OverLimit, Undecided};
use crate::naive::model::World;
use crate::naive::model::directory::{Directory, Person};
use crate::naive::model::event::Event;
use crate::naive::model::expr::Comparison;
use crate::naive::model::instant::{DAY, HOUR, Nanos, at};
use crate::naive::model::policy::{Effect, Measure, Rule};
use crate::naive::model::value::{Value, text};

fn later(by: Nanos) -> Event {
    export()
        .without("id")
        .with("time", Value::Time(at("2026-03-02T12:00:00") + by))
}

fn limited(limit: Rule, log: Vec<Event>) -> World {
    world(
        vec![rule("all", Effect::Allow), limit],
        Directory::default(),
        log,
    )
}

#[test]
fn the_window_is_open_behind_and_closed_before() {
    let slices = || limit("slices", 150, Measure::Rows, &["actor"], DAY);
    let over = |log| found(&limited(slices(), log));
    assert_eq!(over(vec![later(0), later(DAY)]), []);
    assert_eq!(
        over(vec![later(0), later(DAY - 1)]),
        [is(1, OverLimit, "slices")]
    );
    // Ties of time count each other, in any order.
    assert_eq!(
        over(vec![later(0), later(0)]),
        [is(0, OverLimit, "slices"), is(1, OverLimit, "slices")]
    );
    assert_eq!(
        over(vec![later(HOUR), later(0)]),
        [is(0, OverLimit, "slices")]
    );
    // Exactly as much as it may.
    assert_eq!(
        over(vec![later(0), later(1).with("rows", Value::Int(50))]),
        []
    );
}

#[test]
fn sums_do_not_overflow() {
    let most = || limit("most", i64::MAX, Measure::Rows, &["actor"], DAY);
    let huge = |by| later(by).with("rows", Value::Int(i64::MAX));
    assert_eq!(found(&limited(most(), vec![huge(0)])), []);
    assert_eq!(
        found(&limited(most(), vec![huge(0), huge(1), huge(2)])),
        [is(1, OverLimit, "most"), is(2, OverLimit, "most")]
    );
}

#[test]
fn only_what_is_out_counts_and_the_rest_is_judged_alone() {
    let slices = || limit("slices", 150, Measure::Rows, &["actor"], DAY);
    let blocked = |by| later(by).with("outcome", text("blocked"));
    assert_eq!(
        found(&limited(slices(), vec![later(0), blocked(1), later(DAY)])),
        [is(1, BlockedAttempt, "slices")]
    );
    assert_eq!(found(&limited(slices(), vec![blocked(0), blocked(1)])), []);
    let failed = later(1).with("outcome", text("failure"));
    assert_eq!(
        found(&limited(slices(), vec![later(0), failed])),
        [is(1, OverLimit, "slices")]
    );
    let nothing = later(1)
        .with("outcome", text("failure"))
        .with("rows", Value::Int(0));
    assert_eq!(
        found(&limited(
            limit("none", 0, Measure::Exports, &["actor"], DAY),
            vec![nothing]
        )),
        [is(0, BlockedAttempt, "none")]
    );
}

#[test]
fn a_missing_key_or_measure_or_an_unknown_condition_is_undecided_and_does_not_count() {
    let slices = || limit("slices", 150, Measure::Rows, &["actor", "ticket"], DAY);
    let ticketed = |by| later(by).with("ticket", text("SUP-1"));
    assert_eq!(
        found(&limited(slices(), vec![later(0), ticketed(1)])),
        [is(0, Undecided, "slices")]
    );
    assert_eq!(
        found(&limited(
            slices(),
            vec![ticketed(0), ticketed(1).without("rows")]
        )),
        [is(1, Undecided, "slices")]
    );
    let bulk = Rule {
        when: Some(compare("bytes", Comparison::Greater, Value::Int(0))),
        ..limit("bulk", 150, Measure::Rows, &["actor"], DAY)
    };
    let bytes = |by, bytes| later(by).with("bytes", Value::Int(bytes));
    assert_eq!(
        found(&limited(bulk.clone(), vec![later(0), bytes(1, 5)])),
        [is(0, Undecided, "bulk")]
    );
    assert_eq!(
        found(&limited(
            bulk,
            vec![bytes(0, 0).without("rows"), bytes(1, 5), bytes(2, 5)]
        )),
        [is(2, OverLimit, "bulk")]
    );
}

#[test]
fn lists_are_pairs_and_people_are_counted_once() {
    let lists = limit("lists", 1, Measure::Lists, &["actor"], DAY);
    let celsius = later(1).with("tenant", text("celsius"));
    assert_eq!(found(&limited(lists.clone(), vec![later(0), later(1)])), []);
    assert_eq!(
        found(&limited(lists, vec![later(0), celsius])),
        [is(1, OverLimit, "lists")]
    );
    let actors = limit("actors", 1, Measure::Actors, &["tenant"], DAY);
    let mut world = limited(actors, vec![later(0), later(1).with("actor", text("ANA"))]);
    assert_eq!(found(&world), [is(1, OverLimit, "actors")]);
    let person = Person {
        actor: "ana@mail.example".to_owned(),
        aliases: vec!["ana".to_owned()],
        ..Person::default()
    };
    world.directory.people = Some(vec![person]);
    assert_eq!(found(&world), []);
}

#[test]
fn a_none_is_a_key_and_a_value_like_any_other() {
    let teams = limit(
        "teams",
        1,
        Measure::Distinct("actor.team".to_owned()),
        &["tenant"],
        DAY,
    );
    let mut world = limited(
        teams,
        vec![
            later(0),
            later(1).with("actor", text("bo")),
            later(2).with("actor", text("cy")),
        ],
    );
    let person = |actor: &str, team: Option<&str>| Person {
        actor: actor.to_owned(),
        team: team.map(str::to_owned),
        ..Person::default()
    };
    world.directory.people = Some(vec![
        person("ana@mail.example", None),
        person("bo", None),
        person("cy", Some("x")),
    ]);
    assert_eq!(found(&world), [is(2, OverLimit, "teams")]);
    let per_team = limit("per-team", 1, Measure::Exports, &["actor.team"], DAY);
    world.policy.rules[1] = per_team;
    assert_eq!(found(&world), [is(1, OverLimit, "per-team")]);
    world.log[0] = world.log[0].with("actor", text("stranger"));
    assert_eq!(found(&world), [is(0, Undecided, "per-team")]);
}

#[test]
fn the_ends_of_the_calendar_are_no_ends_of_windows() {
    let slices = limit("slices", 1, Measure::Exports, &["actor"], 5_000 * 7 * DAY);
    let first = later(0).with("time", Value::Time(at("0001-01-01")));
    let second = later(0).with("time", Value::Time(at("0001-01-02")));
    assert_eq!(
        found(&limited(slices, vec![first, second])),
        [is(1, OverLimit, "slices")]
    );
}
