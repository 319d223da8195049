//! The keywords that begin statements and the parts of their blocks: one table of which stands where.

use super::ast::Keyword;
use super::input::Input;
use super::token::{Place, Sign, TokenKind};

/// The keywords that begin statements.
pub const STATEMENTS: [(&str, Keyword); 9] = [
    ("role", Keyword::Role),
    ("field", Keyword::Field),
    ("set", Keyword::Set),
    ("hours", Keyword::Hours),
    ("condition", Keyword::Condition),
    ("rule", Keyword::Rule),
    ("waiver", Keyword::Waiver),
    ("invariant", Keyword::Invariant),
    ("test", Keyword::Test),
];

/// What a block is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Block {
    Rule,
    Waiver,
    Invariant,
    Test,
    /// Within a test.
    Sequence,
}

impl Block {
    /// As messages name it.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Rule => "a rule",
            Self::Waiver => "a waiver",
            Self::Invariant => "an invariant",
            Self::Test => "a test",
            Self::Sequence => "a sequence",
        }
    }

    /// The keywords of its parts.
    pub fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::Rule => &[
                "allow", "deny", "limit", "when", "unless", "from", "until", "severity", "owner",
                "note",
            ],
            Self::Waiver => &["lift", "for", "when", "from", "until", "by", "note"],
            Self::Invariant => &["never", "always", "when", "unless", "owner", "note"],
            Self::Test => &["given", "expect", "sequence"],
            Self::Sequence => &["repeat", "expect"],
        }
    }
}

const BLOCKS: [Block; 5] = [
    Block::Rule,
    Block::Waiver,
    Block::Invariant,
    Block::Test,
    Block::Sequence,
];

/// The block that a part's keyword belongs to; the first of several.
pub fn home(word: &str) -> Option<Block> {
    BLOCKS.into_iter().find(|b| b.keywords().contains(&word))
}

/// Whether a word begins a statement, or a part of any block.
pub fn is_any(word: &str) -> bool {
    home(word).is_some() || STATEMENTS.iter().any(|(k, _)| *k == word)
}

/// Whether a statement begins here whatever is open: its keyword stands in column 1.
pub fn resumes_statement(i: Input) -> bool {
    i.peek().is_some_and(|t| t.place == Place::ColumnOne)
        && i.word()
            .is_some_and(|w| STATEMENTS.iter().any(|(k, _)| *k == w))
}

/// Whether a part of a block begins here behind a mistake: its keyword begins the line, and is no field.
pub fn resumes_part(i: Input) -> bool {
    let names_a_field = matches!(
        i.peek_at(1).map(|t| &t.kind),
        Some(TokenKind::Sign(
            Sign::Colon
                | Sign::Dot
                | Sign::Eq
                | Sign::Ne
                | Sign::Lt
                | Sign::Le
                | Sign::Gt
                | Sign::Ge
                | Sign::Comma
        ))
    );
    i.begins_line() && i.word().is_some_and(|w| home(w).is_some()) && !names_a_field
}
