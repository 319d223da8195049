//! The text of everything that stands on one line.

use super::Printer;
use crate::syntax::ast::{
    Amount, Effect, EffectKind, Expect, HoursSpan, Item, List, Literal, LiteralKind, Measure, Name,
    Path, Record, RecordValue, Spanned, Subject, SubjectKind, Target, Text,
};
use crate::syntax::lex::quote;
use crate::text::Span;
use crate::time::{Length, Weekday};

/// A name, in quotes if the author quoted it: a quoted one means another thing.
pub fn name(name: &Name) -> String {
    if name.quoted {
        quote(&name.text)
    } else {
        name.text.clone()
    }
}

/// Names, with commas.
pub fn names(names: &[Name]) -> String {
    joined(names.iter().map(name))
}

/// Texts, with commas between.
pub fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// A text in quotes.
pub fn text(text: &Text) -> String {
    quote(&text.value)
}

/// `tenant.left`.
pub fn path(path: &Path) -> String {
    match &path.tail {
        Some(tail) => format!("{}.{}", name(&path.head), name(tail)),
        None => name(&path.head),
    }
}

/// `role a, b`.
pub fn subject(subject: &Subject) -> String {
    match &subject.kind {
        SubjectKind::Anyone => "anyone".to_owned(),
        SubjectKind::Roles(roles) => format!("role {}", names(roles)),
        SubjectKind::Actors(actors) => format!("actor {}", joined(actors.iter().map(text))),
        SubjectKind::ActorLike(glob) => format!("actor like {}", text(glob)),
    }
}

/// `any/newsletter*, own/*`.
pub fn target(target: &Target) -> String {
    joined(
        target
            .patterns
            .iter()
            .map(|p| format!("{}/{}", name(&p.tenant), name(&p.list))),
    )
}

/// `role a to export any/*`.
pub fn scope(whom: &Subject, what: &Target) -> String {
    format!("{} to export {}", subject(whom), target(what))
}

/// ` exporting any/*`, or nothing.
pub fn exporting(what: Option<&Target>) -> String {
    what.map_or_else(String::new, |t| format!(" exporting {}", target(t)))
}

/// `mon-fri`.
pub fn days(span: &HoursSpan) -> String {
    let (first, last) = (day(span.first.value), day(span.last.value));
    if span.first == span.last {
        first.to_owned()
    } else {
        format!("{first}-{last}")
    }
}

fn day(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

impl Printer<'_> {
    /// What the author wrote, digit for digit.
    pub fn verbatim(&self, span: Span) -> String {
        self.source.slice(span).to_owned()
    }

    /// `allow role a to export any/*`.
    pub fn flat_effect(&self, effect: &Effect) -> String {
        match &effect.kind {
            EffectKind::Allow { subject, target } => format!("allow {}", scope(subject, target)),
            EffectKind::Deny { subject, target } => format!("deny  {}", scope(subject, target)),
            EffectKind::Limit {
                subject: whom,
                target,
                amount,
                keys,
                window,
            } => format!(
                "limit {}{} to {} per {} in {}",
                subject(whom),
                exporting(target.as_ref()),
                self.amount(amount),
                joined(keys.iter().map(path)),
                self.verbatim(window.span),
            ),
        }
    }

    fn amount(&self, amount: &Amount) -> String {
        let most = self.verbatim(amount.most.span);
        let measure = match &amount.measure {
            Measure::Bytes => return most,
            Measure::Exports => "exports".to_owned(),
            Measure::Rows => "rows".to_owned(),
            Measure::Tenants => "tenants".to_owned(),
            Measure::Lists => "lists".to_owned(),
            Measure::Destinations => "destinations".to_owned(),
            Measure::Actors => "actors".to_owned(),
            Measure::Distinct(of) => format!("distinct {}", path(of)),
        };
        format!("{most} {measure}")
    }

    /// A sign and a duration, between which anything may have stood.
    pub fn shift(&self, by: &Spanned<Length>) -> (&'static str, String) {
        let sign = if self.source.slice(by.span).starts_with('-') {
            "-"
        } else {
            "+"
        };
        let length = self.token_before(by.span.end).map(|t| t.span);
        (sign, self.verbatim(length.unwrap_or(by.span)))
    }

    pub fn literal(&self, literal: &Literal) -> String {
        match &literal.kind {
            LiteralKind::Text(value) => quote(value),
            _ => self.verbatim(literal.span),
        }
    }

    /// A list's member.
    pub fn item(&self, item: &Item) -> String {
        match item {
            Item::Name(of) => name(of),
            Item::Network(network) => self.verbatim(network.span),
        }
    }

    /// A list on one line.
    pub fn flat_list(&self, list: &List) -> String {
        format!("[{}]", joined(list.items.iter().map(|i| self.item(i))))
    }

    /// A record on one line.
    pub fn flat_record(&self, record: &Record) -> String {
        if record.entries.is_empty() {
            return "{}".to_owned();
        }
        let entries = record
            .entries
            .iter()
            .map(|(of, value)| self.entry(of, value));
        format!("{{ {} }}", joined(entries))
    }

    /// `path: value`.
    pub fn entry(&self, of: &Path, value: &RecordValue) -> String {
        let value = match value {
            RecordValue::Literal(literal) => self.literal(literal),
            RecordValue::Name(of) => name(of),
            RecordValue::List(list) => self.flat_list(list),
            RecordValue::Missing(_) => "missing".to_owned(),
            RecordValue::Shift(by) => {
                let (sign, length) = self.shift(by);
                format!("{sign}{length}")
            }
        };
        format!("{}: {value}", path(of))
    }

    /// What stands behind an expectation's outcome.
    pub fn flat_rest(&self, expect: &Expect) -> String {
        let with = expect
            .with
            .as_ref()
            .map(|r| format!(" with {}", self.flat_record(r)));
        format!("{}{}", with.unwrap_or_default(), of(expect))
    }
}

/// ` of a, b`, or nothing.
pub fn of(expect: &Expect) -> String {
    if expect.of.is_empty() {
        String::new()
    } else {
        format!(" of {}", names(&expect.of))
    }
}
