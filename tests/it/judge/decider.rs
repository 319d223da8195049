//! The judge that remembers rows of bits says what the judge says, and says it without a look wherever it can.

use super::directory::{grant, people, table, time};
use super::harness::policy;
use super::worlds;
use crate::naive::cases::{again, seeds};
use exeat::directory::Directory;
use exeat::domain::domain_of;
use exeat::event::{Event, FieldId, Value};
use exeat::judge::{
    Decider, Decision, Judge, Lift, LimitHit, Matched, Measured, Reach, Reads, Row, Share, Truth,
    Verdict,
};
use exeat::policy::{Effect, Measure, Path, PolicySet};
use exeat::syntax::ast::Entity;
use exeat::time::{Length, Time, Zone};
use proptest::prelude::*;
use std::collections::HashMap;

/// What reads a log would keep: a row for each value met in each column.
struct Rows<'a> {
    decider: Decider<'a>,
    known: HashMap<(usize, Option<Value>), Row>,
    /// How many events were decided by what their rows have in common.
    enough: usize,
}

impl<'a> Rows<'a> {
    fn new(judge: Judge<'a>) -> Self {
        Self {
            decider: Decider::new(judge),
            known: HashMap::new(),
            enough: 0,
        }
    }

    fn decide(&mut self, event: &Event) -> Option<Matched> {
        let columns = self.decider.columns().to_vec();
        let rows = columns.iter().enumerate().map(|(at, column)| {
            let value = match (column.reads, value(event, column.path)) {
                (Reads::Presence, Some(_)) => Some(Value::Bool(true)),
                (_, value) => value,
            };
            let key = (at, value);
            let known = self.known.get(&key).filter(|row| row.holds_at(event.time));
            let row = known
                .cloned()
                .unwrap_or_else(|| match (column.reads, &key.1) {
                    (Reads::Int, Some(Value::Int(n))) => self.decider.int_row(at, Some(*n)).clone(),
                    (Reads::Int, _) => self.decider.int_row(at, None).clone(),
                    (_, value) => self.decider.row(at, value.as_ref(), event.time),
                });
            assert!(row.holds_at(event.time));
            self.known.insert(key, row.clone());
            row
        });
        let rows: Vec<Row> = rows.collect();
        let plain = |decision: Decision<'_>| match decision {
            Decision::Plain(matched) => Some(matched.clone()),
            Decision::Look => None,
        };
        let mut common = self.decider.common(event.time);
        rows.iter().for_each(|row| common.add(row, event.time));
        let by_little = match self.decider.reach(common) {
            Reach::Whole => Some(plain(self.decider.decide_common(common))),
            Reach::Words | Reach::Nothing => None,
        };
        let by_words = (self.decider.reach(common) != Reach::Nothing).then(|| {
            let each = |each: &mut dyn FnMut(&Row)| rows.iter().for_each(each);
            let left = self.decider.left(common, &each);
            plain(self.decider.decide_left(left))
        });
        let decided = plain(self.decider.decide(event.time, rows.iter()));
        for decided_so in by_little.into_iter().chain(by_words) {
            assert_eq!(decided_so, decided, "what rows have in common is enough");
            self.enough += 1;
        }
        decided
    }
}

fn value(event: &Event, path: Path) -> Option<Value> {
    match path {
        Path::Field(field) => event.get(field).cloned(),
        Path::Domain(field) => domain_of(event.text(field)?).map(Value::Text),
        Path::Column(_) => panic!("a column of the directory is none of the log"),
    }
}

/// What a verdict says of which there is nothing to tell.
fn plain(verdict: &Verdict) -> Option<Matched> {
    let counts = |limit: &LimitHit| {
        limit.lift == Lift::Stands && matches!(limit.share, Share::Counts { .. })
    };
    let is_plain = verdict.denies.is_empty()
        && !verdict.allows.is_empty()
        && verdict.limits.iter().all(counts);
    is_plain.then(|| Matched {
        allows: verdict.allows.clone(),
        limits: verdict.limits.iter().map(|limit| limit.rule).collect(),
    })
}

/// How many events were plain, of how many it was known, and how many by little.
#[derive(Default)]
struct Seen {
    plain: usize,
    known: usize,
    enough: usize,
}

/// What a limit of a plain event counts can be told from its values alone.
fn counts_by_values(judge: Judge<'_>, event: &Event, hit: &LimitHit) {
    let rule = judge.policy.rule(hit.rule).unwrap();
    let Effect::Limit { keys, amount, .. } = &rule.effect else {
        panic!("no limit")
    };
    let counted = |path: Path| judge.counts_as(path, value(event, path).unwrap());
    let key: Vec<Option<Value>> = keys.iter().map(|(path, _)| Some(counted(*path))).collect();
    let measure = match amount.measure {
        Measure::Exports => Measured::Sum(1),
        Measure::Sum(path) => match value(event, path) {
            Some(Value::Int(n)) => Measured::Sum(n),
            other => panic!("{other:?}"),
        },
        Measure::Distinct(path) => Measured::Distinct(vec![Some(counted(path))]),
        Measure::Lists => {
            let pair = [FieldId::TENANT, FieldId::LIST].map(Path::Field);
            Measured::Distinct(pair.map(|path| Some(counted(path))).to_vec())
        }
    };
    assert_eq!(hit.share, Share::Counts { key, measure });
}

fn same(judge: Judge<'_>, events: &[Event], seen: &mut Seen, about: &str) {
    let mut rows = Rows::new(judge);
    for event in events {
        let verdict = judge.verdict(event);
        let decided = rows.decide(event);
        match &decided {
            Some(matched) => {
                let expected = plain(&verdict);
                assert_eq!(Some(matched), expected.as_ref(), "{about}\n{event:#?}");
                verdict
                    .limits
                    .iter()
                    .for_each(|hit| counts_by_values(judge, event, hit));
            }
            None => assert_eq!(rows.decider.verdict(event), verdict, "{about}\n{event:#?}"),
        }
        assert_eq!(rows.decider.judge(event), verdict, "{about}\n{event:#?}");
        seen.plain += usize::from(plain(&verdict).is_some());
        seen.known += usize::from(decided.is_some());
    }
    seen.enough += rows.enough;
}

#[test]
fn it_says_what_the_judge_says_of_generated_worlds() {
    let mut seen = Seen::default();
    for seed in seeds(600) {
        let world = worlds::of(seed);
        let judge = Judge {
            policy: &world.set,
            directory: &world.directory,
        };
        same(judge, &world.events, &mut seen, &again(seed));
    }
    assert!(
        seen.known * 2 > seen.plain,
        "{} of {}",
        seen.known,
        seen.plain
    );
}

/// A policy without its rules that columns do not decide, and without its waivers.
fn decided(set: &PolicySet, directory: &Directory) -> PolicySet {
    let judge = Judge {
        policy: set,
        directory,
    };
    let decider = Decider::new(judge);
    let rules = set.rules_by_id();
    let rules = rules.filter(|(id, _)| !decider.undecided().contains(id));
    PolicySet {
        rules: rules.map(|(_, rule)| rule.clone()).collect(),
        waivers: Vec::new(),
        ..set.clone()
    }
}

#[test]
fn what_columns_decide_needs_no_look() {
    let mut seen = Seen::default();
    let mut kinds = [0; 3];
    for seed in seeds(300) {
        let world = worlds::of(seed);
        let set = decided(&world.set, &world.directory);
        for rule in &set.rules {
            kinds[match rule.effect {
                Effect::Allow => 0,
                Effect::Deny => 1,
                Effect::Limit { .. } => 2,
            }] += 1;
        }
        let judge = Judge {
            policy: &set,
            directory: &world.directory,
        };
        let before = Seen { ..seen };
        same(judge, &world.events, &mut seen, &again(seed));
        let (plain, known) = (seen.plain - before.plain, seen.known - before.known);
        assert_eq!(plain, known, "{}", again(seed));
    }
    assert!(seen.plain > 300, "{}", seen.plain);
    assert!(seen.enough > 300, "{}", seen.enough);
    assert!(kinds.iter().all(|kind| *kind > 100), "{kinds:?}");
}

const POLICY: &str = r#"
    role support
    role dpo
    field copies: int
    set crypto = [opensea, celsius]
    hours night = mon-fri 22:30-06:15 "Europe/Berlin"
    condition abroad = destination.domain not in ["a.io", "b.io"] or destination.domain like "*.x"
    rule a { allow role support to export crypto/news*, acme/* when rows <= 5 and destination.domain == "a.io" }
    rule b { allow role support, dpo to export opensea/*, celsius/* unless abroad and rows > 3 }
    rule c { allow anyone to export any/* when actor == "ana" and (list like "n*" or list is missing or rows == 4) }
    rule d { allow actor "bo", "b" to export any/news when tenant in crypto and not (action == "view" or action matches "p.*") }
    rule e { allow actor like "a*" to export */olds when tenant.region != "eu" and actor not in ["ana"] }
    rule f { deny anyone to export any/* when tenant is unlisted and rows > 7 or copies < 1 }
    rule g { deny role dpo to export celsius/* when time >= tenant.left or actor.joined > time + 1h }
    rule h { deny anyone to export any/secret*, opensea/olds when time in night }
    rule i { limit role dpo exporting any/news to 5 rows per actor in 24h }
    rule j { limit anyone to 2 tenants per actor, destination.domain in 24h unless copies != 3 }
    rule k { allow role support to export any/* from 2026-03-29T01:00:00.5Z until 2026-03-29T01:00:01Z }
    waiver w { lift h, j, not-allowed for role dpo exporting opensea/* from 1970-01-01 until 2100-01-01 by "x" note "n" }
"#;

fn directories() -> [Directory; 2] {
    let mut known = people(&[
        ("ana", "roles=support;tenant=acme"),
        (
            "bo",
            "roles=dpo;aliases=b;joined=2026-03-29T00:59:59Z;left=2026-03-29T01:00:00.000000005Z",
        ),
    ]);
    grant(
        &mut known,
        "eve",
        "support",
        Some("2026-03-29T01:00:00Z"),
        "2100-01-01",
    );
    let tenants = [
        ("opensea", "region=eu;left=2026-03-29T01:00:00Z"),
        ("acme", ""),
    ];
    known.tenants = Some(table(Entity::Tenant, &tenants));
    [Directory::default(), known]
}

const TEXTS: &[(FieldId, &[&str])] = &[
    (FieldId::ACTOR, &["ana", "bo", "eve", "b"]),
    (FieldId::TENANT, &["opensea", "celsius", "acme"]),
    (FieldId::LIST, &["news", "news-1", "olds", "secret"]),
    (
        FieldId::DESTINATION,
        &["k@a.io", "https://b.io/x", "k@c.x", "s3://b"],
    ),
    (FieldId::ACTION, &["view", "put", "get"]),
];

const ROLES: &[&[&str]] = &[&["support"], &["dpo"], &["dpo", "support"], &["other"], &[]];

/// Around the hour that Berlin skips, and in the nights before and behind.
const TIMES: &[&str] = &[
    "2026-03-29T00:59:58.999999999Z",
    "2026-03-29T00:59:59Z",
    "2026-03-29T01:00:00Z",
    "2026-03-29T01:00:00.000000005Z",
    "2026-03-29T01:00:00.500000001Z",
    "2026-03-29T01:00:01Z",
    "2026-03-27T21:29:59.999999999Z",
    "2026-03-27T21:30:00Z",
    "2026-03-30T04:14:59.999999999Z",
    "2026-03-30T04:15:00Z",
    "2026-03-30T20:30:00Z",
    "2026-03-28T05:14:00Z",
    "2026-03-28T05:15:00Z",
];

/// Each field's value by a number; the first beyond its values means missing.
fn some_event() -> impl Strategy<Value = Event> {
    let picks = prop::collection::vec(0..5_usize, TEXTS.len());
    let parts = (picks, 0..6_usize, 0..10_i64, -3..5_i64, 0..TIMES.len());
    parts.prop_map(|(picks, roles, rows, copies, at)| {
        let mut event = Event::at(time(TIMES[at]));
        for ((field, texts), pick) in TEXTS.iter().zip(picks) {
            let text = texts.get(pick).map(|text| Value::Text((*text).to_owned()));
            event.set(*field, text);
        }
        let roles = ROLES.get(roles);
        let roles = roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect());
        event.set(FieldId::ROLES, roles.map(Value::Texts));
        event.set(FieldId::ROWS, (rows > 0).then_some(Value::Int(rows)));
        let declared = FieldId(FieldId::OUTCOME.0 + 1);
        event.set(declared, (copies < 4).then_some(Value::Int(copies)));
        event
    })
}

/// The answers, made with reasons and without a way out, come to the same truths.
fn check_answers(judge: &Judge<'_>, event: &Event) {
    let said = judge.verdict(event);
    for (id, _) in judge.policy.rules_by_id() {
        let truth = judge.answer(id, event).truth;
        let mut denies = said.denies.iter();
        let deny = denies.find(|hit| hit.rule == id).map(|hit| hit.truth);
        let limit = said.limits.iter().any(|hit| hit.rule == id);
        let told = match truth {
            Truth::True => said.allows.contains(&id) || deny == Some(Truth::True) || limit,
            Truth::Unknown => !said.allows.contains(&id) && deny != Some(Truth::True),
            Truth::False => !said.allows.contains(&id) && deny.is_none() && !limit,
        };
        assert!(told, "{id:?} {truth:?} {said:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_says_what_the_judge_says(events in prop::collection::vec(some_event(), 1..60)) {
        let set = policy(POLICY);
        for directory in &directories() {
            let judge = Judge { policy: &set, directory };
            assert!(Decider::new(judge).undecided().is_empty());
            same(judge, &events, &mut Seen::default(), "the policy above");
            events.iter().for_each(|event| check_answers(&judge, event));
        }
    }

    #[test]
    fn a_domain_is_its_own(text in "[a-z0-9.@:/-]{1,12}|(https?|sftp)://[a-zA-Z0-9.@:-]{1,12}") {
        if let Some(domain) = domain_of(&text) {
            prop_assert_eq!(domain_of(&format!("x@{domain}")), Some(domain));
        }
    }

    #[test]
    fn clocks_run_on_evenly_through_a_steady_stretch(
        seconds in -5_000_000_000..8_000_000_000_i64, nanos in 0..1_000_000_000_i128,
        within in 0.0..1.0_f64, zone in 0..5_usize,
    ) {
        let names = ["Europe/Berlin", "America/New_York", "Africa/Monrovia", "Asia/Kathmandu", "UTC"];
        let zone = Zone::named(names[zone]).unwrap();
        let at = Time(i128::from(seconds) * 1_000_000_000 + nanos);
        let (first, last) = zone.steady(at);
        prop_assert!(first <= at && at <= last);
        let near = |time: Time| time.max(at.minus(Length::seconds(40_000_000)))
            .min(at.plus(Length::seconds(40_000_000)));
        let (first, last) = (near(first), near(last));
        let width = last.since(first).0;
        let other = first.plus(Length((width as f64 * within) as i128).min(Length(width)));
        for other in [first, other, last] {
            let moved = i128::from(zone.wall(at).nanos) + other.since(at).0;
            prop_assert_eq!(i128::from(zone.wall(other).nanos), moved.rem_euclid(86_400_000_000_000));
        }
    }
}
