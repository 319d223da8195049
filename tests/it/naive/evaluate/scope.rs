//! Subjects, targets and periods: whom, what and when a rule is about.
//! It deliberately does not know what a rule does.

use std::collections::BTreeSet;

use super::atom::{holds, texts};
use super::attribute::{Found, look_up};
use super::glob;
use super::people::{folded, identity};
use super::truth::{self, Truth};
use crate::naive::model::World;
use crate::naive::model::event::Event;
use crate::naive::model::expr::{Atom, Comparison, Expr, Operand};
use crate::naive::model::instant::Nanos;
use crate::naive::model::policy::{Glob, Item, Pattern, Rule, Subject, Target, TenantPart, Waiver};
use crate::naive::model::value::Value;

/// Subject and target and when and not unless and `from <= time < until`.
pub fn condition(world: &World, event: &Event, rule: &Rule) -> Truth {
    truth::all([
        exporter(world, event, &rule.subject),
        target(world, event, &rule.target),
        rule.when
            .as_ref()
            .map_or(Truth::True, |when| holds(world, event, when)),
        rule.unless
            .as_ref()
            .map_or(Truth::True, |unless| holds(world, event, unless).negated()),
        period(event, rule.from, rule.until),
    ])
}

pub fn waives(world: &World, event: &Event, waiver: &Waiver) -> Truth {
    truth::all([
        exporter(world, event, &waiver.subject),
        target(world, event, &waiver.target),
        waiver
            .when
            .as_ref()
            .map_or(Truth::True, |when| holds(world, event, when)),
        period(event, Some(waiver.from), Some(waiver.until)),
    ])
}

fn period(event: &Event, from: Option<Nanos>, until: Option<Nanos>) -> Truth {
    Truth::of(
        from.is_none_or(|from| from <= event.time())
            && until.is_none_or(|until| event.time() < until),
    )
}

fn exporter(world: &World, event: &Event, subject: &Subject) -> Truth {
    let roles = match look_up(world, event, "roles") {
        Found::Is(Value::Set(roles)) => Some(roles),
        _ => None,
    };
    covers(world, subject, event.text("actor"), roles)
}

/// Whether somebody, of whom name or roles may be missing, is one of the subject. `anyone` includes strangers.
pub fn covers(
    world: &World,
    subject: &Subject,
    who: Option<&str>,
    roles: Option<BTreeSet<String>>,
) -> Truth {
    match subject {
        Subject::Anyone => Truth::True,
        Subject::Role(wanted) => {
            Truth::known(roles.map(|roles| wanted.iter().any(|role| roles.contains(role))))
        }
        Subject::Actor(wanted) => {
            let person = |text: &str| identity(&world.directory, text);
            Truth::known(who.map(|who| wanted.iter().any(|one| person(one) == person(who))))
        }
        Subject::ActorLike(pattern) => {
            Truth::known(who.map(|who| glob::matches(&folded(pattern), &folded(who))))
        }
    }
}

fn target(world: &World, event: &Event, target: &Option<Target>) -> Truth {
    match target {
        None => Truth::True,
        Some(patterns) => truth::any(
            patterns
                .iter()
                .map(|pattern| in_pattern(world, event, pattern)),
        ),
    }
}

fn in_pattern(world: &World, event: &Event, pattern: &Pattern) -> Truth {
    let tenant = match &pattern.tenant {
        TenantPart::Any => Truth::True,
        TenantPart::Own => own(world, event),
        TenantPart::Glob(glob) => one_of(&tenant_globs(world, glob), event.text("tenant")),
    };
    truth::all([
        tenant,
        one_of(&[pattern.list.text.clone()].into(), event.text("list")),
    ])
}

fn own(world: &World, event: &Event) -> Truth {
    let same = Atom::Compare(
        "actor.tenant".to_owned(),
        Comparison::Equal,
        Operand::Path("tenant".to_owned(), 0),
    );
    holds(world, event, &Expr::Atom(same))
}

/// An unquoted word that names a set stands for its members, each a glob.
fn tenant_globs(world: &World, glob: &Glob) -> BTreeSet<String> {
    match glob.quoted {
        true => [glob.text.clone()].into(),
        false => texts(world, &[Item::Bare(glob.text.clone())]),
    }
}

/// A pattern over a missing tenant or list is unknown, but for `*`.
fn one_of(globs: &BTreeSet<String>, text: Option<&str>) -> Truth {
    if globs.contains("*") {
        return Truth::True;
    }
    Truth::known(text.map(|text| globs.iter().any(|pattern| glob::matches(pattern, text))))
}
