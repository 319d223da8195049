//! From a policy file's text to its syntax tree, and back to canonical text.
//!
//! Parsing never fails: it gives a tree of what could be read, and diagnostics for the rest.
//! Knows no names, no types, no files.

pub mod ast;
mod atom;
mod expr;
mod hint;
mod input;
mod keyword;
mod lex;
mod mistake;
mod parse;
mod print;
mod subject;
mod terminal;
mod token;
mod value;
mod want;

pub use lex::{length, quote, size};
pub use print::print;
pub use terminal::RESERVED;

use crate::diag::Diagnostic;
use crate::text::{Source, Span};

/// What parsing a file gives: always a tree, and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What could be read; broken statements are marked.
    pub file: ast::File,
    /// One for each mistake, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// A policy file is at most this many bytes long: 4 MiB.
pub const LONGEST: usize = 4 << 20;

/// Reads a policy file. Whatever its text is, this ends, and says what is wrong.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    if source.text.len() > LONGEST {
        return too_long(source);
    }
    let lexed = lex::lex(source);
    let (statements, diagnostics) = parse::statements(source, &lexed);
    let mut parsed = Parsed {
        file: ast::File {
            statements,
            comments: lexed.comments,
        },
        diagnostics: lexed.diagnostics,
    };
    parsed.diagnostics.extend(diagnostics);
    parsed.diagnostics.sort_by_key(Diagnostic::place);
    parsed
}

fn too_long(source: &Source) -> Parsed {
    let start = Span {
        source: source.id,
        ..Span::default()
    };
    let message = format!("a policy file of {} bytes is too long", source.text.len());
    let diagnostic = Diagnostic::error("syntax", message)
        .label(start, "")
        .help(format!(
            "the limit is {LONGEST} bytes: split it into several files"
        ));
    Parsed {
        diagnostics: vec![diagnostic],
        ..Parsed::default()
    }
}
