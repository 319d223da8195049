//! What a diagnostic is known by from run to run, so that a baseline can mute it.
//!
//! It does not hold line numbers: text that moves keeps its fingerprint. Findings in logs bring theirs.

use crate::diag::Diagnostic;
use crate::digest;
use crate::text::{Sources, Span};

/// 32 hexadecimal digits from the code, the file, the message, and the line that the diagnostic stands on.
#[must_use]
pub fn fingerprint(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place();
    let source = place.and_then(|span| sources.get(span.source));
    let parts = [
        diagnostic.code,
        source.map_or("", |s| &s.name),
        &diagnostic.message,
        place.map_or("", |span| line_of(sources, span)),
    ];
    digest::name(&parts.map(str::as_bytes))
}

/// The line on which a span begins, without the blanks around it.
fn line_of(sources: &Sources, span: Span) -> &str {
    let Some(source) = sources.get(span.source) else {
        return "";
    };
    let start = source.line_start(span.start);
    let to_its_end = Span {
        start,
        end: u32::try_from(source.text.len()).unwrap_or(u32::MAX),
        ..span
    };
    source.slice(to_its_end).lines().next().unwrap_or("").trim()
}
