//! Rules, waivers and invariants, sorted by name.
//!
//! Knows no expressions. What is broken, or named like an earlier one, is checked but not kept.

use super::super::{
    Amount, Effect, Invariant, Measure, Path, Rule, RuleId, Subject, Target, Waiver,
};
use super::clauses::{Clauses, clauses};
use super::paths::scalar;
use super::scope::{EffectKind, Scope};
use super::subject::subject;
use super::target::target;
use super::words::{mismatch, unknown};
use crate::event::FieldId;
use crate::syntax::ast::{self, Name, Severity, Statement, StatementKind as Is};
use crate::text::Span;
use std::collections::BTreeMap;

/// All rules.
pub(super) fn rules(statements: &[&Statement], scope: &mut Scope<'_>) -> Vec<Rule> {
    named(statements, scope, |statement, scope| {
        let Is::Rule(tree) = &statement.kind else {
            return None;
        };
        Some((&tree.name, rule(tree, statement.span, scope)))
    })
}

/// All invariants.
pub(super) fn invariants(statements: &[&Statement], scope: &mut Scope<'_>) -> Vec<Invariant> {
    named(statements, scope, |statement, scope| {
        let Is::Invariant(tree) = &statement.kind else {
            return None;
        };
        Some((&tree.name, invariant(tree, statement.span, scope)))
    })
}

/// All waivers; rules must have been numbered.
pub(super) fn waivers(statements: &[&Statement], scope: &mut Scope<'_>) -> Vec<Waiver> {
    named(statements, scope, |statement, scope| {
        let Is::Waiver(tree) = &statement.kind else {
            return None;
        };
        Some((&tree.name, waiver(tree, statement.span, scope)))
    })
}

/// What one kind of statement declares, by name; of several with one name the first.
pub(super) fn named<'t, T>(
    statements: &[&'t Statement],
    scope: &mut Scope<'_>,
    resolve: impl Fn(&'t Statement, &mut Scope<'_>) -> Option<(&'t Name, Option<T>)>,
) -> Vec<T> {
    let mut found: BTreeMap<&str, Option<T>> = BTreeMap::new();
    for statement in statements {
        let Some((name, resolved)) = resolve(statement, scope) else {
            continue;
        };
        let resolved = resolved.filter(|_| !statement.broken);
        found.entry(&name.text).or_insert(resolved);
    }
    found.into_values().flatten().collect()
}

/// A name in `lift` or `of`: a rule, or `not-allowed`.
pub(super) enum Named {
    Rule(EffectKind, Option<RuleId>),
    NotAllowed,
}

/// Finds a rule. None: there is none, or it is broken, and that was reported.
pub(super) fn rule_named(name: &Name, scope: &mut Scope<'_>) -> Option<Named> {
    if name.text == "not-allowed" && !name.quoted {
        return Some(Named::NotAllowed);
    }
    if let Some(entry) = scope.rules.get(name.text.as_str()) {
        return Some(Named::Rule(entry.effect?, entry.id));
    }
    if !scope.may_be_unread(&["rule"]) {
        let names = scope.rules.keys().copied().chain(["not-allowed"]);
        let diagnostic = unknown(scope, "rule", name, names);
        scope.report(diagnostic);
    }
    None
}

fn rule(tree: &ast::Rule, span: Span, scope: &mut Scope<'_>) -> Option<Rule> {
    let acts = tree.effect.as_ref().map(|effect| acts(effect, scope));
    let clauses = clauses(&tree.clauses, scope);
    let ((effect, subject, target), clauses) = (acts??, clauses?);
    Some(Rule {
        name: tree.name.clone(),
        span,
        effect,
        effect_span: tree.effect.as_ref()?.span,
        subject,
        target,
        when: clauses.when,
        unless: clauses.unless,
        period: clauses.period,
        severity: clauses.severity.unwrap_or(Severity::High),
        owner: clauses.owner,
        notes: clauses.notes,
    })
}

fn acts(tree: &ast::Effect, scope: &mut Scope<'_>) -> Option<(Effect, Subject, Option<Target>)> {
    let (whom, which, effect) = match &tree.kind {
        ast::EffectKind::Allow { subject, target } => (subject, Some(target), Some(Effect::Allow)),
        ast::EffectKind::Deny { subject, target } => (subject, Some(target), Some(Effect::Deny)),
        ast::EffectKind::Limit {
            subject,
            target,
            amount: most,
            keys: per,
            window,
        } => {
            let (most, per) = (amount(most, scope), keys(per, scope));
            let effect = most.zip(per).map(|(amount, keys)| Effect::Limit {
                amount,
                keys,
                window: window.value,
                window_span: window.span,
            });
            (subject, target.as_ref(), effect)
        }
    };
    let whom = subject(whom, scope);
    let which = match which {
        Some(tree) => target(tree, scope).map(Some),
        None => Some(None),
    };
    Some((effect?, whom?, which?))
}

fn amount(tree: &ast::Amount, scope: &mut Scope<'_>) -> Option<Amount> {
    let measure = match &tree.measure {
        ast::Measure::Exports => Measure::Exports,
        ast::Measure::Rows => Measure::Sum(Path::Field(FieldId::ROWS)),
        ast::Measure::Bytes => Measure::Sum(Path::Field(FieldId::BYTES)),
        ast::Measure::Tenants => Measure::Distinct(Path::Field(FieldId::TENANT)),
        ast::Measure::Lists => Measure::Lists,
        ast::Measure::Destinations => Measure::Distinct(Path::Field(FieldId::DESTINATION)),
        ast::Measure::Actors => Measure::Distinct(Path::Field(FieldId::ACTOR)),
        ast::Measure::Distinct(path) => {
            Measure::Distinct(scalar(path, "a limit counts single values", scope)?.path)
        }
    };
    Some(Amount {
        most: tree.most.value,
        measure,
        span: tree.span,
    })
}

/// Sorted, since their order means nothing.
fn keys(paths: &[ast::Path], scope: &mut Scope<'_>) -> Option<Vec<(Path, Span)>> {
    let keys: Vec<_> = paths
        .iter()
        .map(|path| scalar(path, "a limit's key is a single value", scope))
        .collect();
    let keys: Vec<_> = keys.into_iter().collect::<Option<_>>()?;
    let mut keys: Vec<_> = keys.iter().map(|typed| (typed.path, typed.span)).collect();
    keys.sort();
    keys.dedup_by_key(|(path, _)| *path);
    Some(keys)
}

fn invariant(tree: &ast::Invariant, span: Span, scope: &mut Scope<'_>) -> Option<Invariant> {
    let claim = tree.claim.as_ref().map(|claim| {
        let whom = subject(&claim.subject, scope);
        let which = target(&claim.target, scope);
        Some((claim.quantifier, whom?, which?))
    });
    let clauses = clauses(&tree.clauses, scope);
    let ((quantifier, subject, target), clauses) = (claim??, clauses?);
    Some(Invariant {
        name: tree.name.clone(),
        span,
        quantifier,
        subject,
        target,
        when: clauses.when,
        unless: clauses.unless,
        owner: clauses.owner,
        notes: clauses.notes,
    })
}

fn waiver(tree: &ast::Waiver, span: Span, scope: &mut Scope<'_>) -> Option<Waiver> {
    let Clauses {
        when,
        period,
        notes,
        lift,
        subject,
        target,
        by,
        ..
    } = clauses(&tree.clauses, scope)?;
    let (lifts, lifts_not_allowed) = lifted(lift?, scope)?;
    Some(Waiver {
        name: tree.name.clone(),
        span,
        lifts,
        lifts_not_allowed,
        subject: subject?,
        target,
        when,
        period,
        by: by?,
        notes,
    })
}

type Lifted = (Vec<(RuleId, Span)>, Option<Span>);

fn lifted(names: &[Name], scope: &mut Scope<'_>) -> Option<Lifted> {
    let (mut rules, mut not_allowed, mut whole) = (Vec::new(), None, true);
    for name in names {
        match rule_named(name, scope) {
            Some(Named::NotAllowed) => not_allowed = Some(name.span),
            Some(Named::Rule(EffectKind::Allow, _)) => {
                whole = false;
                lifts_an_allow(name, scope);
            }
            Some(Named::Rule(_, Some(id))) => rules.push((id, name.span)),
            Some(Named::Rule(_, None)) | None => whole = false,
        }
    }
    rules.sort();
    rules.dedup_by_key(|(id, _)| *id);
    whole.then_some((rules, not_allowed))
}

fn lifts_an_allow(name: &Name, scope: &mut Scope<'_>) {
    let message = format!(
        "`{}` is an allow, and a waiver lifts what forbids",
        name.text
    );
    let diagnostic = mismatch(message)
        .label(name.span, "an allow")
        .help("name a deny, a limit, or `not-allowed` for what nothing allows");
    scope.report(diagnostic);
}
