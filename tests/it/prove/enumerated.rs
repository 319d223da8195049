//! The prover against enumeration: over small domains that are looked at whole, both say the same of every
//! question.

use super::model::{prover, rule, set};
use crate::naive::cases::{again, seeds};
use crate::naive::evaluate::scope::condition;
use crate::naive::evaluate::truth::Truth;
use crate::naive::model::World;
use crate::naive::model::event::Event;
use crate::naive::model::expr::{
    Atom, Collection, Comparison, Expr, Globs, Operand, Presence, Quantifier, Sense,
};
use crate::naive::model::instant::at;
use crate::naive::model::policy::{Effect, Glob, Item, Pattern, Policy, Rule, Subject, TenantPart};
use crate::naive::model::policy_text;
use crate::naive::model::value::{Value, set as texts, text};
use crate::naive::random::Rng;
use exeat::prove::{Answer, Ask, Truths};
use std::collections::BTreeMap;

/// Fields with values enough for whatever the atoms below say of them.
fn domain() -> Vec<(&'static str, Vec<Option<Value>>)> {
    let some = |values: Vec<Value>| {
        let all = std::iter::once(None).chain(values.into_iter().map(Some));
        all.collect::<Vec<_>>()
    };
    let words = |words: &[&str]| some(words.iter().map(|word| text(word)).collect());
    let ints = |ints: &[i64]| some(ints.iter().map(|n| Value::Int(*n)).collect());
    vec![
        ("tenant", words(&["a", "ab", "b", "c", "d"])),
        ("list", words(&["news", "news-eu", "other"])),
        ("rows", ints(&[0, 1, 4, 5, 6, 7, 8, 9])),
        ("bytes", ints(&[0, 1, 4, 5, 6, 7, 8, 9])),
        ("ticket", words(&["T-1", "T-2", "T-", "U", "T-1x"])),
        ("actor", words(&["p", "q", "r", "s"])),
        ("approver", words(&["p", "q", "r", "s"])),
        (
            "roles",
            some(vec![
                texts([]),
                texts(["support"]),
                texts(["dpo"]),
                texts(["support", "dpo"]),
                texts(["x"]),
                texts(["support", "x"]),
            ]),
        ),
        (
            "fields",
            some(vec![
                texts([]),
                texts(["email"]),
                texts(["phone"]),
                texts(["email", "phone"]),
                texts(["x"]),
                texts(["email", "x"]),
                texts(["phone", "x"]),
                texts(["email", "phone", "x"]),
            ]),
        ),
        ("purpose", words(&["p", "q", "a", "b", "z"])),
        ("action", words(&["p", "q", "a", "b", "z"])),
    ]
}

fn atom(rng: &mut Rng, family: usize) -> Expr {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
    let sense = if rng.chance(30) {
        Sense::Negated
    } else {
        Sense::Plain
    };
    let number = |rng: &mut Rng| Operand::Literal(Value::Int(*rng.pick(&[1, 5, 7, 8])));
    let order = *rng.pick(&[Equal, Unequal, Less, AtMost, Greater, AtLeast]);
    let same = *rng.pick(&[Equal, Unequal]);
    let word = |rng: &mut Rng, words: &[&str]| Operand::Literal(text(rng.pick::<&str>(words)));
    let items = |words: &[&str]| {
        Collection::Inline(
            words
                .iter()
                .map(|w| Item::Quoted((*w).to_owned()))
                .collect(),
        )
    };
    // Few fields for a set, so that all their values can be looked at.
    let kinds = [
        [0, 1, 2, 8],
        [3, 4, 5, 0],
        [6, 7, 8, 3],
        [9, 10, 3, 6],
        [11, 12, 13, 5],
        [14, 15, 16, 17],
    ];
    let kind = *rng.pick(&kinds[family]);
    Expr::Atom(match kind {
        0 => Atom::Compare("rows".to_owned(), order, number(rng)),
        1 => Atom::Compare("bytes".to_owned(), order, number(rng)),
        2 => Atom::Compare(
            "bytes".to_owned(),
            order,
            Operand::Path("rows".to_owned(), 0),
        ),
        3 => Atom::Compare("tenant".to_owned(), same, word(rng, &["a", "b", "c"])),
        4 => Atom::In("tenant".to_owned(), sense, items(&["a", "b"])),
        5 => Atom::Like("tenant".to_owned(), sense, Globs::One("a*".to_owned())),
        6 => Atom::Matches("ticket".to_owned(), sense, "T-[0-9]+".to_owned()),
        7 => Atom::Like("ticket".to_owned(), sense, Globs::One("T-1*".to_owned())),
        8 => Atom::Is(
            (*rng.pick(&["ticket", "rows", "roles", "actor"])).to_owned(),
            *rng.pick(&[Presence::Set, Presence::Missing]),
        ),
        9 => Atom::Compare(
            "approver".to_owned(),
            same,
            Operand::Path("actor".to_owned(), 0),
        ),
        10 => Atom::Compare("actor".to_owned(), same, word(rng, &["p", "q"])),
        11 => Atom::Compare(
            "purpose".to_owned(),
            same,
            Operand::Path("action".to_owned(), 0),
        ),
        12 => Atom::Compare("purpose".to_owned(), same, word(rng, &["p", "a"])),
        13 => Atom::In("action".to_owned(), sense, items(&["p", "q"])),
        14 => Atom::Contains("fields".to_owned(), sense, Item::Quoted("email".to_owned())),
        15 => Atom::Quantified(
            Quantifier::All,
            "fields".to_owned(),
            items(&["email", "phone"]),
        ),
        16 => Atom::Quantified(
            Quantifier::Any,
            "fields".to_owned(),
            items(&["email", "phone"]),
        ),
        _ => Atom::Contains(
            "roles".to_owned(),
            sense,
            Item::Quoted("support".to_owned()),
        ),
    })
}

fn expr(rng: &mut Rng, depth: usize, family: usize) -> Expr {
    match rng.below(5) {
        _ if depth == 0 => atom(rng, family),
        0 => Expr::Not(Box::new(expr(rng, depth - 1, family))),
        1 | 2 => Expr::And((0..2).map(|_| expr(rng, depth - 1, family)).collect()),
        3 => Expr::Or((0..2).map(|_| expr(rng, depth - 1, family)).collect()),
        _ => atom(rng, family),
    }
}

fn a_rule(rng: &mut Rng, name: &str, family: usize) -> Rule {
    let subject = match rng.below(4) {
        0 => Subject::Role(vec!["support".to_owned()]),
        1 => Subject::Role(vec!["support".to_owned(), "dpo".to_owned()]),
        _ => Subject::Anyone,
    };
    let tenant = match rng.below(4) {
        0 => TenantPart::Glob(Glob::word("a*")),
        1 => TenantPart::Glob(Glob::word("b")),
        _ => TenantPart::Any,
    };
    let list = Glob::word(rng.pick::<&str>(&["*", "*", "news*", "news"]));
    Rule {
        name: name.to_owned(),
        effect: Effect::Allow,
        subject,
        target: Some(vec![Pattern { tenant, list }]),
        when: rng.chance(85).then(|| expr(rng, 2, family)),
        unless: rng.chance(25).then(|| atom(rng, family)),
        from: None,
        until: None,
    }
}

/// Every event that differs in what the rules read.
fn events(policy: &Policy) -> Vec<Event> {
    let said = format!("{:?}", policy.rules);
    let time = Event::new([("time", Value::Time(at("2026-03-02T15:00:00")))]);
    let reads = |field: &str| match field {
        "tenant" => said.contains("\"tenant\"") || said.contains("Glob(Glob"),
        "list" => said.contains("news"),
        "roles" => said.contains("\"roles\"") || said.contains("Role("),
        field => said.contains(&format!("\"{field}\"")),
    };
    let mut all = vec![time];
    for (field, values) in domain().into_iter().filter(|(field, _)| reads(field)) {
        let with = |event: &Event, value: &Option<Value>| match value {
            Some(value) => event.with(field, value.clone()),
            None => event.clone(),
        };
        all = all
            .iter()
            .flat_map(|event| values.iter().map(move |value| with(event, value)))
            .collect();
        if all.len() > 1_500 {
            return Vec::new();
        }
    }
    all
}

#[test]
fn every_answer_is_that_of_enumeration() {
    let (mut can, mut never) = (0, 0);
    for seed in seeds(1_200) {
        let rng = &mut Rng::new(seed);
        let family = rng.below(6);
        let rules = ["one", "two", "three"].map(|name| a_rule(rng, name, family));
        let policy = Policy {
            roles: vec!["support".to_owned(), "dpo".to_owned()],
            rules: rules.to_vec(),
            ..Policy::default()
        };
        let world = World {
            policy,
            ..World::default()
        };
        let seen = seen(&world);
        if seen.is_empty() {
            continue;
        }
        let files = policy_text::files(&world.policy, rng);
        let set = set(&files);
        let at = |name: &str| {
            set.rules
                .iter()
                .position(|rule| rule.name.text == name)
                .unwrap()
        };
        let places = ["one", "two", "three"].map(at);
        let prover = prover();
        for truths in questions() {
            let expected = seen.keys().any(|seen| {
                seen.iter()
                    .zip(&truths)
                    .all(|(is, wanted)| wanted.have(*is))
            });
            let parts = places
                .iter()
                .zip(&truths)
                .map(|(at, truths)| rule(&set, *at, *truths));
            let answer = prover.ask(&Ask::All(parts.collect()));
            let agreed = match &answer {
                Answer::Can(_) => expected,
                Answer::Never => !expected,
                Answer::GaveUp(_) => false,
            };
            can += usize::from(expected);
            never += usize::from(!expected);
            assert!(
                agreed,
                "{}\n{truths:?} {answer:?}\n{}",
                again(seed),
                files.join("\n")
            );
        }
    }
    assert!(can > 1_500 && never > 400, "{can} {never}");
}

/// Never matches, covered, covered by two together, dead, equal, wider, undecided.
fn questions() -> Vec<[Truths; 3]> {
    use Truths as T;
    vec![
        [T::TRUE, T::ANY, T::ANY],
        [T::FALSE, T::ANY, T::ANY],
        [T::UNKNOWN, T::ANY, T::ANY],
        [T::TRUE, T::NOT_TRUE, T::ANY],
        [T::NOT_TRUE, T::TRUE, T::ANY],
        [T::TRUE, T::NOT_TRUE, T::NOT_TRUE],
        [T::TRUE, T::FALSE, T::ANY],
        [T::TRUE, T::FALSE, T::FALSE],
        [T::UNKNOWN, T::NOT_FALSE, T::FALSE],
        [T::KNOWN, T::UNKNOWN, T::ANY],
    ]
}

/// The combinations of the rules' truths that occur.
fn seen(world: &World) -> BTreeMap<Vec<Truths>, usize> {
    let mut seen = BTreeMap::new();
    for event in events(&world.policy) {
        let truth = |rule: &Rule| match condition(world, &event, rule) {
            Truth::True => Truths::TRUE,
            Truth::False => Truths::FALSE,
            Truth::Unknown => Truths::UNKNOWN,
        };
        *seen
            .entry(world.policy.rules.iter().map(truth).collect())
            .or_default() += 1;
    }
    seen
}
