//! `glob-without-star`: `like` where `==` or `in` is meant.
//!
//! Over `actor` and `approver` nothing is offered: `like` compares the spelling, `==` the person.

use crate::diag::Diagnostic;
use crate::lint::atoms::{atoms, subjects};
use crate::lint::{Input, Lint};
use crate::policy::{Atom, AtomKind, Globs, Schema, SubjectKind};
use crate::text::Span;

/// Every `like` whose globs hold no star.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let in_atoms = atoms(input.set).filter_map(|atom| starless(atom, input, lint));
    let in_subjects = subjects(input.set).filter_map(|subject| match &subject.kind {
        SubjectKind::ActorLike(glob, span) if !glob.has_star() => Some(report(
            lint,
            "`actor like` without a `*` means one spelling",
            *span,
        )),
        _ => None,
    });
    in_atoms.chain(in_subjects).collect()
}

fn starless(atom: &Atom, input: &Input<'_>, lint: &'static Lint) -> Option<Diagnostic> {
    let AtomKind::Like {
        path,
        negated,
        globs: Globs::Globs(_, globs),
        globs_span,
    } = &atom.kind
    else {
        return None;
    };
    let starless = !globs.is_empty() && globs.iter().all(|g| !g.has_star() && !g.text().is_empty());
    if !starless {
        return None;
    }
    let shown = input.slice(*globs_span);
    let word = match (shown.starts_with('"'), negated) {
        (true, false) => "==",
        (true, true) => "!=",
        (false, false) => "in",
        (false, true) => "not in",
    };
    let diagnostic = report(
        lint,
        "`like` without a `*` compares whole texts",
        *globs_span,
    );
    if Schema::is_identity(*path) {
        return Some(diagnostic.help(format!("`{word}` also takes the person's other addresses")));
    }
    let between = Span {
        start: atom.path_span.end,
        end: globs_span.start,
        ..atom.span
    };
    if input.files.iter().any(|file| file.has_comment(between)) {
        return Some(diagnostic);
    }
    let edits = vec![(between, format!(" {word} "))];
    Some(diagnostic.safe_fix(format!("write `{word}`"), edits))
}

fn report(lint: &'static Lint, message: &str, span: Span) -> Diagnostic {
    lint.diagnostic(message).label(span, "holds no `*`")
}
