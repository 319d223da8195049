//! The judge that remembers says what the judge says, whatever came before.

use super::directory::{grant, people, table};
use super::harness::policy;
use exeat::directory::{Directory, Row};
use exeat::event::{Event, FieldId, Value};
use exeat::judge::{Judge, Sieve, Truth, Verdict};
use exeat::syntax::ast::Entity;
use exeat::time::Time;
use proptest::prelude::*;

const POLICY: &str = r#"
    role support
    role dpo
    set crypto = [opensea, celsius]
    condition abroad = destination.domain not in ["a.io", "b.io"] or destination.domain like "*.x"
    rule a { allow role support to export crypto/news*, acme/* when rows <= 5 and destination.domain == "a.io" }
    rule b { allow role support, dpo to export own/* unless abroad }
    rule c { allow anyone to export any/* when actor == "ana" and (list like "n*" or list is missing) }
    rule d { allow actor "bo", "b" to export any/news when tenant in crypto and not (action == "view" or action matches "p.*") }
    rule e { allow actor like "a*" to export */olds when abroad and actor not in ["ana"] }
    rule f { deny anyone to export any/* when list is listed and rows > 7 }
    rule g { deny role dpo to export celsius/* when tenant is unlisted or outcome == "odd" }
    rule h { deny anyone to export any/secret*, opensea/olds }
    rule i { limit role dpo exporting any/news to 5 rows per actor in 24h }
    rule j { limit anyone to 2 tenants per actor, destination.domain in 24h }
    waiver w { lift h, j, not-allowed for role dpo exporting opensea/* from 1970-01-01 until 2100-01-01 by "x" note "n" }
"#;

fn directories() -> [Directory; 2] {
    let mut known = people(&[
        ("ana", "roles=support;tenant=acme"),
        (
            "bo",
            "roles=dpo;aliases=b;tenant=opensea;left=1970-01-01T00:00:00.000000005Z",
        ),
    ]);
    grant(&mut known, "eve", "support", None, "2100-01-01");
    known.tenants = Some(table(Entity::Tenant, &[("opensea", ""), ("acme", "")]));
    let news = ("acme".to_owned(), "news".to_owned());
    known.lists = Some([(news, Row::default())].into());
    [Directory::default(), known]
}

const TEXTS: &[(FieldId, &[&str])] = &[
    (FieldId::ACTOR, &["ana", "bo", "eve", "amy"]),
    (FieldId::TENANT, &["opensea", "celsius", "acme"]),
    (FieldId::LIST, &["news", "news-1", "olds", "secret"]),
    (
        FieldId::DESTINATION,
        &["k@a.io", "https://b.io/x", "k@c.x", "s3://b"],
    ),
    (FieldId::ACTION, &["view", "put", "get"]),
    (FieldId::OUTCOME, &["success", "odd"]),
];

const ROLES: &[&[&str]] = &[&["support"], &["dpo"], &["dpo", "support"], &["other"], &[]];

/// Each field's value by a number; the first beyond its values means missing.
fn event(picks: &[usize], roles: usize, rows: i64, time: i128) -> Event {
    let mut event = Event::at(Time(time));
    for ((field, texts), pick) in TEXTS.iter().zip(picks) {
        let text = texts.get(*pick).map(|text| Value::Text((*text).to_owned()));
        event.set(*field, text);
    }
    let roles = ROLES.get(roles);
    let roles = roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect());
    event.set(FieldId::ROLES, roles.map(Value::Texts));
    event.set(FieldId::ROWS, (rows > 0).then_some(Value::Int(rows)));
    event
}

fn some_event() -> impl Strategy<Value = Event> {
    let picks = prop::collection::vec(0..5_usize, TEXTS.len());
    let parts = (picks, 0..6_usize, 0..10_i64, 0..10_i128);
    parts.prop_map(|(picks, roles, rows, time)| event(&picks, roles, rows, time))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn it_says_what_the_judge_says(events in prop::collection::vec(some_event(), 1..60)) {
        let set = policy(POLICY);
        for directory in &directories() {
            let judge = Judge { policy: &set, directory };
            let mut sieve = Sieve::new(judge);
            for event in &events {
                let said = sieve.verdict(event);
                prop_assert_eq!(&said, &judge.verdict(event));
                check_answers(&judge, event, &said);
            }
        }
    }
}

/// The answers, made with reasons and without a way out, come to the same truths.
fn check_answers(judge: &Judge<'_>, event: &Event, said: &Verdict) {
    for (id, _) in judge.policy.rules_by_id() {
        let truth = judge.answer(id, event).truth;
        let deny = said
            .denies
            .iter()
            .find(|hit| hit.rule == id)
            .map(|hit| hit.truth);
        let limit = said.limits.iter().any(|hit| hit.rule == id);
        let told = match truth {
            Truth::True => said.allows.contains(&id) || deny == Some(Truth::True) || limit,
            Truth::Unknown => !said.allows.contains(&id) && deny != Some(Truth::True),
            Truth::False => !said.allows.contains(&id) && deny.is_none() && !limit,
        };
        assert!(told, "{id:?} {truth:?} {said:?}");
    }
}

#[test]
fn the_events_reach_every_rule() {
    let set = policy(POLICY);
    let [nowhere, known] = directories();
    let mut seen = vec![false; set.rules.len()];
    for directory in [&nowhere, &known] {
        let judge = Judge {
            policy: &set,
            directory,
        };
        for picks in (0..5_usize.pow(6)).step_by(7) {
            let picks: Vec<usize> = (0..6).map(|n| picks / 5_usize.pow(n) % 5).collect();
            let said = judge.verdict(&event(
                &picks,
                picks.iter().sum::<usize>() % 6,
                3 + 5 * i64::from(picks[0].is_multiple_of(2)),
                3,
            ));
            let denies = said.denies.iter().map(|hit| hit.rule);
            let limits = said.limits.iter().map(|hit| hit.rule);
            denies
                .chain(limits)
                .chain(said.allows)
                .for_each(|rule| seen[rule.0 as usize] = true);
        }
    }
    assert_eq!(seen, vec![true; set.rules.len()]);
}
