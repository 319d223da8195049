//! Texts: where they end, what their escapes mean, and how they are written.

use super::{Lexer, Piece, unseen};
use crate::diag::Diagnostic;
use crate::syntax::token::TokenKind;
use crate::text::Span;

/// Labels of one text beyond these say nothing new.
const MOST_LABELS: usize = 8;

impl Lexer<'_> {
    /// `"…"`, unescaped.
    pub(super) fn text(&self) -> Piece {
        let end = self.at + length(self.rest());
        let span = self.span(end);
        let Some(body) = body(self.source.slice(span)) else {
            return self.unclosed(end);
        };
        let (value, fault) = unescape(body, span);
        Piece {
            kind: TokenKind::Text(value),
            end,
            fault,
        }
    }

    /// `"…"` behind `matches`: a pattern, byte for byte.
    pub(super) fn raw_text(&self) -> Piece {
        let end = self.at + length(self.rest());
        if body(self.source.slice(self.span(end))).is_none() {
            return self.unclosed(end);
        }
        Piece::sound(TokenKind::Raw, end)
    }

    /// Where it was to end nobody knows: it is no text, and the parser resumes on a later line.
    fn unclosed(&self, end: usize) -> Piece {
        let fault = Diagnostic::error("syntax", "a text is not closed")
            .label(self.span(end), "no `\"` ends it on this line")
            .help("end it with `\"`; within a text, a quote is written `\\\"`, a line's end `\\n`");
        Piece {
            kind: TokenKind::Stray,
            end,
            fault: Some(fault),
        }
    }
}

/// How long the text at the start of `rest` is, quotes included; an unclosed one ends with its line.
pub fn length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return rest.get(..at).unwrap_or("").trim_end().len(),
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.trim_end().len()
}

/// What stands between the quotes of a closed text.
pub fn body(text: &str) -> Option<&str> {
    if length(text) != text.len() || text.len() < 2 || !text.ends_with('"') {
        return None;
    }
    // A lone quote behind a backslash closes nothing.
    let inner = text.get(1..text.len() - 1)?;
    let slashes = inner.chars().rev().take_while(|c| *c == '\\').count();
    (slashes % 2 == 0).then_some(inner)
}

/// What a text says, and its bad escapes. `span` is the whole literal's.
pub fn unescape(body: &str, span: Span) -> (String, Option<Diagnostic>) {
    let mut value = String::with_capacity(body.len());
    let mut fault: Option<Diagnostic> = None;
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        value.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at + 1..).unwrap_or("");
        let begin = body.len() - rest.len();
        let (escape, length) = read_escape(rest);
        rest = rest.get(length..).unwrap_or("");
        match escape {
            Ok(c) => value.push(c),
            Err(why) => {
                let place = span.part(begin, begin + 1 + length);
                fault = Some(add_bad_escape(fault, why, place));
            }
        }
    }
    value.push_str(rest);
    (value, fault)
}

/// One text's bad escapes are one diagnostic, with a label at each.
fn add_bad_escape(fault: Option<Diagnostic>, why: BadEscape, place: Span) -> Diagnostic {
    match fault {
        Some(fault) if fault.labels.len() >= MOST_LABELS => fault,
        Some(fault) => fault.label(place, "nor is this"),
        None => Diagnostic::error("syntax", why.message)
            .label(place, "this escape")
            .help(why.help),
    }
}

struct BadEscape {
    message: String,
    help: String,
}

/// The escape behind a backslash, and how many bytes it takes.
fn read_escape(rest: &str) -> (Result<char, BadEscape>, usize) {
    let Some(c) = rest.chars().next() else {
        return (Err(unknown_escape("")), 0);
    };
    match c {
        '"' | '\\' => (Ok(c), 1),
        'n' => (Ok('\n'), 1),
        't' => (Ok('\t'), 1),
        'u' => read_code_point(rest),
        c => (
            Err(unknown_escape(rest.get(..c.len_utf8()).unwrap_or(""))),
            c.len_utf8(),
        ),
    }
}

/// `u{…}`: one to six hexadecimal digits that name a character.
fn read_code_point(rest: &str) -> (Result<char, BadEscape>, usize) {
    let braced = rest.strip_prefix("u{").and_then(|r| r.split_once('}'));
    let Some((digits, _)) = braced.filter(|(d, _)| d.chars().all(|c| c.is_ascii_hexdigit())) else {
        return (Err(bad_braces(rest)), 1);
    };
    let length = digits.len() + 3;
    let found = Some(digits)
        .filter(|d| (1..=6).contains(&d.len()))
        .and_then(|d| u32::from_str_radix(d, 16).ok())
        .and_then(char::from_u32);
    let bad = || BadEscape {
        message: format!("`\\u{{{digits}}}` is no character"),
        help:
            "between the braces stand one to six hexadecimal digits that name one, as in `\\u{e9}`"
                .to_owned(),
    };
    (found.ok_or_else(bad), length)
}

fn bad_braces(rest: &str) -> BadEscape {
    let digits: String = rest
        .chars()
        .skip(1)
        .take(4)
        .take_while(char::is_ascii_hexdigit)
        .collect();
    let example = if digits.is_empty() {
        "e9".to_owned()
    } else {
        digits
    };
    BadEscape {
        message: "`\\u` takes a character's number in braces".to_owned(),
        help: format!("write it like `\\u{{{example}}}`"),
    }
}

fn unknown_escape(c: &str) -> BadEscape {
    BadEscape {
        message: format!("`\\{c}` is no escape"),
        help: "escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; a backslash itself is `\\\\`"
            .to_owned(),
    }
}

/// A text as it is written: in quotes, with no more escapes than it needs.
#[must_use]
pub fn quote(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if c == '\r' || unseen::is_unseen(c) => {
                text.push_str(&format!("\\u{{{:X}}}", u32::from(c)))
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_reads_back() {
        for value in ["", "a", "\"\\\n\t", "é\u{202e}\u{7}\r", "\\", "\\\\\""] {
            let text = quote(value);
            assert_eq!(length(&text), text.len(), "{text}");
            let body = body(&text).unwrap();
            let (back, fault) = unescape(body, Span::default());
            assert_eq!((back.as_str(), fault), (value, None), "{text}");
        }
    }

    #[test]
    fn bad_escapes_are_labelled_inside_the_literal() {
        let source = r#""a\qb\u{zz}""#;
        let span = Span {
            end: 12,
            ..Span::default()
        };
        let (value, fault) = unescape(body(source).unwrap(), span);
        let labels: Vec<_> = fault
            .unwrap()
            .labels
            .iter()
            .map(|l| source.get(l.span.range()).unwrap().to_owned())
            .collect();
        assert_eq!(
            (value.as_str(), labels),
            ("ab{zz}", vec!["\\q".to_owned(), "\\u".to_owned()])
        );
    }

    #[test]
    fn unclosed_texts_have_no_body() {
        for text in ["\"", "\"\\\"", "\"abc", "\"abc\\\\\\\""] {
            assert_eq!(body(text), None, "{text}");
        }
    }
}
