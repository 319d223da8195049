//! The wording that several errors share: what is called how, and what a value is.
//!
//! Knows no statements.

use super::scope::Scope;
use crate::diag::{Diagnostic, Level};
use crate::nearest::nearest;
use crate::syntax::ast::{Comparison, Name, Type};
use crate::syntax::quote;
use crate::text::Span;

/// A value that does not fit where it stands.
pub(super) fn mismatch(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("type-mismatch", message)
}

/// A name that is probably a slip; the policy can still be used.
pub(super) fn near_miss(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new("near-miss", Level::Warning, message)
}

/// As in "`rows` is …".
pub(super) fn phrase(ty: Type) -> &'static str {
    match ty {
        Type::Text => "a text",
        Type::Int => "an int",
        Type::Bool => "a bool",
        Type::Time => "a time",
        Type::Ip => "an ip address",
        Type::Texts => "a set of texts",
    }
}

/// As in "`<` compares …".
pub(super) fn plural(ty: Type) -> &'static str {
    match ty {
        Type::Text => "texts",
        Type::Int => "ints",
        Type::Bool => "bools",
        Type::Time => "times",
        Type::Ip => "addresses",
        Type::Texts => "sets of texts",
    }
}

/// `no role is called …`, with what was probably meant among the candidates.
pub(super) fn unknown<'c>(
    scope: &Scope<'_>,
    what: &'static str,
    name: &Name,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let message = format!("no {what} is called `{}`", name.text);
    let diagnostic =
        Diagnostic::error("unknown-name", message).label(name.span, "declared nowhere");
    let others = candidates.into_iter().filter(|other| *other != name.text);
    if let Some(near) = nearest(&name.text, others) {
        return offer(diagnostic, name.span, near, name.quoted);
    }
    match scope.anywhere(&name.text) {
        Some(other) => diagnostic.help(format!("`{}` is {other}, not a {what}", name.text)),
        None => diagnostic,
    }
}

/// Offers another name in the place of one.
pub(super) fn offer(diagnostic: Diagnostic, at: Span, near: &str, quoted: bool) -> Diagnostic {
    let text = if quoted { quote(near) } else { near.to_owned() };
    diagnostic
        .help(format!("did you mean `{near}`?"))
        .fix(format!("write `{near}`"), vec![(at, text)])
}

/// `not ` where the operator that was meant must be negated.
pub(super) fn negation(op: Comparison) -> &'static str {
    if op == Comparison::Ne { "not " } else { "" }
}
