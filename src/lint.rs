//! Lints: what is wrong with a policy set beyond what keeps it from being used.
//!
//! [`LINTS`] is the one list of everything that can be said of policies and logs; each row has its
//! page, which is its documentation and its test. Knows neither files nor outputs.

mod atoms;
mod fixes;
mod handbook;
mod levels;
mod suppress;
mod table;

mod names;
mod setup;
mod style;
mod tests;
mod time;
mod types;

pub use fixes::{apply, compatible};
pub use handbook::handbook;
pub use levels::{Levels, Setting};
pub use suppress::Suppressed;
pub use table::{Check, Group, LINTS, Lint, named, page, suggest};

use crate::diag::{Diagnostic, Level};
use crate::directory::Directory;
use crate::policy::PolicySet;
use crate::syntax::ast;
use crate::text::{Source, Span};
use crate::time::{Length, Time};
use crate::trial::TestResult;

/// Days that a waiver may last, and days that `expires-soon` looks ahead, where nothing else is said.
pub const DEFAULT_DAYS: i64 = 30;

/// All that lints look at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The policy files.
    pub files: &'a [Checked<'a>],
    /// What they come to.
    pub set: &'a PolicySet,
    /// Who is who; empty without one.
    pub directory: &'a Directory,
    /// What the parser, the resolver and the directory have said already.
    pub said: &'a [Diagnostic],
    /// What became of the set's tests; empty where they were not run.
    pub tests: &'a [TestResult],
    /// The clock of the run.
    pub now: Time,
    /// How far ahead `expires-soon` looks.
    pub within: Length,
    /// How long a waiver may last before it is a `long-waiver`.
    pub longest_waiver: Length,
    /// Levels that the configuration changes.
    pub levels: &'a Levels,
}

/// One policy file: its text and its tree.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// Its text.
    pub source: &'a Source,
    /// What was read of it.
    pub tree: &'a ast::File,
}

/// What there is to say of a policy set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linted {
    /// What stands, by place; what had been said before included, its levels changed as configured.
    pub shown: Vec<Diagnostic>,
    /// What comments suppress, by place.
    pub suppressed: Vec<Suppressed>,
}

/// Runs every lint. While anything keeps the set from being used, only that is shown.
#[must_use]
pub fn run(input: &Input<'_>) -> Linted {
    let usable = !input.said.iter().any(blocks);
    let mut all = input.said.to_vec();
    if usable {
        all.extend(LINTS.iter().flat_map(|lint| check(input, lint)));
    }
    all.retain_mut(|diagnostic| input.levels.change(diagnostic));
    let (mut shown, suppressed) = suppress::suppress(input, all, usable);
    shown.retain_mut(|diagnostic| input.levels.change(diagnostic));
    shown.sort_by(by_place);
    Linted { shown, suppressed }
}

/// Whether this keeps a policy set from being used: an error of syntax, names, types or of what was set up.
#[must_use]
pub fn blocks(diagnostic: &Diagnostic) -> bool {
    let keeps = named(diagnostic.code).is_none_or(|lint| {
        let used = matches!(
            lint.group,
            Group::Syntax | Group::Names | Group::Types | Group::Setup
        );
        used && lint.level == Level::Error
    });
    keeps && diagnostic.level == Level::Error
}

fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    match lint.check {
        Some(check) if !input.levels.is_off(lint) => check(input, lint),
        _ => Vec::new(),
    }
}

impl<'a> Input<'a> {
    /// The text of a span of one of the files.
    fn slice(&self, span: Span) -> &'a str {
        let file = self.files.iter().find(|file| file.source.id == span.source);
        file.map_or("", |file| file.source.slice(span))
    }
}

impl Checked<'_> {
    /// Whether a span holds a piece of a comment: an edit of it would take that away.
    fn has_comment(&self, span: Span) -> bool {
        let mut comments = self.tree.comments.iter().map(|comment| comment.span);
        comments.any(|comment| comment.start < span.end && span.start < comment.end)
    }
}

/// A time as its author writes it: a date alone where it is midnight.
fn written(time: Time) -> String {
    let text = time.to_string();
    match text.strip_suffix("T00:00:00Z") {
        Some(date) => date.to_owned(),
        None => text,
    }
}

fn by_place(a: &Diagnostic, b: &Diagnostic) -> std::cmp::Ordering {
    (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message))
}
