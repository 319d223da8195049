//! A finding in a log as an object. Every key is always there; what there is not is null.

use super::places::Places;
use crate::event::{Event, Value};
use crate::finding::{Filling, Finding, RuleAnswer, Window};
use crate::judge::Reason;
use crate::report::{Context, words};
use crate::syntax::ast::Severity;
use serde::{Serialize, Serializer};

/// The keys, in their order.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    r#type: &'static str,
    kind: &'static str,
    rule: Option<&'a str>,
    severity: Option<&'static str>,
    level: &'static str,
    file: Option<&'a str>,
    line: Option<u64>,
    column: Option<u64>,
    offset: Option<u64>,
    part: Option<u32>,
    source: Option<&'a str>,
    event: Option<Fields<'a>>,
    reasons: Vec<Because<'a>>,
    rules: Vec<Rule<'a>>,
    window: Option<Filled<'a>>,
    waiver: Option<&'a str>,
    instead: Vec<Instead<'a>>,
    count: u64,
    message: &'a str,
    help: Option<&'a str>,
    fingerprint: &'a str,
}

/// One part of a rule on the event.
#[derive(Debug, Serialize)]
struct Because<'a> {
    rule: &'a str,
    part: &'static str,
    file: Option<&'a str>,
    line: Option<u64>,
    column: Option<u64>,
    /// The policy's text.
    text: &'a str,
    truth: &'static str,
    fails: bool,
    message: &'a str,
    missing: &'a [String],
}

/// A rule that the reasons name.
#[derive(Debug, Serialize)]
struct Rule<'a> {
    rule: &'a str,
    effect: &'static str,
    file: Option<&'a str>,
    line: Option<u64>,
    column: Option<u64>,
    owner: Option<&'a str>,
    notes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Filled<'a> {
    count: i128,
    most: i64,
    unit: &'a str,
    length: &'a str,
    key: &'a str,
    filled_by: u64,
    filling: Vec<Share<'a>>,
}

#[derive(Debug, Serialize)]
struct Share<'a> {
    file: &'a str,
    line: u64,
    column: u64,
    offset: u64,
    part: Option<u32>,
    time: String,
    share: &'a str,
}

#[derive(Debug, Serialize)]
struct Instead<'a> {
    kind: &'static str,
    rule: Option<&'a str>,
}

/// An event's fields by their names.
#[derive(Debug)]
struct Fields<'a>(Vec<(String, &'a Value)>);

impl<'a> Line<'a> {
    /// Of a finding.
    #[must_use]
    pub fn new(context: &Context<'a>, places: &Places<'a>, finding: &'a Finding) -> Self {
        let at = finding.place.as_ref();
        let event = finding.event.as_ref();
        let instead = finding.instead.iter().map(|(kind, rule)| Instead {
            kind: kind.row().name,
            rule: rule.as_deref(),
        });
        Self {
            r#type: "finding",
            kind: finding.kind.row().name,
            rule: finding.rule.as_ref().map(|(_, name)| name.as_str()),
            severity: finding.severity.map(Severity::word),
            level: finding.level.name(),
            file: at.map(|p| p.file.as_str()),
            line: at.map(|p| p.at.line),
            column: at.map(|p| p.at.column),
            offset: at.map(|p| p.at.offset),
            part: at.and_then(|p| p.at.part),
            source: at.map(|p| p.source.as_str()),
            event: event.map(|event| Fields::new(context, event)),
            reasons: reasons(context, places, &finding.answers),
            rules: finding
                .answers
                .iter()
                .map(|a| Rule::new(places, a))
                .collect(),
            window: finding.window.as_ref().map(Filled::new),
            waiver: finding.waiver.as_ref().map(|(_, name)| name.as_str()),
            instead: instead.collect(),
            count: finding.count,
            message: &finding.message,
            help: finding.help.as_deref(),
            fingerprint: &finding.fingerprint,
        }
    }
}

fn reasons<'a>(
    context: &Context<'a>,
    places: &Places<'a>,
    answers: &'a [RuleAnswer],
) -> Vec<Because<'a>> {
    let of = |answer: &'a RuleAnswer| {
        let each = answer.reasons.iter();
        each.map(|reason| Because::new(context, places, &answer.name, reason))
    };
    answers.iter().flat_map(of).collect()
}

impl<'a> Because<'a> {
    fn new(context: &Context<'a>, places: &Places<'a>, rule: &'a str, reason: &'a Reason) -> Self {
        let at = places.of(reason.span);
        Self {
            rule,
            part: words::part(reason.part),
            line: at.as_ref().map(|at| at.line),
            column: at.as_ref().map(|at| at.column),
            file: at.map(|at| at.file),
            text: context.sources.slice(reason.span),
            truth: words::truth(reason.truth),
            fails: reason.fails,
            message: &reason.words,
            missing: &reason.missing,
        }
    }
}

impl<'a> Rule<'a> {
    fn new(places: &Places<'a>, answer: &'a RuleAnswer) -> Self {
        let at = places.of(answer.effect_span);
        Self {
            rule: &answer.name,
            effect: answer.effect,
            line: at.as_ref().map(|at| at.line),
            column: at.as_ref().map(|at| at.column),
            file: at.map(|at| at.file),
            owner: answer.owner.as_deref(),
            notes: &answer.notes,
        }
    }
}

impl<'a> Filled<'a> {
    fn new(window: &'a Window) -> Self {
        Self {
            count: window.count,
            most: window.most,
            unit: &window.unit,
            length: &window.length,
            key: &window.key,
            filled_by: window.filled_by,
            filling: window.filling.iter().map(Share::new).collect(),
        }
    }
}

impl<'a> Share<'a> {
    fn new(filling: &'a Filling) -> Self {
        let at = &filling.place.at;
        Self {
            file: &filling.place.file,
            line: at.line,
            column: at.column,
            offset: at.offset,
            part: at.part,
            time: filling.time.to_string(),
            share: &filling.share,
        }
    }
}

impl<'a> Fields<'a> {
    fn new(context: &Context<'_>, event: &'a Event) -> Self {
        Self(words::fields(event, context.policy).collect())
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, Plain(value))))
    }
}

/// A value as JSON has it: times and addresses are texts.
struct Plain<'a>(&'a Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => text.serialize(to),
            Value::Int(n) => n.serialize(to),
            Value::Bool(b) => b.serialize(to),
            Value::Time(time) => to.collect_str(time),
            Value::Ip(ip) => to.collect_str(ip),
            Value::Texts(texts) => texts.serialize(to),
        }
    }
}
