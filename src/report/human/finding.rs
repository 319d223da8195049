//! A finding in a log: the record, cut to what matters, and the policy that it breaks.

use super::block::{aside, title};
use super::frame::{Frame, draw};
use super::telling::{fields, labels, telling, waiver_labels};
use super::{policy, record, window};
use crate::event::FieldId;
use crate::finding::{Finding, Kind, RuleAnswer};
use crate::judge::Reason;
use crate::report::{Context, Look};

/// The whole block.
#[must_use]
pub fn block(context: &Context<'_>, finding: &Finding) -> String {
    let look = context.look;
    let told: Vec<(&RuleAnswer, Vec<&Reason>)> = shown(finding)
        .iter()
        .map(|answer| (answer, telling(finding, answer)))
        .collect();
    let matters: Vec<FieldId> = told
        .iter()
        .flat_map(|(_, reasons)| fields(reasons))
        .collect();
    let mut frames: Vec<Frame> = record_frame(finding, &matters, look).into_iter().collect();
    let record_is_shown = !frames.is_empty();
    frames.extend(policy_frames(context, finding, &told));
    let mut text = title(finding.level, &head(finding), &message(finding), look);
    if !record_is_shown {
        text.push_str(&place(finding, look));
    }
    text.push_str(&draw(&frames, look));
    if let Some(window) = &finding.window {
        text.push_str(&window::list(window, look));
    }
    text.push_str(&asides(context, finding));
    text
}

/// Where no rule was broken, the nearest alone: `why` shows the others.
fn shown(finding: &Finding) -> &[RuleAnswer] {
    match finding.rule {
        Some(_) => &finding.answers,
        None => finding.answers.get(..1).unwrap_or(&[]),
    }
}

/// `denied by engineers-none (critical)`, `not-allowed`.
fn head(finding: &Finding) -> String {
    let rule = finding.rule.as_ref().map(|(_, name)| name.as_str());
    let waiver = finding.waiver.as_ref().map(|(_, name)| name.as_str());
    match (finding.kind, waiver, finding.severity) {
        (Kind::Waived, Some(waiver), _) => with_rule(Kind::Waived, Some(waiver)),
        (kind, _, Some(severity)) => {
            format!("{} ({})", with_rule(kind, rule), severity.word())
        }
        (kind, _, None) => with_rule(kind, rule),
    }
}

/// `denied by engineers-none`, `over-limit of slices`.
fn with_rule(kind: Kind, rule: Option<&str>) -> String {
    let name = kind.row().name;
    let Some(rule) = rule else {
        return name.to_owned();
    };
    let word = match kind {
        Kind::Denied | Kind::Waived => "by",
        Kind::OverLimit => "of",
        _ => "for",
    };
    format!("{name} {word} {rule}")
}

fn message(finding: &Finding) -> String {
    match finding.count {
        0 | 1 => finding.message.clone(),
        n => format!("{} ({n} times)", finding.message),
    }
}

fn record_frame(finding: &Finding, matters: &[FieldId], look: Look) -> Option<Frame> {
    let place = finding.place.as_ref()?;
    record::frame(place, finding.excerpt.as_ref()?, matters, look)
}

/// Where it is, for a finding of whose record nothing can be shown.
fn place(finding: &Finding, look: Look) -> String {
    let Some(place) = &finding.place else {
        return String::new();
    };
    let at = format!("{}:{}:{}", place.file, place.at.line, place.at.column);
    aside(if finding.count > 1 { "first at" } else { "at" }, &at, look)
}

fn policy_frames(
    context: &Context<'_>,
    finding: &Finding,
    told: &[(&RuleAnswer, Vec<&Reason>)],
) -> Vec<Frame> {
    let mut frames = Vec::new();
    for (answer, reasons) in told {
        let labels = labels(context.sources, answer, reasons);
        let mut of_rule = policy::frames(context.sources, &labels, context.look);
        if let (Some(first), true) = (of_rule.first_mut(), told.len() > 1) {
            first.about.clone_from(&answer.name);
        }
        frames.extend(of_rule);
    }
    let waiver = context.policy.map(|set| waiver_labels(set, finding));
    let waiver = waiver.unwrap_or_default();
    frames.extend(policy::frames(context.sources, &waiver, context.look));
    frames
}

fn asides(context: &Context<'_>, finding: &Finding) -> String {
    let look = context.look;
    let mut text = String::new();
    if !finding.instead.is_empty() && finding.help.is_none() {
        text.push_str(&aside("otherwise", &instead(finding), look));
    }
    let several = finding.waiver.is_some();
    for answer in shown(finding) {
        text.push_str(&notes(&answer.name, &answer.notes, several, look));
        if let (Some(owner), true) = (&answer.owner, finding.rule.is_some()) {
            text.push_str(&aside("owner", owner, look));
        }
    }
    let waiver = finding.waiver.as_ref();
    let waiver = waiver.and_then(|(id, _)| context.policy?.waiver(*id));
    if let Some(waiver) = waiver {
        let of: Vec<String> = waiver.notes.iter().map(|n| n.text.clone()).collect();
        text.push_str(&notes(&waiver.name.text, &of, several, look));
    }
    if let Some(help) = &finding.help {
        text.push_str(&aside("help", help, look));
    }
    text
}

/// What the authors of rules say of them, with the rule's name where there are several.
fn notes(name: &str, notes: &[String], several: bool, look: Look) -> String {
    let what = if several {
        format!("note of {name}")
    } else {
        "note".to_owned()
    };
    notes.iter().map(|note| aside(&what, note, look)).collect()
}

/// What it would have been but for the waiver, or had it gone out.
fn instead(finding: &Finding) -> String {
    let each = finding.instead.iter();
    let each = each.map(|(kind, rule)| with_rule(*kind, rule.as_deref()));
    each.collect::<Vec<_>>().join(", ")
}
