//! `expired-rule`: its `until` has passed.

use super::ended;
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint, written};
use crate::policy::{Effect, Rule};

/// Every rule that is over.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let over = input.set.rules.iter().filter_map(|rule| {
        let (until, span) = ended(rule.period, input.now)?;
        let message = format!("`{}` ended on {}", rule.name.text, written(until));
        let diagnostic = lint.diagnostic(message).label(span, "has passed");
        Some(diagnostic.help(advice(rule)))
    });
    over.collect()
}

fn advice(rule: &Rule) -> String {
    let effect = match rule.effect {
        Effect::Allow => "allows",
        Effect::Deny => "denies",
        Effect::Limit { .. } => "limits",
    };
    format!("it {effect} nothing any more: take it out, or give it a new date and say why")
}
