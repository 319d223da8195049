//! `anchored-regex`: `^…$` in a pattern that is anchored anyway.
//!
//! Looks at the pattern's text alone: what is at its very ends needs no parser.

use crate::diag::Diagnostic;
use crate::lint::style::expressions::expressions;
use crate::lint::{Input, Lint};
use crate::syntax::ast::{Atom, Expr, ExprKind};
use crate::text::Span;

/// Every pattern with an anchor at one of its ends.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let all = input.files.iter().flat_map(|file| expressions(file.tree));
    all.filter_map(|expr| anchored(expr, lint)).collect()
}

fn anchored(expr: &Expr, lint: &'static Lint) -> Option<Diagnostic> {
    let ExprKind::Atom(Atom::Matches { pattern, .. }) = &expr.kind else {
        return None;
    };
    let text = pattern.value.as_str();
    // Behind the opening quote the pattern stands byte for byte.
    let place = |from: usize, to: usize| pattern.span.part(from + 1, to + 1);
    let first = leading(text).map(|(from, to)| place(from, to));
    let last = trailing(text).map(|(from, to)| place(from, to));
    let anchors: Vec<Span> = first.into_iter().chain(last).collect();
    if anchors.is_empty() {
        return None;
    }
    let diagnostic = lint.diagnostic("a pattern is anchored at both ends anyway");
    let diagnostic = anchors
        .iter()
        .fold(diagnostic, |d, span| d.label(*span, "not needed"));
    let edits = anchors.into_iter().map(|span| (span, String::new()));
    Some(diagnostic.safe_fix("take the anchors out", edits.collect()))
}

/// The anchor at the beginning, flags before it skipped; one that is repeated is left to stand.
fn leading(text: &str) -> Option<(usize, usize)> {
    let rest = text.strip_prefix("(?i)").unwrap_or(text);
    let from = text.len() - rest.len();
    let anchor = ["^", r"\A"]
        .into_iter()
        .find(|anchor| rest.starts_with(anchor))?;
    let behind = rest.strip_prefix(anchor)?;
    let repeated = behind.starts_with(['*', '+', '?', '{']);
    (!repeated).then_some((from, from + anchor.len()))
}

/// The anchor at the end, unless it is a text's `$` or `\\z`.
fn trailing(text: &str) -> Option<(usize, usize)> {
    let escapes = |upto: &str| upto.bytes().rev().take_while(|b| *b == b'\\').count();
    if let Some(before) = text.strip_suffix('$') {
        return (escapes(before) % 2 == 0).then_some((before.len(), text.len()));
    }
    let before = text.strip_suffix(r"\z")?;
    (escapes(before) % 2 == 0).then_some((before.len(), text.len()))
}

#[cfg(test)]
mod tests {
    use super::{leading, trailing};

    #[test]
    fn only_what_is_an_anchor_is_one() {
        for (text, first, last) in [
            ("^a$", Some((0, 1)), Some((2, 3))),
            (r"\Aa\z", Some((0, 2)), Some((3, 5))),
            ("(?i)^a", Some((4, 5)), None),
            (r"a\$", None, None),
            (r"a\\$", None, Some((3, 4))),
            (r"a\\z", None, None),
            ("[^a]", None, None),
            ("^*a", None, None),
            ("^$", Some((0, 1)), Some((1, 2))),
            ("", None, None),
        ] {
            assert_eq!(leading(text), first, "{text}");
            assert_eq!(trailing(text), last, "{text}");
        }
    }
}
