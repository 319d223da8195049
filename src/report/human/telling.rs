//! Which parts of the rules a finding underlines, and with which words.
//!
//! Of an allow what fails, of a deny or a limit what holds, of an undecided rule what is unknown.

use crate::event::FieldId;
use crate::finding::{Finding, Kind, RuleAnswer};
use crate::judge::{Part, Reason, Truth};
use crate::policy::PolicySet;
use crate::report::place::stretch;
use crate::text::{Sources, Span};

/// The parts of an answer that tell why the finding is what it is.
#[must_use]
pub fn telling<'a>(finding: &Finding, answer: &'a RuleAnswer) -> Vec<&'a Reason> {
    let unknown = finding.kind == Kind::Undecided;
    let tells = |reason: &&Reason| match answer.effect {
        _ if unknown => reason.truth == Truth::Unknown || !reason.missing.is_empty(),
        "allow" => reason.fails,
        _ => holds(reason),
    };
    answer.reasons.iter().filter(tells).collect()
}

/// Whether a part is as its rule wants it.
fn holds(reason: &Reason) -> bool {
    let wanted = if reason.part == Part::Unless {
        Truth::False
    } else {
        Truth::True
    };
    !reason.fails && reason.truth == wanted
}

/// The fields that these parts read.
#[must_use]
pub fn fields(reasons: &[&Reason]) -> Vec<FieldId> {
    let fields = reasons.iter().flat_map(|reason| &reason.fields);
    fields.map(|(field, _)| *field).collect()
}

/// The labels of an answer; of one that no part tells of, the effect as a whole.
#[must_use]
pub fn labels(sources: &Sources, answer: &RuleAnswer, reasons: &[&Reason]) -> Vec<(Span, String)> {
    let mut labels: Vec<(Span, String)> = Vec::new();
    for reason in together(reasons) {
        if let Some(used) = reason
            .used_at
            .filter(|used| labels.iter().all(|l| l.0 != *used))
        {
            labels.push((used, declared_at(sources, reason.span)));
        }
        labels.push((reason.span, words(&reason)));
    }
    if labels.is_empty() {
        labels.push((answer.effect_span, format!("rule `{}`", answer.name)));
    }
    labels
}

/// Patterns of a target that fail for the same reason are one stretch.
fn together(reasons: &[&Reason]) -> Vec<Reason> {
    let mut all: Vec<Reason> = Vec::new();
    for reason in reasons {
        match all.last_mut() {
            Some(last) if is_same_target(last, reason) => last.span = last.span.to(reason.span),
            _ => all.push((*reason).clone()),
        }
    }
    all
}

fn is_same_target(one: &Reason, other: &Reason) -> bool {
    one.part == Part::Target
        && other.part == Part::Target
        && one.span.source == other.span.source
        && one.used_at == other.used_at
        && (one.truth, &one.words) == (other.truth, &other.words)
}

fn words(reason: &Reason) -> String {
    if !reason.words.is_empty() || reason.missing.is_empty() {
        return reason.words.clone();
    }
    let paths: Vec<String> = reason.missing.iter().map(|p| format!("`{p}`")).collect();
    let are = if paths.len() == 1 { "is" } else { "are" };
    format!("{} {are} missing", paths.join(", "))
}

fn declared_at(sources: &Sources, span: Span) -> String {
    stretch(sources, span).map_or_else(String::new, |at| {
        format!("see {}:{}:{}", at.file, at.line, at.column)
    })
}

/// The waiver that lifted a finding: what it lifts of it, who gave it, and until when.
#[must_use]
pub fn waiver_labels(policy: &PolicySet, finding: &Finding) -> Vec<(Span, String)> {
    let waiver = finding
        .waiver
        .as_ref()
        .and_then(|(id, _)| policy.waiver(*id));
    let Some(waiver) = waiver else {
        return Vec::new();
    };
    let rule = finding.rule.as_ref().map(|(id, _)| *id);
    let lifted = waiver.lifts.iter().find(|(id, _)| Some(*id) == rule);
    let lifted = lifted.map(|(_, span)| *span).or(waiver.lifts_not_allowed);
    let mut labels = vec![(waiver.name.span, "this waiver".to_owned())];
    labels.extend(lifted.map(|span| (span, "lifts it".to_owned())));
    labels.extend(
        waiver
            .period
            .until
            .map(|(_, span)| (span, "until then".to_owned())),
    );
    labels.push((waiver.by.span, "gave it".to_owned()));
    labels
}
