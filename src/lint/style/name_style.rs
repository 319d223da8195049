//! `name-style`: a name that is not kebab-case, or that begins with its rule's own effect.
//!
//! Roles and fields keep the names that logs and directories give them.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::syntax::ast::{EffectKind, Name, Rule, StatementKind};

/// Every declared name that is not as names are here.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let statements = input.files.iter().flat_map(|file| &file.tree.statements);
    statements
        .filter_map(|statement| complaint(&statement.kind, lint))
        .collect()
}

fn complaint(kind: &StatementKind, lint: &'static Lint) -> Option<Diagnostic> {
    let name = name(kind)?;
    let kebab = kebab(&name.text);
    if kebab != name.text {
        let message = format!("`{}` is not in kebab-case", name.text);
        let diagnostic = lint.diagnostic(message).label(name.span, "");
        return Some(match kebab.is_empty() {
            true => diagnostic,
            false => diagnostic.help(format!("such as `{kebab}`")),
        });
    }
    let StatementKind::Rule(rule) = kind else {
        return None;
    };
    let effect = effect(rule)?;
    let rest = name.text.strip_prefix(effect)?.strip_prefix('-')?;
    let message = format!("`{}` begins with what the rule does", name.text);
    let diagnostic = lint.diagnostic(message).label(name.span, "");
    let help = format!("findings would read \"{effect} {effect}-…\"; such as `{rest}`");
    Some(diagnostic.help(help))
}

fn name(kind: &StatementKind) -> Option<&Name> {
    match kind {
        StatementKind::Set(set) => Some(&set.name),
        StatementKind::Hours(hours) => Some(&hours.name),
        StatementKind::Condition(condition) => Some(&condition.name),
        StatementKind::Rule(rule) => Some(&rule.name),
        StatementKind::Waiver(waiver) => Some(&waiver.name),
        StatementKind::Invariant(invariant) => Some(&invariant.name),
        StatementKind::Test(test) => Some(&test.name),
        StatementKind::Role(_) | StatementKind::Field(_) | StatementKind::Broken { .. } => None,
    }
}

fn effect(rule: &Rule) -> Option<&'static str> {
    Some(match rule.effect.as_ref()?.kind {
        EffectKind::Allow { .. } => "allow",
        EffectKind::Deny { .. } => "deny",
        EffectKind::Limit { .. } => "limit",
    })
}

/// A name in lower case, its words parted by single hyphens.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut before = '-';
    for c in name.chars() {
        let parts = matches!(c, '_' | '-' | ' ' | '.');
        let word = !parts && (before == '-' || (c.is_uppercase() && !before.is_uppercase()));
        if word && !kebab.is_empty() {
            kebab.push('-');
        }
        if !parts {
            kebab.extend(c.to_lowercase());
        }
        before = if parts { '-' } else { c };
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn words_are_parted_by_single_hyphens() {
        for (name, expected) in [
            ("own-lists", "own-lists"),
            ("SupportOnTicket", "support-on-ticket"),
            ("six_tenants", "six-tenants"),
            ("DPO-signs", "dpo-signs"),
            ("_a--b_", "a-b"),
            ("2024 archive", "2024-archive"),
            ("__", ""),
        ] {
            assert_eq!(kebab(name), expected);
        }
    }
}
