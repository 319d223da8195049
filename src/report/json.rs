//! JSON Lines: one object for each result, the ledger last. `docs/output.schema.json` describes them.
//!
//! The order of keys is that of the types below it, so that the same results give the same bytes.
//! No control, bidirectional or invisible character stands raw in a line, not even inside a text.

mod diagnostic;
mod finding;
mod ledger;
mod places;

use super::visible::is_treacherous;
use super::{Context, Detail, End, Output};
use crate::diag::Diagnostic;
use crate::finding::Finding;
use places::Places;
use serde::Serialize;
use std::fmt::Write;

/// The version of the schema: raised when a key changes its meaning or goes.
pub const SCHEMA: &str = "1";

/// One object a line.
#[derive(Debug)]
pub struct Json<'a> {
    context: Context<'a>,
    places: Places<'a>,
}

impl<'a> Json<'a> {
    /// For a run.
    #[must_use]
    pub fn new(context: Context<'a>) -> Self {
        Self {
            context,
            places: Places::new(context.sources),
        }
    }
}

impl Output for Json<'_> {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> String {
        match self.context.detail {
            Detail::SummaryOnly => String::new(),
            Detail::Everything => line(&diagnostic::Line::new(&self.context, diagnostic)),
        }
    }

    fn finding(&mut self, finding: &Finding) -> String {
        match self.context.detail {
            Detail::SummaryOnly => String::new(),
            Detail::Everything => line(&finding::Line::new(&self.context, &self.places, finding)),
        }
    }

    fn end(&mut self, end: &End<'_>) -> String {
        line(&ledger::Line::new(&self.context, end))
    }
}

/// A value as a line.
pub fn line(value: &impl Serialize) -> String {
    #[expect(
        clippy::expect_used,
        reason = "the types below hold no map with other keys than texts, and no fallible reader"
    )]
    let json = serde_json::to_string(value).expect("plain data");
    let mut line = String::with_capacity(json.len() + 1);
    let mut rest = json.as_str();
    while let Some((plain, strange)) = rest.split_at_checked(plain_bytes(rest.as_bytes()))
        && let Some(c) = strange.chars().next()
    {
        line.push_str(plain);
        push_safe(&mut line, c);
        rest = strange.get(c.len_utf8()..).unwrap_or_default();
    }
    line.push_str(rest);
    line.push('\n');
    line
}

/// How many bytes stand before the first that is neither ASCII nor plain: of what is ASCII only control characters
/// are treacherous. Many bytes are looked at without a way out, since a compiler then takes them at once.
fn plain_bytes(json: &[u8]) -> usize {
    let strange = |b: &u8| !(b' '..0x7f).contains(b);
    let mut plain = 0;
    for some in json.chunks(64) {
        if some.iter().fold(false, |found, b| found | strange(b)) {
            return plain + some.iter().position(strange).unwrap_or(0);
        }
        plain += some.len();
    }
    plain
}

/// Outside ASCII, characters stand only inside texts, where an escape means the same.
fn push_safe(to: &mut String, c: char) {
    if !is_treacherous(c) {
        return to.push(c);
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(to, "\\u{unit:04x}");
    }
}
