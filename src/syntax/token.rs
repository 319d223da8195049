//! Tokens: the pieces of a policy file, each with its place and with what is wrong with it.
//!
//! Knows how a token looks, not where it may stand.

use super::ast::{ClockSpan, Comment, Name, Network};
use crate::diag::Diagnostic;
use crate::text::Span;
use crate::time::{Length, Time};

/// One piece of the text.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is; of a malformed literal, what it was meant to be, so that parsing goes on.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
    /// Its line, from 0.
    pub line: u32,
    /// Where on its line it begins.
    pub place: Place,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Where on its line a token begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In column 1: a statement's keyword resumes here whatever is open.
    ColumnOne,
    /// The first of its line, indented.
    FirstOnLine,
    /// Behind another token of its line.
    Within,
}

/// What the lexer found wrong with a token.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Nothing.
    None,
    /// Something beside it, which is reported on its own: nothing more should be said here.
    Beside,
    /// This.
    Found(Box<Diagnostic>),
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A name or a keyword: which, only the grammar knows. Its text is the source's.
    Word,
    /// A text, unescaped.
    Text(String),
    /// The text behind `matches`, of which nothing is unescaped; its text is the source's.
    Raw,
    /// `5_000`.
    Int(i64),
    /// `10MB`, in bytes.
    Bytes(i64),
    /// `1d12h`.
    Duration(Length),
    /// `2026-11-02`.
    Time(Time),
    /// `08:00-19:00`.
    Clock(ClockSpan),
    /// `10.0.0.0/8`.
    Network(Network),
    /// `any/newsletter*`: tenants, and lists.
    Pattern(Box<(Name, Name)>),
    /// A sign, or one that other languages write for a word.
    Sign(Sign),
    /// What can stand nowhere.
    Stray,
}

/// The signs, and those that other languages write for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the signs themselves")]
pub enum Sign {
    Comma,
    Colon,
    Dot,
    Equals,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Plus,
    Minus,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    /// `&&`: always a fault.
    And,
    /// `||`: always a fault.
    Or,
    /// `!`: always a fault.
    Not,
}

/// What the lexer makes of a text.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    /// In the order of the text.
    pub tokens: Vec<Token>,
    /// In the order of the text.
    pub comments: Vec<Comment>,
    /// What is wrong outside of tokens: characters that nobody sees.
    pub diagnostics: Vec<Diagnostic>,
}

impl Token {
    /// Whether something is wrong with it, or right beside it, that is reported already.
    pub fn is_faulty(&self) -> bool {
        !matches!(self.fault, Fault::None)
    }
}
