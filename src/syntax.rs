//! From a policy file's text to its syntax tree, and back to canonical text.
//!
//! Parsing never fails: it gives a tree of what could be read, and diagnostics for the rest.
//! Knows no names, no types, no files.

pub mod ast;

use crate::diag::Diagnostic;

/// What parsing a file gives: always a tree, and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What could be read; broken statements are marked.
    pub file: ast::File,
    /// One for each mistake, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}
