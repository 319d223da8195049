//! Runs of word characters: what is a name, what a pattern, what a number, and what should be quoted.

use super::{Lexer, Piece, literal, pattern, text};
use crate::diag::Diagnostic;
use crate::syntax::token::TokenKind;

/// What stands from one token to the next blank or sign, and what is in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// One past its last byte.
    end: usize,
    /// One past the last byte of what stands before its first quote.
    unquoted: usize,
    /// The offset of its first slash outside of quotes.
    slash: Option<usize>,
    /// Something in it, outside of quotes, must be quoted.
    odd: Option<Oddity>,
}

/// What makes a run of characters no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// A `*`, which stands unquoted in patterns only.
    Star,
    /// A letter or digit beyond ASCII.
    Foreign,
    /// An `@`, as in the address of a person.
    At,
}

/// A letter, digit, `_`, `.`, `-` or `*`.
pub fn is_word_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '*')
}

/// What holds a run together, rightly or not.
pub fn is_of_run(c: char) -> bool {
    is_word_character(c) || matches!(c, '/' | '"' | '@') || (!c.is_ascii() && c.is_alphanumeric())
}

impl Run {
    /// Looks through the run that begins at `at`.
    fn scan(source: &str, at: usize) -> Self {
        let rest = |from: usize| source.get(from..).unwrap_or("");
        let mut run = Self::default();
        let mut here = at;
        while let Some(c) = rest(here).chars().next().filter(|c| is_of_run(*c)) {
            match c {
                '"' => {
                    run.unquoted = if run.unquoted == 0 {
                        here
                    } else {
                        run.unquoted
                    };
                    here += text::length(rest(here));
                    continue;
                }
                '/' => run.slash = run.slash.or(Some(here)),
                '*' => run.odd = run.odd.max(Some(Oddity::Star)),
                '@' => run.odd = run.odd.max(Some(Oddity::At)),
                c if !c.is_ascii() => run.odd = run.odd.max(Some(Oddity::Foreign)),
                _ => {}
            }
            here += c.len_utf8();
        }
        run.end = here;
        run.unquoted = if run.unquoted == 0 {
            here
        } else {
            run.unquoted
        };
        run
    }
}

impl Lexer<'_> {
    /// A token that begins with a word character, a quote or a slash.
    pub(super) fn word_or_more(&mut self, c: char) -> Piece {
        if self.at >= self.run.end {
            self.run = Run::scan(&self.source.text, self.at);
        }
        let run = self.run;
        if run.slash.is_some_and(|slash| slash >= self.at) {
            return self.slashed(run.slash, run.end);
        }
        match c {
            '"' => self.text(),
            c if c.is_ascii_digit() => self.literal(),
            c if run.odd.is_some() && self.at < run.unquoted && c != '-' && c != '.' => {
                self.unquoted(run)
            }
            c if c.is_ascii_alphabetic() || c == '_' => self.word(),
            _ => self.sign_or_stray(),
        }
    }

    /// A run with a slash: a network, a pattern, or another language's comment.
    fn slashed(&mut self, slash: Option<usize>, end: usize) -> Piece {
        let whole = self.source.text.get(self.at..end).unwrap_or("");
        if literal::is_network_like(whole) {
            return self.literal();
        }
        if whole.starts_with("//") || whole.starts_with("/*") {
            return self.foreign_comment();
        }
        let slash = slash.unwrap_or(end);
        let (kind, fault) = pattern::read(self.source, self.span(slash), self.span(end));
        // The next run begins behind this one, even where no blank parts them.
        Piece { kind, end, fault }
    }

    fn word(&self) -> Piece {
        let length = self
            .rest()
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(self.rest().len());
        Piece::sound(TokenKind::Word, self.at + length)
    }

    /// Everything up to a blank, comma, bracket, brace or comparison sign; a comment ends it, too.
    fn literal(&self) -> Piece {
        let length = self
            .rest()
            .find(literal::ends_before)
            .unwrap_or(self.rest().len());
        let end = self.at + length;
        let text = self.rest().get(..length).unwrap_or("");
        let (kind, fault) = literal::read(text, self.span(end));
        Piece { kind, end, fault }
    }

    /// What would be a text, had it quotes: it is taken as one, so that one mistake stays one.
    fn unquoted(&self, run: Run) -> Piece {
        let end = run.unquoted;
        let span = self.span(end);
        let value = self.source.slice(span).to_owned();
        if !value.contains(char::is_alphanumeric) {
            return self.sign_or_stray();
        }
        let what = match run.odd {
            Some(Oddity::At) => format!("the address `{value}` stands in quotes"),
            Some(Oddity::Star) => format!("`{value}` with a `*` stands in quotes here"),
            _ => format!("`{value}` is no name: it has letters beyond ASCII"),
        };
        let quoted = text::quote(&value);
        let fault = Diagnostic::error("syntax", what)
            .label(span, "")
            .help(format!("write `{quoted}`"))
            .fix("put it in quotes", vec![(span, quoted)]);
        Piece {
            kind: TokenKind::Text(value),
            end,
            fault: Some(fault),
        }
    }
}
