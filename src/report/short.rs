//! One line for each result, as compilers write them: `path:line:col: level[code]: message`.

use super::{Context, Detail, End, Output, one_line, place, visible};
use crate::diag::Diagnostic;
use crate::finding::Finding;

/// One line each, nothing at the end; of `--quiet` the summary's line alone.
#[derive(Debug)]
pub struct Short<'a> {
    context: Context<'a>,
}

impl<'a> Short<'a> {
    /// For a run.
    #[must_use]
    pub fn new(context: Context<'a>) -> Self {
        Self { context }
    }

    fn line(&self, file: Option<(&str, u64, u64)>, what: &str, message: &str) -> String {
        if self.context.detail == Detail::SummaryOnly {
            return String::new();
        }
        let place = file.map_or_else(
            || "-".to_owned(),
            |(file, line, column)| format!("{}:{line}:{column}", visible(file)),
        );
        format!("{place}: {what}: {}\n", visible(message))
    }
}

impl Output for Short<'_> {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> String {
        let place = place::of_diagnostic(self.context.sources, diagnostic);
        let what = format!("{}[{}]", diagnostic.level.name(), diagnostic.code);
        let place = place.as_ref().map(|p| (p.file.as_str(), p.line, p.column));
        self.line(place, &what, &diagnostic.message)
    }

    fn finding(&mut self, finding: &Finding) -> String {
        let what = format!("{}[{}]", finding.level.name(), finding.kind.row().name);
        let message = match finding.count {
            0 | 1 => finding.message.clone(),
            n => format!("{} ({n} times)", finding.message),
        };
        self.line(place::of_finding(finding), &what, &message)
    }

    fn end(&mut self, end: &End<'_>) -> String {
        match (self.context.detail, end.summary) {
            (Detail::SummaryOnly, summary) => format!("{}\n", one_line(summary)),
            (Detail::Everything, _) => String::new(),
        }
    }
}
