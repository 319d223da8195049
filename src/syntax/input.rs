//! What the parsers read: a stretch of the tokens, as nom's input.
//!
//! Knows the tokens' text, for keywords, and carries what the parsers note by the way.

use super::keyword;
use super::mistake::Mistake;
use super::token::{Place, Sign, Token, TokenKind};
use crate::diag::Diagnostic;
use crate::text::{Source, Span};
use nom::{IResult, Needed};
use std::cell::RefCell;
use std::iter::Enumerate;
use std::slice::Iter;

/// What a parser function gives.
pub type Parse<'a, O> = IResult<Input<'a>, O, Mistake>;

/// Parentheses and `not`s may stand in each other this deep.
pub const DEEPEST: u8 = 64;

/// The tokens from a place on, up to a limit.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    desk: &'a Desk<'a>,
    at: usize,
    end: usize,
    depth: u8,
    mode: Mode,
}

/// What a block does about a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reports it and resumes.
    Recover,
    /// Fails: this is only an attempt.
    Strict,
}

/// What all parsers of a file share.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The file.
    pub source: &'a Source,
    /// All its tokens.
    pub tokens: &'a [Token],
    /// What was noted so far.
    pub notes: RefCell<Notes>,
    /// For each token the first one, from it on, that begins a statement whatever is open.
    statements: Vec<usize>,
    /// For each token the first one, from it on, at which a block resumes.
    parts: Vec<usize>,
}

/// What parsing resumes with behind a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumption {
    /// A statement whose keyword stands in column 1.
    Statement,
    /// A part of a block whose keyword begins its line.
    Part,
}

impl<'a> Desk<'a> {
    /// A file's desk. Where parsing resumes is looked up once, so that no mistake costs a search.
    pub fn new(source: &'a Source, tokens: &'a [Token]) -> Self {
        let mut desk = Self {
            source,
            tokens,
            notes: RefCell::default(),
            statements: Vec::new(),
            parts: Vec::new(),
        };
        desk.statements = desk.firsts(keyword::resumes_statement);
        desk.parts = desk.firsts(keyword::resumes_part);
        desk
    }

    /// For each token the first one, from it on, that fits.
    fn firsts(&self, fits: fn(Input) -> bool) -> Vec<usize> {
        let all = Input::all(self);
        let mut next = self.tokens.len();
        let mut firsts: Vec<usize> = (0..self.tokens.len())
            .rev()
            .map(|at| {
                next = if fits(all.from(at)) { at } else { next };
                next
            })
            .collect();
        firsts.reverse();
        firsts
    }
}

/// What was found wrong so far.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// One for each mistake, in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// Tokens that were passed over behind a mistake.
    pub skipped: Vec<Skipped>,
    /// A mistake was that the text ended at this limit.
    pub ended_at: Option<usize>,
}

impl Notes {
    /// Back to when so many mistakes were noted, and so many stretches passed over.
    pub fn forget(&mut self, (diagnostics, skipped): (usize, usize)) {
        self.diagnostics.truncate(diagnostics);
        self.skipped.truncate(skipped);
        self.ended_at = None;
    }
}

/// Tokens `from..to`, passed over because of a mistake at the token `because`.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the line above says it")]
pub struct Skipped {
    pub because: usize,
    pub from: usize,
    pub to: usize,
}

impl<'a> Input<'a> {
    /// All tokens.
    pub fn all(desk: &'a Desk<'a>) -> Self {
        Self {
            desk,
            at: 0,
            end: desk.tokens.len(),
            depth: 0,
            mode: Mode::Recover,
        }
    }

    /// What all parsers share.
    pub fn desk(self) -> &'a Desk<'a> {
        self.desk
    }

    /// The index of the next token.
    pub fn at(self) -> usize {
        self.at
    }

    /// The index of the limit.
    pub fn end(self) -> usize {
        self.end
    }

    /// Whether a block resumes behind a mistake.
    pub fn mode(self) -> Mode {
        self.mode
    }

    /// The same, in another mode.
    pub fn in_mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// The same with another limit.
    pub fn until(self, end: usize) -> Self {
        Self { end, ..self }
    }

    /// From another token on.
    pub fn from(self, at: usize) -> Self {
        Self {
            at: at.min(self.end),
            ..self
        }
    }

    /// One level deeper in parentheses; none beyond the deepest.
    pub fn deeper(self) -> Option<Self> {
        let depth = self.depth.checked_add(1).filter(|d| *d <= DEEPEST)?;
        Some(Self { depth, ..self })
    }

    /// At the level of another input.
    pub fn as_deep_as(self, other: Self) -> Self {
        Self {
            depth: other.depth,
            ..self
        }
    }

    /// Whether no token is left.
    pub fn is_empty(self) -> bool {
        self.at >= self.end
    }

    fn tokens(self) -> &'a [Token] {
        self.desk.tokens.get(self.at..self.end).unwrap_or(&[])
    }

    /// The next token.
    pub fn peek(self) -> Option<&'a Token> {
        self.tokens().first()
    }

    /// The token `n` behind the next.
    pub fn peek_at(self, n: usize) -> Option<&'a Token> {
        self.tokens().get(n)
    }

    /// The token before the next, whether or not a limit lies between.
    pub fn last(self) -> Option<&'a Token> {
        self.desk.tokens.get(self.at.checked_sub(1)?)
    }

    /// The text of the next token if it is a word.
    pub fn word(self) -> Option<&'a str> {
        self.peek().and_then(|token| self.word_of(token))
    }

    /// The text of a token if it is a word.
    pub fn word_of(self, token: &Token) -> Option<&'a str> {
        (token.kind == TokenKind::Word).then(|| self.desk.source.slice(token.span))
    }

    /// Whether the next token is this sign.
    pub fn is_sign(self, sign: Sign) -> bool {
        self.peek().is_some_and(|t| t.kind == TokenKind::Sign(sign))
    }

    /// Behind the next token.
    pub fn behind(self) -> Self {
        self.from(self.at.saturating_add(1))
    }

    /// Whether the next token stands on another line than the one before it.
    pub fn is_on_new_line(self) -> bool {
        match (self.peek(), self.last()) {
            (Some(next), Some(last)) => next.line != last.line,
            (None, _) => true,
            (_, None) => false,
        }
    }

    /// From the next token of `self` to the last one before `rest`.
    pub fn span_to(self, rest: Self) -> Span {
        let first = self.peek().or(self.last()).map(|t| t.span);
        let last = rest.last().filter(|_| rest.at > self.at).map(|t| t.span);
        match (first, last) {
            (Some(first), Some(last)) => first.to(last),
            (Some(first), None) => first,
            _ => Span {
                source: self.desk.source.id,
                ..Span::default()
            },
        }
    }

    /// The tokens from here to the next one of `rest`.
    pub fn stretch(self, rest: Self) -> &'a [Token] {
        self.desk.tokens.get(self.at..rest.at).unwrap_or(&[])
    }

    /// Notes a mistake without failing.
    pub fn note(self, diagnostic: Diagnostic) {
        self.desk.notes.borrow_mut().diagnostics.push(diagnostic);
    }

    /// Reports why parsing stopped, and passes over the tokens up to `to`.
    pub fn skip(self, mistake: &Mistake, to: usize) -> Self {
        let because = mistake.at();
        if because >= self.end {
            self.desk.notes.borrow_mut().ended_at = Some(self.end);
        }
        if let Some(diagnostic) = mistake.diagnostic(self) {
            self.note(diagnostic);
        }
        let skipped = Skipped {
            because,
            from: self.at,
            to,
        };
        self.desk.notes.borrow_mut().skipped.push(skipped);
        Self {
            at: to,
            end: self.end.max(to),
            ..self
        }
    }

    /// Where parsing resumes behind the next token, or the limit.
    pub fn resumption(self, of: Resumption) -> usize {
        let places = match of {
            Resumption::Statement => &self.desk.statements,
            Resumption::Part => &self.desk.parts,
        };
        let behind = places.get(self.at.saturating_add(1)).copied();
        behind.unwrap_or(self.end).min(self.end)
    }

    /// Whether the next token begins its line.
    pub fn begins_line(self) -> bool {
        self.peek().is_some_and(|t| t.place != Place::Within)
    }
}

impl<'a> nom::Input for Input<'a> {
    type Item = &'a Token;
    type Iter = Iter<'a, Token>;
    type IterIndices = Enumerate<Iter<'a, Token>>;

    fn input_len(&self) -> usize {
        self.tokens().len()
    }

    fn take(&self, index: usize) -> Self {
        self.until(self.end.min(self.at.saturating_add(index)))
    }

    fn take_from(&self, index: usize) -> Self {
        self.from(self.at.saturating_add(index))
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.tokens().iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.tokens().iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.tokens().iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        match count.checked_sub(self.input_len()) {
            None | Some(0) => Ok(count),
            Some(more) => Err(Needed::new(more)),
        }
    }
}
