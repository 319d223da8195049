//! Tokens that begin with a digit: each must be wholly one of the literal forms.
//!
//! Whatever is wrong, the token keeps the kind that was probably meant, so that parsing goes on.

mod clock;
mod network;
mod number;
mod time;

use super::{quote, unseen};
use crate::diag::Diagnostic;
use crate::syntax::token::TokenKind;
use crate::text::Span;

pub use network::is_network_like;

/// A literal, and what is wrong with it.
pub type Read = (TokenKind, Option<Diagnostic>);

/// What ends a token that begins with a digit.
pub fn ends_before(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\r' | '\n' | ',' | '(' | ')' | '[' | ']' | '{' | '}' | '=' | '!' | '<' | '>'
    ) || matches!(c, '#' | ';')
        || unseen::is_unseen(c)
}

/// Which literal a token is.
pub fn read(text: &str, span: Span) -> Read {
    let only = |of: &str| text.chars().all(|c| c.is_ascii_digit() || of.contains(c));
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or("");
    let dated = rest.starts_with('-')
        && rest
            .get(1..2)
            .is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()));
    if only("_") {
        number::integer(text, span)
    } else if only("./") {
        network::read(text, span)
    } else if digits == 4 && dated {
        time::read(text, span)
    } else if rest.starts_with(':') {
        clock::read(text, span)
    } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && only_units(text) {
        number::quantity(text, span)
    } else {
        neither(text, span)
    }
}

fn only_units(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// No literal at all: probably a name, which stands in quotes if it begins with a digit.
fn neither(text: &str, span: Span) -> Read {
    let quoted = quote(text.trim_matches('"'));
    let message = format!(
        "`{}` is no number, size, duration, time or network",
        short(text)
    );
    let fault = Diagnostic::error("syntax", message)
        .label(span, "it begins with a digit")
        .help(format!(
            "a name or a text that begins with a digit stands in quotes: `{}`",
            short(&quoted)
        ));
    (TokenKind::Text(text.to_owned()), Some(fault))
}

/// A fault that is one sentence, with what to write instead.
fn fault(message: impl Into<String>, span: Span, help: impl Into<String>) -> Option<Diagnostic> {
    Some(
        Diagnostic::error("syntax", message)
            .label(span, "")
            .help(help),
    )
}

/// A fault whose mending is known.
fn mended(message: impl Into<String>, span: Span, right: &str) -> Option<Diagnostic> {
    let title = format!("write `{right}`");
    fault(message, span, title.clone()).map(|f| f.fix(title, vec![(span, right.to_owned())]))
}

/// Enough of a token to know it again.
fn short(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    let head: String = text.chars().take(39).collect();
    format!("{head}…")
}
