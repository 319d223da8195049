//! For a person at a terminal: both places at once, the record in the log and the policy that it breaks.
//!
//! The only room that uses miette (in [`marks`]). All text is made visible before it is laid out, and
//! every line fits the terminal from 60 columns on.

mod block;
mod diagnostic;
mod finding;
mod frame;
mod groups;
mod ledger;
mod marks;
mod paint;
mod piece;
mod policy;
mod record;
mod shown;
mod telling;
mod why;
mod window;
mod wrap;

use super::{Context, Detail, End, Look, Output, Summary, one_line};
use crate::diag::Diagnostic;
use crate::finding::Finding;
use groups::{Groups, Shown};

pub use why::{Asked, why};
pub use wrap::wrap;

/// Blocks with an empty line behind each; at the end what was only counted, and the summary.
#[derive(Debug)]
pub struct Human<'a> {
    context: Context<'a>,
    groups: Groups,
}

impl<'a> Human<'a> {
    /// For a run.
    #[must_use]
    pub fn new(context: Context<'a>) -> Self {
        Self {
            context: fitted(context),
            groups: Groups::default(),
        }
    }
}

/// A terminal that is too narrow to be of use is taken for a wider one.
fn fitted(mut context: Context<'_>) -> Context<'_> {
    context.look.width = context.look.width.max(Look::NARROWEST);
    context
}

impl Output for Human<'_> {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> String {
        match self.context.detail {
            Detail::SummaryOnly => String::new(),
            Detail::Everything => diagnostic::block(&self.context, diagnostic) + "\n",
        }
    }

    fn finding(&mut self, finding: &Finding) -> String {
        if self.context.detail == Detail::SummaryOnly {
            return String::new();
        }
        match self.groups.take(finding, self.context.max_shown) {
            Shown::Whole => finding::block(&self.context, finding) + "\n",
            Shown::Counted => String::new(),
        }
    }

    fn end(&mut self, end: &End<'_>) -> String {
        let line = one_line(end.summary);
        if self.context.detail == Detail::SummaryOnly {
            return line + "\n";
        }
        let look = self.context.look;
        let line = block::paragraph(&line, look);
        let above = match end.summary {
            Summary::Scan(ledger) => ledger::tables(&self.context, ledger),
            Summary::Check(checked) => ledger::notes(&checked.notes, look),
            Summary::Diff(_) => String::new(),
        };
        let parts = [self.groups.rest(look), above, line];
        let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        parts.join("\n")
    }
}
