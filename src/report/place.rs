//! Where results stand, in lines and columns.
//!
//! Knows no output. A place in a log is that of the first thing that matters in the record.

use crate::diag::Diagnostic;
use crate::finding::{Excerpt, Finding, LogPlace};
use crate::text::{Sources, Span};

/// A stretch of a file; lines and columns from 1, the end not included.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub struct Stretch {
    pub file: String,
    pub line: u64,
    pub column: u64,
    pub end_line: u64,
    pub end_column: u64,
}

/// Where a span lies; none when it is in no source of the run.
#[must_use]
pub fn stretch(sources: &Sources, span: Span) -> Option<Stretch> {
    let source = sources.get(span.source)?;
    let (line, column) = source.line_column(span.start);
    let (end_line, end_column) = source.line_column(span.end.max(span.start));
    Some(Stretch {
        file: source.name.clone(),
        line: wide(line),
        column: wide(column),
        end_line: wide(end_line),
        end_column: wide(end_column),
    })
}

/// Where a diagnostic stands.
#[must_use]
pub fn of_diagnostic(sources: &Sources, diagnostic: &Diagnostic) -> Option<Stretch> {
    stretch(sources, diagnostic.place()?)
}

/// The line and column of the first labelled piece of a finding's record; else those of the record.
#[must_use]
pub fn of_finding(finding: &Finding) -> Option<(&str, u64, u64)> {
    let place = finding.place.as_ref()?;
    let first = finding.excerpt.as_ref().and_then(first_label).unwrap_or(0);
    let (line, column) = within(place, finding.excerpt.as_ref(), first);
    Some((&place.file, line, column))
}

fn first_label(excerpt: &Excerpt) -> Option<usize> {
    excerpt.labels.iter().map(|(range, _)| range.start).min()
}

/// The line and column, in its log, of a byte of a record.
#[must_use]
pub fn within(place: &LogPlace, excerpt: Option<&Excerpt>, offset: usize) -> (u64, u64) {
    let before = excerpt.and_then(|e| e.text.get(..offset)).unwrap_or("");
    let lines = wide(before.matches('\n').count());
    let last = before.rsplit('\n').next().unwrap_or("");
    let columns = wide(last.chars().count());
    if lines == 0 {
        (place.at.line, place.at.column.saturating_add(columns))
    } else {
        (
            place.at.line.saturating_add(lines),
            columns.saturating_add(1),
        )
    }
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
