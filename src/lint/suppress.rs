//! Suppressions: comments that take a diagnostic out of sight for a while, and what is wrong with them.
//!
//! Fails closed: one that lacks anything, or is over, suppresses nothing. Knows no lint's meaning.

mod directive;
mod term;

use super::table::{Group, Yields, named, suggest};
use super::{Checked, Input};
use crate::diag::Diagnostic;
use crate::text::{Source, Span};
use crate::time::Time;
use directive::Directive;

/// What is said of suppressions themselves cannot be suppressed.
const OWN: [&str; 3] = [
    "unused-suppression",
    "expired-suppression",
    "bare-suppression",
];

/// A diagnostic that a comment keeps out of sight.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppressed {
    /// What would be shown.
    pub diagnostic: Diagnostic,
    /// The comment.
    pub comment: Span,
    /// When it ends.
    pub until: Time,
    /// Why it is there.
    pub reason: String,
}

/// Parts what stands from what is suppressed; adds, where asked for, what is wrong with suppressions.
pub(super) fn suppress(
    input: &Input<'_>,
    all: Vec<Diagnostic>,
    usable: bool,
) -> (Vec<Diagnostic>, Vec<Suppressed>) {
    let (mut standing, wrong) = suppressions(input);
    let (mut shown, mut suppressed) = (Vec::new(), Vec::new());
    for diagnostic in all {
        match standing.iter_mut().find_map(|s| s.takes(&diagnostic)) {
            Some((comment, until, reason)) => suppressed.push(Suppressed {
                diagnostic,
                comment,
                until,
                reason,
            }),
            None => shown.push(diagnostic),
        }
    }
    // With errors most lints did not run: what is unused cannot be known.
    if usable {
        shown.extend(wrong);
        shown.extend(standing.iter().flat_map(Suppression::unused));
    }
    suppressed.sort_by_key(|s| (s.diagnostic.place(), s.diagnostic.code));
    (shown, suppressed)
}

/// A suppression in force.
struct Suppression<'a> {
    directive: Directive,
    until: Time,
    scope: Option<Span>,
    /// By the directive's names: whether anything was suppressed by it.
    used: Vec<bool>,
    source: &'a Source,
}

/// Those in force, and what is wrong with the others.
fn suppressions<'a>(input: &Input<'a>) -> (Vec<Suppression<'a>>, Vec<Diagnostic>) {
    let (mut standing, mut wrong) = (Vec::new(), Vec::new());
    for file in input.files {
        for directive in file.tree.comments.iter().filter_map(directive::read) {
            match term::until(&directive, input.now) {
                Ok(until) => standing.push(Suppression {
                    scope: scope(&directive, file),
                    used: vec![false; directive.names.len()],
                    source: file.source,
                    directive,
                    until,
                }),
                Err(diagnostic) => wrong.push(*diagnostic),
            }
        }
    }
    (standing, wrong)
}

fn report(code: &'static str, message: &str, span: Span) -> Diagnostic {
    let lint = named(code);
    let diagnostic = lint.map_or_else(
        || Diagnostic::error(code, message),
        |lint| lint.diagnostic(message),
    );
    diagnostic.label(span, "")
}

/// Where what it suppresses begins: the next statement, or its own line. Inside a statement, on a line of
/// its own, it is before none.
fn scope(directive: &Directive, file: &Checked<'_>) -> Option<Span> {
    let at = directive.span;
    if directive.trailing {
        return Some(line_of(file.source, at));
    }
    let statements = || file.tree.statements.iter().map(|s| s.span);
    if statements().any(|s| s.start < at.start && at.start < s.end) {
        return None;
    }
    statements().find(|s| s.start >= at.end)
}

fn line_of(source: &Source, at: Span) -> Span {
    let start = source.line_start(at.start);
    Span { start, ..at }
}

impl Suppression<'_> {
    /// Whether it suppresses this; notes that it did.
    fn takes(&mut self, diagnostic: &Diagnostic) -> Option<(Span, Time, String)> {
        let scope = self.scope?;
        let at = diagnostic.place()?;
        let inside = at.source == scope.source && scope.start <= at.start && at.start < scope.end;
        if !inside || refusal(diagnostic.code).is_some() {
            return None;
        }
        let names = self.directive.names.iter();
        let (_, used) = names
            .zip(&mut self.used)
            .find(|((name, _), _)| name == diagnostic.code)?;
        *used = true;
        Some((
            self.directive.span,
            self.until,
            self.directive.reason.clone(),
        ))
    }

    /// What it names without need.
    fn unused(&self) -> Vec<Diagnostic> {
        if self.scope.is_none() {
            let message =
                "the suppression stands neither before a statement nor at the end of a line";
            return vec![report("unused-suppression", message, self.directive.span)];
        }
        let names = self.directive.names.iter().zip(&self.used);
        let unused = names
            .filter(|(_, used)| !**used)
            .map(|((name, span), _)| (name, *span));
        let unused: Vec<(&String, Span)> = unused.collect();
        let all = unused.len() == self.used.len();
        let told = unused.iter().map(|(name, span)| {
            let diagnostic = report("unused-suppression", &self.complaint(name), *span);
            let diagnostic = match advice(name) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            };
            match all && self.used.len() == 1 {
                true => diagnostic.safe_fix("take the comment out", vec![self.removal()]),
                false => diagnostic,
            }
        });
        told.collect()
    }

    fn complaint(&self, name: &str) -> String {
        match named(name) {
            None => format!("no lint is called `{name}`"),
            Some(_) if refusal(name).is_some() => format!("`{name}` cannot be suppressed"),
            Some(_) if self.directive.trailing => {
                format!("nothing on this line to suppress `{name}` for")
            }
            Some(_) => format!("nothing in the statement below to suppress `{name}` for"),
        }
    }

    /// The comment, with its line if it has one to itself, else with the blanks before it.
    fn removal(&self) -> (Span, String) {
        let at = self.directive.span;
        let line = line_of(self.source, at);
        let before = Span {
            end: at.start,
            ..line
        };
        let kept = self.source.slice(before).trim_end().len();
        if kept > 0 {
            return (before.part(kept, usize::MAX).to(at), String::new());
        }
        let rest = self.source.text.get(at.range().end..).unwrap_or("");
        let ending = ["\r\n", "\n"].iter().find(|e| rest.starts_with(**e));
        let end = ending.map_or(0, |e| u32::try_from(e.len()).unwrap_or(0));
        let whole = Span {
            end: at.end.saturating_add(end),
            ..line
        };
        (whole, String::new())
    }
}

/// Why a code cannot be suppressed, if it cannot.
fn refusal(code: &str) -> Option<&'static str> {
    let lint = named(code)?;
    match (lint.group, lint.yields()) {
        _ if OWN.contains(&code) => Some("what is wrong with suppressions is always shown"),
        (Group::Log, _) => Some("it is a finding in logs: a waiver lifts it, a baseline mutes it"),
        (_, Yields::Never) => Some("what it finds is wrong in every policy set"),
        (_, Yields::Wholly) => None,
    }
}

fn advice(name: &str) -> Option<String> {
    match refusal(name) {
        Some(why) => Some(why.to_owned()),
        None if named(name).is_some() => None,
        None => suggest(name).map(|near| format!("did you mean `{near}`?")),
    }
}
