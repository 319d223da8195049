//! A diagnostic as an object.

use crate::diag::{Diagnostic, Fix, Safety};
use crate::report::place::{Stretch, of_diagnostic, stretch};
use crate::report::{Context, fingerprint};
use serde::Serialize;

/// The keys, in their order.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    r#type: &'static str,
    kind: &'static str,
    level: &'static str,
    file: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    end_line: Option<u64>,
    end_column: Option<u64>,
    message: &'a str,
    labels: Vec<Place<'a>>,
    help: Option<&'a str>,
    fix: Option<Change<'a>>,
    fingerprint: String,
}

/// A stretch of a file with a text: a label, or what replaces the stretch.
#[derive(Debug, Serialize)]
struct Place<'a> {
    file: String,
    line: u64,
    column: u64,
    end_line: u64,
    end_column: u64,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Change<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Place<'a>>,
}

impl<'a> Line<'a> {
    /// Of a diagnostic.
    #[must_use]
    pub fn new(context: &Context<'_>, diagnostic: &'a Diagnostic) -> Self {
        let at = of_diagnostic(context.sources, diagnostic);
        let labels = diagnostic.labels.iter();
        let labels = labels.filter_map(|label| {
            let at = stretch(context.sources, label.span)?;
            Some(Place::new(at, &label.text))
        });
        Self {
            r#type: "finding",
            kind: diagnostic.code,
            level: diagnostic.level.name(),
            file: at.as_ref().map(|at| at.file.clone()),
            line: at.as_ref().map(|at| at.line),
            column: at.as_ref().map(|at| at.column),
            end_line: at.as_ref().map(|at| at.end_line),
            end_column: at.as_ref().map(|at| at.end_column),
            message: &diagnostic.message,
            labels: labels.collect(),
            help: diagnostic.help.as_deref(),
            fix: diagnostic.fix.as_ref().map(|fix| Change::new(context, fix)),
            fingerprint: fingerprint(context.sources, diagnostic),
        }
    }
}

impl<'a> Place<'a> {
    fn new(at: Stretch, text: &'a str) -> Self {
        Self {
            file: at.file,
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            text,
        }
    }
}

impl<'a> Change<'a> {
    fn new(context: &Context<'_>, fix: &'a Fix) -> Self {
        let edits = fix.edits.iter().filter_map(|(span, text)| {
            let at = stretch(context.sources, *span)?;
            Some(Place::new(at, text))
        });
        Self {
            title: &fix.title,
            safe: fix.safety == Safety::Safe,
            edits: edits.collect(),
        }
    }
}
