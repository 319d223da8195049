//! What an event would have needed to be allowed: of the nearest allow the least that fails, and that
//! no deny stood against it.

use super::{Asked, Kin};
use crate::judge::{Answer, Reason, Truth};
use crate::policy::{Expr, ExprKind, Rule};
use crate::report::Context;
use crate::report::human::block::item;
use crate::text::Span;

/// A line for each thing that was wanting; empty where nothing was.
#[must_use]
pub fn lines(context: &Context<'_>, asked: &Asked<'_>) -> String {
    let mut needs = Vec::new();
    let heading = match asked.of(Kin::Allow).first() {
        Some((answer, _)) if answer.truth == Truth::True => TO_BE_ALLOWED.to_owned(),
        Some((answer, rule)) => {
            needs.extend(of_rule(context, answer, rule));
            format!("to be allowed by {} it would have needed", rule.name.text)
        }
        None => {
            needs.push("a rule that allows anything: there is none".to_owned());
            TO_BE_ALLOWED.to_owned()
        }
    };
    for (answer, rule) in asked.of(Kin::Deny) {
        match answer.truth {
            Truth::True => needs.push(format!("not to be denied by {}", rule.name.text)),
            Truth::Unknown => needs.push(format!("what is missing to decide {}", rule.name.text)),
            Truth::False => {}
        }
    }
    let needs: String = needs.iter().map(|need| item(need, context.look)).collect();
    super::section(context.look, &heading, needs)
}

const TO_BE_ALLOWED: &str = "to be allowed it would have needed";

/// The parts that fail, each as the author wrote it; alternatives stand together.
fn of_rule(context: &Context<'_>, answer: &Answer, rule: &Rule) -> Vec<String> {
    let failing: Vec<&Reason> = answer.reasons.iter().filter(|r| r.fails).collect();
    let fails = |span: Span| failing.iter().any(|r| within(r.span, span));
    let text = |span: Span| {
        let words: Vec<&str> = context.sources.slice(span).split_whitespace().collect();
        words.join(" ")
    };
    let mut spans: Vec<Span> = vec![rule.subject.span];
    spans.extend(rule.target.as_ref().map(|target| target.span));
    spans.retain(|span| fails(*span));
    if let Some(when) = &rule.when {
        least(when, &fails, &mut spans);
    }
    let mut needs: Vec<String> = spans.into_iter().map(text).collect();
    if let Some(unless) = rule
        .unless
        .as_ref()
        .filter(|e| fails(e.span) || holds_in(e, &fails))
    {
        needs.push(format!("not ({})", text(unless.span)));
    }
    for (bound, word) in [(rule.period.from, "from"), (rule.period.until, "until")] {
        if let Some((_, span)) =
            bound.filter(|(_, span)| failing.iter().any(|r| meets(r.span, *span)))
        {
            needs.push(format!("{word} {}", text(span)));
        }
    }
    needs
}

/// The smallest expressions that fail: the parts of an `and` each by itself, an `or` as a whole.
fn least(expr: &Expr, fails: &impl Fn(Span) -> bool, spans: &mut Vec<Span>) {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().for_each(|part| least(part, fails, spans)),
        _ if fails(expr.span) || holds_in(expr, fails) => spans.push(expr.span),
        _ => {}
    }
}

/// Whether something fails in a declared condition that the expression names.
fn holds_in(expr: &Expr, fails: &impl Fn(Span) -> bool) -> bool {
    match &expr.kind {
        ExprKind::Condition { body, .. } => fails(body.span) || holds_in(body, fails),
        ExprKind::Not(inner) => holds_in(inner, fails),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().any(|p| holds_in(p, fails)),
        ExprKind::Atom(_) => false,
    }
}

fn within(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && outer.start <= inner.start && inner.end <= outer.end
}

fn meets(one: Span, other: Span) -> bool {
    within(one, other) || within(other, one)
}
