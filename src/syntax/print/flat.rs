//! The text of everything that stands on one line.

use super::Printer;
use crate::syntax::ast::{
    Amount, AnyAll, Atom, Collection, Comparison, Effect, EffectKind, Entity, Expect, Expected,
    Expr, ExprKind, Globs, HoursSpan, Item, List, Literal, LiteralKind, Measure, Name, Operand,
    Path, Record, RecordValue, Severity, Spanned, State, Subject, SubjectKind, Target, Text, Type,
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

pub fn entity(entity: Entity) -> &'static str {
    match entity {
        Entity::Actor => "actor",
        Entity::Tenant => "tenant",
        Entity::List => "list",
        Entity::Ticket => "ticket",
    }
}

pub fn field_type(ty: Type) -> &'static str {
    match ty {
        Type::Text => "text",
        Type::Int => "int",
        Type::Bool => "bool",
        Type::Time => "time",
        Type::Ip => "ip",
        Type::Texts => "set of text",
    }
}

pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

pub fn expected(expected: Expected) -> &'static str {
    match expected {
        Expected::Allow => "allow",
        Expected::Violation => "violation",
        Expected::Undecided => "undecided",
    }
}

fn comparison(op: Comparison) -> &'static str {
    match op {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Set => "set",
        State::Missing => "missing",
        State::Listed => "listed",
        State::Unlisted => "unlisted",
    }
}

fn any_all(quantifier: AnyAll) -> &'static str {
    match quantifier {
        AnyAll::Any => "any",
        AnyAll::All => "all",
    }
}

/// `not `, or nothing.
fn not(negated: bool) -> &'static str {
    if negated { "not " } else { "" }
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

    /// A condition on one line.
    pub fn flat_expr(&self, expr: &Expr) -> String {
        let all = |parts: &[Expr]| parts.iter().map(|e| self.flat_expr(e)).collect::<Vec<_>>();
        match &expr.kind {
            ExprKind::Or(parts) => all(parts).join(" or "),
            ExprKind::And(parts) => all(parts).join(" and "),
            ExprKind::Not(inner) => format!("not {}", self.flat_expr(inner)),
            ExprKind::Parens(inner) => format!("({})", self.flat_expr(inner)),
            ExprKind::Broken => self.verbatim(expr.span),
            ExprKind::Atom(atom) => {
                let (head, list) = self.atom(atom);
                head + &list.map_or_else(String::new, |l| self.flat_list(l))
            }
        }
    }

    /// An atom's text; a list at its end is apart, since it may be broken over lines.
    pub fn atom<'t>(&self, atom: &'t Atom) -> (String, Option<&'t List>) {
        match atom {
            Atom::Bare(of) => (path(of), None),
            Atom::Is {
                path: of,
                state: is,
            } => (format!("{} is {}", path(of), state(is.value)), None),
            Atom::Compare {
                path: of,
                op,
                operand,
            } => {
                let operand = self.operand(operand);
                (
                    format!("{} {} {operand}", path(of), comparison(op.value)),
                    None,
                )
            }
            Atom::In {
                path: of,
                negated,
                collection,
                ..
            } => self.with_collection(format!("{} {}in ", path(of), not(*negated)), collection),
            Atom::Like {
                path: of,
                negated,
                globs,
                ..
            } => {
                let head = format!("{} {}like ", path(of), not(*negated));
                match globs {
                    Globs::Text(glob) => (head + &text(glob), None),
                    Globs::Collection(collection) => self.with_collection(head, collection),
                }
            }
            Atom::Matches {
                path: of,
                negated,
                pattern,
                ..
            } => {
                let pattern = self.verbatim(pattern.span);
                (
                    format!("{} {}matches {pattern}", path(of), not(*negated)),
                    None,
                )
            }
            Atom::Contains {
                path: of,
                negated,
                item,
                ..
            } => {
                let item = self.item(item);
                (
                    format!("{} {}contains {item}", path(of), not(*negated)),
                    None,
                )
            }
            Atom::AnyAll {
                quantifier,
                path: of,
                collection,
            } => {
                let head = format!("{} {} in ", any_all(quantifier.value), path(of));
                self.with_collection(head, collection)
            }
            Atom::Approved {
                by,
                of_tenant,
                within,
            } => {
                let of = if *of_tenant { " of tenant" } else { "" };
                let within = self.verbatim(within.span);
                (
                    format!("approved by {}{of} at most {within} before", subject(by)),
                    None,
                )
            }
        }
    }

    fn with_collection<'t>(&self, head: String, of: &'t Collection) -> (String, Option<&'t List>) {
        match of {
            Collection::List(list) => (head, Some(list)),
            Collection::Network(network) => (head + &self.verbatim(network.span), None),
            Collection::Path(of) => (head + &path(of), None),
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Literal(value) => self.literal(value),
            Operand::Path {
                path: of,
                shift: None,
            } => path(of),
            Operand::Path {
                path: of,
                shift: Some(by),
            } => {
                let (sign, length) = self.shift(by);
                format!("{} {sign} {length}", path(of))
            }
        }
    }

    /// A sign and a duration, between which anything may have stood.
    fn shift(&self, by: &Spanned<Length>) -> (&'static str, String) {
        let sign = if self.source.slice(by.span).starts_with('-') {
            "-"
        } else {
            "+"
        };
        let length = self.token_before(by.span.end).map(|t| t.span);
        (sign, self.verbatim(length.unwrap_or(by.span)))
    }

    fn literal(&self, literal: &Literal) -> String {
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
