//! Signs, those of other languages included.

use super::{Lexer, Piece};
use crate::diag::Diagnostic;
use crate::syntax::token::{Sign, TokenKind};

/// Longest first: the first that fits is it.
const SIGNS: [(&str, Sign); 18] = [
    ("==", Sign::Eq),
    ("!=", Sign::Ne),
    ("<=", Sign::Le),
    (">=", Sign::Ge),
    ("<", Sign::Lt),
    (">", Sign::Gt),
    ("=", Sign::Equals),
    (",", Sign::Comma),
    (":", Sign::Colon),
    (".", Sign::Dot),
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("(", Sign::OpenParen),
    (")", Sign::CloseParen),
    ("[", Sign::OpenBracket),
    ("]", Sign::CloseBracket),
    ("{", Sign::OpenBrace),
    ("}", Sign::CloseBrace),
];

/// What other languages write, what it is here, and how that is written. Longest first.
const FOREIGN: [(&str, Sign, &str); 15] = [
    ("===", Sign::Eq, "=="),
    ("!==", Sign::Ne, "!="),
    ("=>", Sign::Ge, ">="),
    ("=<", Sign::Le, "<="),
    ("<>", Sign::Ne, "!="),
    ("≤", Sign::Le, "<="),
    ("≥", Sign::Ge, ">="),
    ("≠", Sign::Ne, "!="),
    ("&&", Sign::And, "and"),
    ("&", Sign::And, "and"),
    ("||", Sign::Or, "or"),
    ("|", Sign::Or, "or"),
    ("∧", Sign::And, "and"),
    ("∨", Sign::Or, "or"),
    ("¬", Sign::Not, "not"),
];

impl Lexer<'_> {
    /// A sign; else what belongs nowhere.
    pub(super) fn sign_or_stray(&self) -> Piece {
        let rest = self.rest();
        if let Some((text, sign, right)) = FOREIGN.iter().find(|(text, ..)| rest.starts_with(text))
        {
            return self.foreign_sign(text, *sign, right);
        }
        if let Some((text, sign)) = SIGNS.iter().find(|(text, _)| rest.starts_with(text)) {
            return Piece::sound(TokenKind::Sign(*sign), self.at + text.len());
        }
        if rest.starts_with('!') {
            return self.foreign_sign("!", Sign::Not, "not");
        }
        self.stray()
    }

    fn foreign_sign(&self, text: &str, sign: Sign, right: &str) -> Piece {
        let end = self.at + text.len();
        let span = self.span(end);
        // A word that was a sign must not touch what stands beside it.
        let is_word = right.starts_with(|c: char| c.is_alphabetic());
        let apart = |c: Option<char>| !is_word || c.is_none_or(char::is_whitespace);
        let before = self
            .source
            .text
            .get(..self.at)
            .unwrap_or("")
            .chars()
            .next_back();
        let behind = self.source.text.get(end..).unwrap_or("").chars().next();
        let left = if apart(before) { "" } else { " " };
        let right_blank = if apart(behind) { "" } else { " " };
        let replacement = format!("{left}{right}{right_blank}");
        let fault = Diagnostic::error("syntax", format!("`{text}` is written `{right}`"))
            .label(span, "")
            .help(format!("write `{right}`"))
            .fix(format!("write `{right}`"), vec![(span, replacement)]);
        Piece {
            kind: TokenKind::Sign(sign),
            end,
            fault: Some(fault),
        }
    }
}
