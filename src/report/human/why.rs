//! Every rule's answer on one event, part by part, and what it would have taken to be allowed.
//!
//! Judges nothing: it shows the answers that it is given. Limits need the other events of the log, so
//! that of them only the condition is told.

mod answer;
mod needed;
mod verdict;

use super::block::{aside, paragraph};
use super::frame::draw;
use super::paint::{Ink, paint};
use super::{fitted, record};
use crate::event::{Event, FieldId};
use crate::finding::{Excerpt, LogPlace};
use crate::judge::{Answer, Reason, Truth};
use crate::policy::{Effect, PolicySet, Rule, WaiverId};
use crate::report::{Context, Look, words};
use std::cmp::Reverse;

/// An event and every answer on it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Where the event stands, if it comes from a log.
    pub place: Option<&'a LogPlace>,
    /// Its record.
    pub excerpt: Option<&'a Excerpt>,
    /// What it says.
    pub event: &'a Event,
    /// One for each rule.
    pub answers: &'a [Answer],
    /// One for each waiver.
    pub waivers: &'a [(WaiverId, Truth, Vec<Reason>)],
    /// The rules and waivers that were asked.
    pub policy: &'a PolicySet,
}

/// The whole view: the record, the verdict, the rules by effect, and what was wanting.
#[must_use]
pub fn why(context: &Context<'_>, asked: &Asked<'_>) -> String {
    let context = fitted(*context);
    let parts = [
        event(asked, context.look),
        verdict::lines(asked, context.look),
        rules(&context, "allows, the nearest first", &asked.of(Kin::Allow)),
        rules(&context, "denies", &asked.of(Kin::Deny)),
        rules(
            &context,
            "limits, their conditions only",
            &asked.of(Kin::Limit),
        ),
        waivers(&context, asked),
        needed::lines(&context, asked),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join("\n")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kin {
    Allow,
    Deny,
    Limit,
}

impl<'a> Asked<'a> {
    /// The answers of rules with an effect: the true ones first, then those that lack least.
    fn of(&self, kin: Kin) -> Vec<(&'a Answer, &'a Rule)> {
        let mut of: Vec<_> = self
            .answers
            .iter()
            .filter_map(|answer| Some((answer, self.policy.rule(answer.rule)?)))
            .filter(|(_, rule)| kin == kin_of(&rule.effect))
            .collect();
        of.sort_by_key(|(answer, rule)| {
            let failing = answer.reasons.iter().filter(|r| r.fails).count();
            (Reverse(answer.truth), failing, &rule.name.text)
        });
        of
    }
}

fn kin_of(effect: &Effect) -> Kin {
    match effect {
        Effect::Allow => Kin::Allow,
        Effect::Deny => Kin::Deny,
        Effect::Limit { .. } => Kin::Limit,
    }
}

/// The record's frame with every mapped field; of an event without a record, its fields.
fn event(asked: &Asked<'_>, look: Look) -> String {
    let frame = asked.place.zip(asked.excerpt).and_then(|(place, excerpt)| {
        let all: Vec<FieldId> = excerpt.fields.iter().map(|(id, _)| *id).collect();
        record::frame(place, excerpt, &all, look)
    });
    if let Some(frame) = frame {
        return draw(&[frame], look);
    }
    let fields = words::fields(asked.event, Some(asked.policy));
    let fields = fields.map(|(name, value)| aside(&name, &words::value(value), look));
    fields.collect()
}

fn rules(context: &Context<'_>, heading: &str, answers: &[(&Answer, &Rule)]) -> String {
    let answers = answers.iter().map(|(answer, rule)| {
        let head = answer::Head {
            name: &rule.name.text,
            span: rule.name.span,
            truth: answer.truth,
        };
        answer::lines(context, &head, &answer.reasons)
    });
    section(context.look, heading, answers.collect())
}

fn waivers(context: &Context<'_>, asked: &Asked<'_>) -> String {
    let answers = asked.waivers.iter().filter_map(|(id, truth, reasons)| {
        let waiver = asked.policy.waiver(*id)?;
        let head = answer::Head {
            name: &waiver.name.text,
            span: waiver.name.span,
            truth: *truth,
        };
        Some(answer::lines(context, &head, reasons))
    });
    section(context.look, "waivers", answers.collect())
}

fn section(look: Look, heading: &str, body: String) -> String {
    if body.is_empty() {
        return body;
    }
    let heading = paragraph(heading, look);
    let heading = paint(look, Ink::Heading, heading.trim_end());
    format!("{heading}\n{body}")
}
