//! `test` blocks: the rules that they name, and how often their steps repeat.
//!
//! Knows no records, and runs nothing.

use super::super::{Expect, RuleId, Step, Test};
use super::records::record;
use super::rules::{Named, named, rule_named};
use super::scope::{EffectKind, Scope};
use super::words::mismatch;
use crate::syntax::ast::{self, Expected, Name, Spanned, Statement, StatementKind as Is, TestStep};
use crate::text::Span;

const MOST_REPEATS: u32 = 10_000;

/// All tests; rules must have been numbered.
pub(super) fn tests(statements: &[&Statement], scope: &mut Scope<'_>) -> Vec<Test> {
    named(statements, scope, |statement, scope| {
        let Is::Test(tree) = &statement.kind else {
            return None;
        };
        Some((&tree.name, test(tree, statement.span, scope)))
    })
}

fn test(tree: &ast::Test, span: Span, scope: &mut Scope<'_>) -> Option<Test> {
    let given = match &tree.given {
        Some(given) => record(given, scope),
        None => Some(Vec::new()),
    };
    let steps: Vec<_> = tree.steps.iter().map(|s| step(s, scope)).collect();
    Some(Test {
        name: tree.name.clone(),
        span,
        given: given?,
        steps: steps.into_iter().collect::<Option<_>>()?,
    })
}

fn step(tree: &TestStep, scope: &mut Scope<'_>) -> Option<Step> {
    match tree {
        TestStep::Expect(tree) => Some(Step::Expect(expect(tree, scope)?)),
        TestStep::Sequence { span, steps } => {
            let steps: Vec<_> = steps
                .iter()
                .map(|(often, tree)| {
                    let (often, expect) = (repeats(*often, scope), expect(tree, scope));
                    Some((often?, expect?))
                })
                .collect();
            Some(Step::Sequence(
                *span,
                steps.into_iter().collect::<Option<_>>()?,
            ))
        }
    }
}

fn repeats(often: Option<Spanned<i64>>, scope: &mut Scope<'_>) -> Option<u32> {
    let Some(often) = often else { return Some(1) };
    let fits = u32::try_from(often.value).ok();
    let fits = fits.filter(|n| (1..=MOST_REPEATS).contains(n));
    if fits.is_none() {
        let diagnostic = mismatch(format!(
            "`repeat` takes 1 to {MOST_REPEATS}, not {}",
            often.value
        ))
        .label(often.span, "out of range")
        .help("give fewer and larger exports instead");
        scope.report(diagnostic);
    }
    fits
}

fn expect(tree: &ast::Expect, scope: &mut Scope<'_>) -> Option<Expect> {
    let with = match &tree.with {
        Some(with) => record(with, scope),
        None => Some(Vec::new()),
    };
    let of = findings(&tree.of, tree.outcome.value, scope);
    let (with, (of, of_not_allowed)) = (with?, of?);
    Some(Expect {
        span: tree.span,
        outcome: tree.outcome.value,
        outcome_span: tree.outcome.span,
        with,
        of,
        of_not_allowed,
    })
}

type Findings = (Vec<(RuleId, Span)>, Option<Span>);

fn findings(names: &[Name], outcome: Expected, scope: &mut Scope<'_>) -> Option<Findings> {
    let (mut rules, mut not_allowed, mut whole) = (Vec::new(), None, true);
    for name in names {
        let Some(named) = rule_named(name, scope) else {
            whole = false;
            continue;
        };
        if let Some(complaint) = never_of(outcome, &named) {
            whole = false;
            let diagnostic = mismatch(format!("`{}` {}", name.text, complaint.0))
                .label(name.span, "never among them")
                .help(complaint.1);
            scope.report(diagnostic);
            continue;
        }
        match named {
            Named::NotAllowed => not_allowed = Some(name.span),
            Named::Rule(_, Some(id)) => rules.push((id, name.span)),
            Named::Rule(_, None) => whole = false,
        }
    }
    rules.sort();
    rules.dedup_by_key(|(id, _)| *id);
    whole.then_some((rules, not_allowed))
}

/// Why an outcome never comes of what is named, and what to name.
fn never_of(outcome: Expected, named: &Named) -> Option<(&'static str, &'static str)> {
    match (outcome, named) {
        (Expected::Allow, Named::NotAllowed) => Some((
            "is a violation, and allows nothing",
            "behind `allow` name allows",
        )),
        (Expected::Allow, Named::Rule(EffectKind::Deny | EffectKind::Limit, _)) => {
            Some(("forbids, and allows nothing", "behind `allow` name allows"))
        }
        (Expected::Violation, Named::Rule(EffectKind::Allow, _)) => Some((
            "is an allow, and finds no violation",
            "name a deny, a limit, or `not-allowed`",
        )),
        (Expected::Undecided, Named::Rule(EffectKind::Allow, _)) => Some((
            "is an allow, and is never undecided",
            "name a deny or a limit",
        )),
        (Expected::Undecided, Named::NotAllowed) => {
            Some(("is never undecided", "name a deny or a limit"))
        }
        _ => None,
    }
}
