//! What the language reference says, checked by hand on the naive evaluator: its first look with its six
//! expectations, and a table for each matter that it settles. The expected answers are read off the text.

mod approvals;
mod atoms;
mod first_look;
mod hours;
mod limits;
mod patterns;
mod people;
mod records;
mod waivers;

use super::evaluate::atom::holds;
use super::evaluate::finding::Kind;
use super::evaluate::truth::Truth;
use super::evaluate::verdict::findings;
use super::model::World;
use super::model::directory::Directory;
use super::model::event::Event;
use super::model::expr::{Atom, Collection, Comparison, Expr, Operand, Sense};
use super::model::instant::at;
use super::model::policy::{
    Effect, Glob, Item, Limit, Measure, Pattern, Policy, Rule, Subject, TenantPart,
};
use super::model::value::{Value, text};

fn rule(name: &str, effect: Effect) -> Rule {
    Rule {
        name: name.to_owned(),
        effect,
        subject: Subject::Anyone,
        target: Some(vec![pattern("any", "*")]),
        when: None,
        unless: None,
        from: None,
        until: None,
    }
}

fn allow_all() -> Rule {
    rule("all", Effect::Allow)
}

fn deny(name: &str, when: Expr) -> Rule {
    Rule {
        when: Some(when),
        ..rule(name, Effect::Deny)
    }
}

fn limit(name: &str, most: i64, measure: Measure, keys: &[&str], window: i128) -> Rule {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    Rule {
        target: None,
        ..rule(
            name,
            Effect::Limit(Limit {
                most,
                measure,
                keys,
                window,
            }),
        )
    }
}

fn pattern(tenant: &str, list: &str) -> Pattern {
    let tenant = match tenant {
        "any" => TenantPart::Any,
        "own" => TenantPart::Own,
        other => TenantPart::Glob(Glob::word(other)),
    };
    Pattern {
        tenant,
        list: Glob::word(list),
    }
}

fn compare(path: &str, comparison: Comparison, value: Value) -> Expr {
    Expr::Atom(Atom::Compare(
        path.to_owned(),
        comparison,
        Operand::Literal(value),
    ))
}

fn compare_paths(path: &str, comparison: Comparison, other: &str, shift: i128) -> Expr {
    Expr::Atom(Atom::Compare(
        path.to_owned(),
        comparison,
        Operand::Path(other.to_owned(), shift),
    ))
}

fn within_path(path: &str, sense: Sense, other: &str) -> Expr {
    Expr::Atom(Atom::In(
        path.to_owned(),
        sense,
        Collection::Path(other.to_owned()),
    ))
}

fn role(name: &str) -> Subject {
    Subject::Role(vec![name.to_owned()])
}

fn quoted(texts: &[&str]) -> Vec<Item> {
    texts
        .iter()
        .map(|text| Item::Quoted((*text).to_owned()))
        .collect()
}

/// An export of opensea's newsletter by ana at noon on a Monday.
fn export() -> Event {
    Event::new([
        ("id", text("e-1")),
        ("time", Value::Time(at("2026-03-02T12:00:00"))),
        ("actor", text("ana@mail.example")),
        ("tenant", text("opensea")),
        ("list", text("newsletter")),
        ("rows", Value::Int(100)),
    ])
}

fn world(rules: Vec<Rule>, directory: Directory, log: Vec<Event>) -> World {
    World {
        policy: Policy {
            rules,
            ..Policy::default()
        },
        directory,
        log,
    }
}

/// What a condition is over one event.
fn truth(world: &World, event: &Event, expr: &Expr) -> Truth {
    holds(world, event, expr)
}

/// Findings as (event, kind, rule).
fn found(world: &World) -> Vec<(usize, Kind, String)> {
    findings(world)
        .into_iter()
        .map(|finding| (finding.event, finding.kind, finding.rule))
        .collect()
}

fn is(event: usize, kind: Kind, rule: &str) -> (usize, Kind, String) {
    (event, kind, rule.to_owned())
}
