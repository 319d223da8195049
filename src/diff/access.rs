//! Exports that are allowed and were not, and the reverse.
//!
//! Whoever gains does so by an allow that is new or says something else, or because a deny says something else or
//! is gone. Each of those is asked for by itself, so that there are as few regions as there are causes.

use super::clauses::{Worded, cause};
use super::confirm::{Confirmed, confirm};
use super::half::Half;
use super::{Change, Halves, Kind, Way};
use crate::policy::{Pattern, Rule, Target, TenantPattern};
use crate::prove::{Answer, Ask, Truths, Why};

pub(super) fn changes(halves: &Halves<'_>) -> Vec<Change> {
    halves.both_ways(|way, before, after| {
        let mut changes = by_allows(halves, way, (before, after));
        changes.extend(by_denies(halves, way, (before, after)));
        changes
    })
}

fn by_allows(
    halves: &Halves<'_>,
    way: Way,
    (before, after): (&Half<'_>, &Half<'_>),
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut told: Vec<&Rule> = Vec::new();
    for allow in after.allows().filter(|rule| !after.is_kept(rule)) {
        let mut all = vec![Ask::rule(after.schema(), allow, Truths::TRUE)];
        all.extend(not_denied(after, allow));
        let before_it = before.allows().filter(|other| may_meet(allow, other));
        all.extend(before_it.map(|rule| Ask::rule(before.schema(), rule, Truths::NOT_TRUE)));
        // What another allow lets out as well is told there.
        let others = told.iter().filter(|other| may_meet(allow, other));
        all.extend(others.map(|rule| Ask::rule(after.schema(), rule, Truths::NOT_TRUE)));
        match seen(halves, way, &Ask::All(all)) {
            Seen::Here(confirmed) => {
                told.push(allow);
                changes.push(of_allow(halves, way, allow, &confirmed));
            }
            Seen::Nowhere => {}
            Seen::Unknown(why) => changes.push(unknown(allow, why)),
        }
    }
    changes
}

fn by_denies(
    halves: &Halves<'_>,
    way: Way,
    (before, after): (&Half<'_>, &Half<'_>),
) -> Vec<Change> {
    let mut changes = Vec::new();
    for deny in before.denies().filter(|rule| !before.is_kept(rule)) {
        let mut gave_up = None;
        let mut found = None;
        for allow in after.allows().filter(|allow| may_meet(allow, deny)) {
            let mut all = vec![
                Ask::rule(before.schema(), deny, Truths::NOT_FALSE),
                Ask::rule(after.schema(), allow, Truths::TRUE),
            ];
            all.extend(not_denied(after, allow));
            match seen(halves, way, &Ask::All(all)) {
                Seen::Here(confirmed) => {
                    found = Some(of_deny(halves, way, deny, allow, &confirmed));
                    break;
                }
                Seen::Nowhere => {}
                Seen::Unknown(why) => gave_up = Some(unknown(deny, why)),
            }
        }
        changes.extend(found.or(gave_up));
    }
    changes
}

/// No deny of the set is true or unknown of what an allow lets out.
fn not_denied<'a>(half: &Half<'a>, allow: &Rule) -> Vec<Ask<'a>> {
    let denies = half.denies().filter(|deny| may_meet(allow, deny));
    denies
        .map(|deny| Ask::rule(half.schema(), deny, Truths::FALSE))
        .collect()
}

enum Seen {
    Here(Confirmed),
    Nowhere,
    Unknown(Why),
}

/// A world in which it is so, and in which the judge says that it is allowed after and was not before.
fn seen(halves: &Halves<'_>, way: Way, ask: &Ask<'_>) -> Seen {
    match halves.prover.ask(ask) {
        Answer::Never => Seen::Nowhere,
        Answer::GaveUp(why) => Seen::Unknown(why),
        Answer::Can(witness) => {
            let (before, after) = halves.going(way);
            match confirm(before.set, after.set, &witness) {
                Some(confirmed) => Seen::Here(confirmed),
                None => Seen::Unknown(Why::Rough),
            }
        }
    }
}

fn of_allow(halves: &Halves<'_>, way: Way, allow: &Rule, confirmed: &Confirmed) -> Change {
    let (before, _) = halves.going(way);
    let name = &allow.name.text;
    let (kind, message) = match way {
        Way::Closes => (
            Kind::LostAccess,
            format!("`{name}` lets {} export less", who(halves, allow)),
        ),
        _ => (
            Kind::NewAccess,
            format!("`{name}` lets {} export more", who(halves, allow)),
        ),
    };
    let counterpart = before.rule_named(name);
    let worded = Worded { halves, way };
    Change::new(kind, message)
        .labels(cause(&worded, counterpart, allow))
        .help(example(way, confirmed))
}

fn of_deny(
    halves: &Halves<'_>,
    way: Way,
    deny: &Rule,
    allow: &Rule,
    confirmed: &Confirmed,
) -> Change {
    let (_, after) = halves.going(way);
    let name = &deny.name.text;
    let (kind, message) = match way {
        Way::Closes => (
            Kind::LostAccess,
            format!("`{name}` denies what was allowed"),
        ),
        _ => (
            Kind::NewAccess,
            format!("`{name}` no longer denies what it denied"),
        ),
    };
    let counterpart = after.rule_named(name);
    let worded = Worded {
        halves,
        way: way.back(),
    };
    let allows = match way {
        Way::Closes => "allowed by this",
        _ => "allows it now",
    };
    Change::new(kind, message)
        .labels(cause(&worded, counterpart, deny))
        .label(allow.effect_span, allows)
        .help(example(way, confirmed))
}

/// Its subject, as the author wrote it.
fn who(halves: &Halves<'_>, rule: &Rule) -> String {
    format!("`{}`", halves.text(rule.subject.span))
}

fn example(way: Way, confirmed: &Confirmed) -> String {
    let now = match way {
        Way::Closes => "refused now",
        _ => "allowed now",
    };
    format!("{now}, for one: {}", confirmed.text)
}

fn unknown(rule: &Rule, why: Why) -> Change {
    let name = &rule.name.text;
    let message = format!(
        "cannot tell what the change of `{name}` lets out: {}",
        why.words()
    );
    Change::new(Kind::NotCompared, message)
        .label(rule.effect_span, "")
        .help("look at it yourself, or write it in simpler parts")
}

/// Whether two rules can be about one list. Told from exact names alone: what it leaves out is left to the prover.
fn may_meet(a: &Rule, b: &Rule) -> bool {
    match (&a.target, &b.target) {
        (Some(a), Some(b)) => targets_meet(a, b),
        _ => true,
    }
}

fn targets_meet(a: &Target, b: &Target) -> bool {
    let mut pairs = a
        .patterns
        .iter()
        .flat_map(|a| b.patterns.iter().map(move |b| (a, b)));
    pairs.any(|(a, b)| patterns_meet(a, b))
}

fn patterns_meet(a: &Pattern, b: &Pattern) -> bool {
    let (list_a, list_b) = (a.list.text(), b.list.text());
    if !list_a.contains('*') && !list_b.contains('*') && list_a != list_b {
        return false;
    }
    match (&a.tenant, &b.tenant) {
        (TenantPattern::Globs(_, a), TenantPattern::Globs(_, b)) => {
            let exact = |text: &str| !text.contains('*');
            let all_exact = a.iter().chain(b.iter()).all(|glob| exact(glob.text()));
            !all_exact || a.iter().any(|a| b.iter().any(|b| a.text() == b.text()))
        }
        _ => true,
    }
}
