//! From a policy file's characters to its tokens and comments.
//!
//! Knows the lexical rules and nothing of the grammar, but that a text behind `matches` is raw.
//! Never stops at a mistake: a malformed literal is still a token of its kind, with the fault on it.

mod literal;
mod pattern;
mod run;
mod sign;
mod stray;
mod text;
mod unseen;

use super::ast::Comment;
use super::token::{Fault, Lexed, Place, Token, TokenKind};
use crate::diag::Diagnostic;
use crate::text::{Source, Span};
use crate::time::Length;
use run::Run;

pub use text::{body as text_body, quote, unescape};

/// Every token and comment of a text.
pub fn lex(source: &Source) -> Lexed {
    let mut lexer = Lexer {
        source,
        at: 0,
        line: 0,
        line_start: 0,
        run: Run::default(),
        beside: false,
        done: Lexed {
            diagnostics: unseen::bidi(source),
            ..Lexed::default()
        },
    };
    while lexer.step() {}
    lexer.done
}

struct Lexer<'a> {
    source: &'a Source,
    /// The next character's offset.
    at: usize,
    line: u32,
    line_start: usize,
    /// The last run of word characters looked through, so that none is twice.
    run: Run,
    /// An unseen character stood right before this.
    beside: bool,
    done: Lexed,
}

/// What was read of a token, before it has a place on its line.
struct Piece {
    kind: TokenKind,
    end: usize,
    fault: Option<Diagnostic>,
}

impl Piece {
    fn sound(kind: TokenKind, end: usize) -> Self {
        Self {
            kind,
            end,
            fault: None,
        }
    }
}

impl<'a> Lexer<'a> {
    /// Reads one blank, comment or token; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest().chars().next() else {
            return false;
        };
        match c {
            '\n' => {
                self.at += 1;
                self.line = self.line.saturating_add(1);
                self.line_start = self.at;
            }
            ' ' | '\t' | '\r' => self.at += 1,
            '#' => self.comment(),
            c if unseen::is_unseen(c) => self.unseen(c),
            c => self.token(c),
        }
        true
    }

    fn rest(&self) -> &'a str {
        self.source.text.get(self.at..).unwrap_or("")
    }

    /// The span of `at..end` of this source. Texts are far below 4 GiB, so nothing is cut.
    fn span(&self, end: usize) -> Span {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            source: self.source.id,
            start: narrow(self.at),
            end: narrow(end),
        }
    }

    fn comment(&mut self) {
        let line = self.rest().split('\n').next().unwrap_or("");
        let text = line.trim_end();
        let trailing = self
            .done
            .tokens
            .last()
            .is_some_and(|last| last.line == self.line);
        self.done.comments.push(Comment {
            span: self.span(self.at + text.len()),
            text: text.to_owned(),
            trailing,
        });
        self.at += line.len();
    }

    /// A character without a shape of its own is a blank that must not be there.
    fn unseen(&mut self, c: char) {
        let leading_mark = self.at == 0 && c == unseen::BYTE_ORDER_MARK;
        if leading_mark {
            self.line_start = c.len_utf8();
        } else {
            self.beside = true;
            let span = self.span(self.at + c.len_utf8());
            self.done.diagnostics.extend(unseen::outside_text(c, span));
        }
        self.at += c.len_utf8();
    }

    fn token(&mut self, c: char) {
        let piece = self.piece(c);
        let place = self.place();
        let fault = match piece.fault {
            Some(found) => Fault::Found(Box::new(found)),
            None if std::mem::take(&mut self.beside) => Fault::Beside,
            None => Fault::None,
        };
        self.done.tokens.push(Token {
            span: self.span(piece.end),
            kind: piece.kind,
            line: self.line,
            place,
            fault,
        });
        // Every piece is at least one character long; a slip here would be an endless loop.
        self.at = piece.end.max(self.at + c.len_utf8());
    }

    fn place(&self) -> Place {
        let first = self
            .done
            .tokens
            .last()
            .is_none_or(|last| last.line != self.line);
        match (first, self.at == self.line_start) {
            (true, true) => Place::ColumnOne,
            (true, false) => Place::FirstOnLine,
            (false, _) => Place::Within,
        }
    }

    fn piece(&mut self, c: char) -> Piece {
        if c == '"' && self.is_behind_matches() {
            return self.raw_text();
        }
        if run::is_of_run(c) {
            self.word_or_more(c)
        } else {
            self.sign_or_stray()
        }
    }

    /// Whether the last token is the word `matches`.
    fn is_behind_matches(&self) -> bool {
        self.done.tokens.last().is_some_and(|last| {
            last.kind == TokenKind::Word && self.source.slice(last.span) == "matches"
        })
    }
}

/// A length of time as the language writes it: `30d`, `1d12h`.
#[must_use]
pub fn length(text: &str) -> Option<Length> {
    match literal::read(text, Span::default()) {
        (TokenKind::Duration(length), None) => Some(length),
        _ => None,
    }
}

/// A size as the language writes it, in bytes: `16MiB`, `512KB`.
#[must_use]
pub fn size(text: &str) -> Option<i64> {
    match literal::read(text, Span::default()) {
        (TokenKind::Bytes(bytes), None) => Some(bytes),
        _ => None,
    }
}
