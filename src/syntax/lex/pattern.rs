//! Patterns: which part names tenants and which names lists.

use super::{run, text};
use crate::diag::Diagnostic;
use crate::syntax::ast::Name;
use crate::syntax::token::TokenKind;
use crate::text::{Source, Span};

const EXAMPLE: &str =
    "write it like `any/newsletter*`, `crypto/crm/gold` or `opensea/\"vip buyers\"`";

/// A run that holds a slash; `tenant` is what stands before the first.
pub fn read(source: &Source, tenant: Span, whole: Span) -> (TokenKind, Option<Diagnostic>) {
    let list = Span {
        start: tenant.end.saturating_add(1),
        ..whole
    };
    let (tenant, list) = (
        part(source, tenant, Words::One),
        part(source, list, Words::Many),
    );
    let fault = match (&tenant, &list) {
        (Err(fault), _) | (_, Err(fault)) => Some((**fault).clone()),
        (Ok((_, fault)), Ok((_, other))) => fault.clone().or_else(|| other.clone()),
    };
    match (tenant, list) {
        (Ok((tenant, _)), Ok((list, _))) => (TokenKind::Pattern(Box::new((tenant, list))), fault),
        // With a part missing there is nothing that the parser could go on with.
        _ => (TokenKind::Stray, fault),
    }
}

/// Whether slashes may part words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    One,
    Many,
}

/// One side of the slash: a text, or words; with what is wrong with an escape in it.
fn part(
    source: &Source,
    span: Span,
    words: Words,
) -> Result<(Name, Option<Diagnostic>), Box<Diagnostic>> {
    let shown = source.slice(span);
    if shown.is_empty() {
        return Err(Box::new(empty(span, words)));
    }
    if let Some(body) = shown.strip_prefix('"').and_then(|_| text::body(shown)) {
        let (text, fault) = text::unescape(body, span);
        let name = Name {
            text,
            span,
            quoted: true,
        };
        return Ok((name, fault));
    }
    if shown.contains('"') {
        return Err(Box::new(mixed(shown, span)));
    }
    if shown.split('/').any(str::is_empty) {
        return Err(Box::new(empty(span, words)));
    }
    let fault = shown
        .char_indices()
        .find(|(_, c)| *c != '/' && !run::is_word_character(*c))
        .map(|(at, c)| odd(c, span.part(at, at + c.len_utf8())));
    let text = shown.to_owned();
    Ok((
        Name {
            text,
            span,
            quoted: false,
        },
        fault,
    ))
}

fn empty(span: Span, words: Words) -> Diagnostic {
    let (what, label) = match words {
        Words::One => (
            "a pattern names no tenant before its `/`",
            "`any`, `own`, a set or a tenant belongs here",
        ),
        Words::Many => (
            "a pattern lacks a list behind a `/`",
            "a list, or `*` for all, belongs here",
        ),
    };
    Diagnostic::error("syntax", what)
        .label(span, label)
        .help(EXAMPLE)
}

fn mixed(shown: &str, span: Span) -> Diagnostic {
    let from_quote = shown.find('"').and_then(|at| shown.get(at..)).unwrap_or("");
    let first = from_quote.get(..text::length(from_quote)).unwrap_or("");
    let message = match text::body(first) {
        None => "a text is not closed",
        Some(_) => "a part of a pattern is in quotes as a whole or not at all",
    };
    Diagnostic::error("syntax", message)
        .label(span, "")
        .help(EXAMPLE)
}

fn odd(c: char, place: Span) -> Diagnostic {
    Diagnostic::error(
        "syntax",
        format!("`{c}` stands in a pattern only within quotes"),
    )
    .label(place, "")
    .help(EXAMPLE)
}
