//! What comes of an event by the answers of all rules; limits need the other events.

use super::{Asked, Kin};
use crate::judge::Truth;
use crate::policy::Waiver;
use crate::report::Look;
use crate::report::human::block::paragraph;
use crate::report::human::paint::{Ink, paint};

/// A line for each thing that it comes to.
#[must_use]
pub fn lines(asked: &Asked<'_>, look: Look) -> String {
    let mut said = Vec::new();
    let denied = named(asked, Kin::Deny, Truth::True);
    let undecided = named(asked, Kin::Deny, Truth::Unknown);
    let allowed = named(asked, Kin::Allow, Truth::True);
    if !denied.is_empty() {
        said.push((Ink::Error, format!("denied by {}", denied.join(", "))));
    }
    if !undecided.is_empty() {
        said.push((
            Ink::Error,
            format!("undecided for {}", undecided.join(", ")),
        ));
    }
    if said.is_empty() && allowed.is_empty() {
        said.push((Ink::Error, "not allowed by any rule".to_owned()));
    } else if said.is_empty() {
        let by = allowed.join(", ");
        said.push((Ink::Good, format!("allowed by {by}, limits aside")));
    }
    for waiver in lifting(asked) {
        let lifts = lifted(asked, waiver).join(", ");
        let text = format!("the waiver {} lifts {lifts}", waiver.name.text);
        said.push((Ink::Info, text));
    }
    let lines = said.iter().map(|(ink, text)| {
        let text = paragraph(text, look);
        let lines = text.lines().map(|line| paint(look, *ink, line) + "\n");
        lines.collect::<String>()
    });
    lines.collect()
}

/// The names of rules with this answer that no waiver lifts.
fn named<'a>(asked: &Asked<'a>, kin: Kin, truth: Truth) -> Vec<&'a str> {
    let answers = asked.of(kin).into_iter();
    let answers = answers.filter(|(answer, _)| answer.truth == truth);
    let standing = answers.filter(|(answer, _)| {
        let mut lifting = lifting(asked);
        !lifting.any(|waiver| waiver.lifts.iter().any(|(id, _)| *id == answer.rule))
    });
    standing.map(|(_, rule)| rule.name.text.as_str()).collect()
}

/// The waivers that cover the event.
fn lifting<'a>(asked: &Asked<'a>) -> impl Iterator<Item = &'a Waiver> {
    let policy = asked.policy;
    let covering = asked
        .waivers
        .iter()
        .filter(|(_, truth, _)| *truth == Truth::True);
    covering.filter_map(|(id, ..)| policy.waiver(*id))
}

fn lifted<'a>(asked: &Asked<'a>, waiver: &Waiver) -> Vec<&'a str> {
    let rules = waiver
        .lifts
        .iter()
        .filter_map(|(id, _)| asked.policy.rule(*id));
    let mut names: Vec<&str> = rules.map(|rule| rule.name.text.as_str()).collect();
    names.extend(waiver.lifts_not_allowed.map(|_| "not-allowed"));
    names
}
