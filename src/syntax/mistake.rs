//! Why parsing stopped, and the words for it.
//!
//! Of several attempts at one place the one that got furthest speaks, with all that was expected there.

use super::hint;
use super::input::Input;
use super::token::{Fault, Sign, Token, TokenKind};
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::error::{ContextError, ErrorKind, ParseError};

/// What could have stood at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This word or sign itself.
    Word(&'static str),
    /// Something of this kind: "a role's name".
    Kind(&'static str),
}

/// Why parsing stopped.
#[derive(Clone, Debug)]
pub struct Mistake(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    at: usize,
    wanted: Vec<Wanted>,
    example: Option<&'static str>,
    opened: Option<Span>,
    /// Something must be here, or nothing: what is found here is to be named though it begins a line.
    found_here: bool,
    said: Option<Diagnostic>,
}

impl Mistake {
    /// Something else was wanted at the next token.
    pub fn wanted(input: Input, wanted: &[Wanted]) -> Self {
        Self(Box::new(Inner {
            at: input.at(),
            wanted: wanted.to_vec(),
            example: None,
            opened: None,
            found_here: false,
            said: None,
        }))
    }

    /// A mistake with words of its own.
    pub fn said(input: Input, diagnostic: Diagnostic) -> Self {
        let mut mistake = Self::wanted(input, &[]);
        mistake.0.said = Some(diagnostic);
        mistake
    }

    /// What stands here is wrong, not what is missing before it.
    pub fn found_here(mut self) -> Self {
        self.0.found_here = true;
        self
    }

    /// What lacks its end was opened there.
    pub fn opened(mut self, at: Span) -> Self {
        self.0.opened = Some(at);
        self
    }

    /// More that could have stood there, if it is there that parsing stopped.
    pub fn or_wanted(mut self, input: Input, wanted: &[Wanted]) -> Self {
        if self.0.at == input.at() {
            self.add(wanted);
        }
        self
    }

    /// This was wanted in more general words, if it is there that parsing stopped.
    pub fn instead(mut self, input: Input, wanted: &[Wanted]) -> Self {
        if self.0.at == input.at() {
            self.0.wanted = wanted.to_vec();
        }
        self
    }

    fn add(&mut self, wanted: &[Wanted]) {
        for more in wanted {
            if !self.0.wanted.contains(more) {
                self.0.wanted.push(*more);
            }
        }
    }

    /// The index of the token at which parsing stopped.
    pub fn at(&self) -> usize {
        self.0.at
    }

    /// The words for it; none where the token itself is faulty, which is reported already.
    pub fn diagnostic(&self, input: Input) -> Option<Diagnostic> {
        let here = input.from(self.0.at);
        let token = here.peek();
        if token.is_some_and(Token::is_faulty) && !self.overrules(token) {
            return None;
        }
        let diagnostic = self.0.said.clone().unwrap_or_else(|| self.explain(here));
        Some(match self.0.opened {
            Some(opened) => diagnostic.label(opened, "opened here"),
            None => diagnostic,
        })
    }

    /// A sound token in a wrong place is a mistake of its own.
    fn overrules(&self, token: Option<&Token>) -> bool {
        self.0.said.is_some() && token.is_none_or(|t| matches!(t.fault, Fault::None))
    }

    fn explain(&self, here: Input) -> Diagnostic {
        let wanted = one_of(&self.0.wanted);
        let diagnostic = match (here.peek(), here.last()) {
            (Some(found), Some(_)) if self.0.found_here || !here.is_on_new_line() => {
                wanted_here(&wanted, found, here)
            }
            (Some(found), None) => wanted_here(&wanted, found, here),
            (_, Some(last)) => {
                let message = format!("{wanted} is missing after {}", named(last, here));
                Diagnostic::error("syntax", message).label(last.span.after(), "here")
            }
            (None, None) => Diagnostic::error("syntax", format!("{wanted} is missing")),
        };
        hint::add(diagnostic, &self.0.wanted, here, self.0.example)
    }
}

fn wanted_here(wanted: &str, found: &Token, here: Input) -> Diagnostic {
    let message = format!("expected {wanted}, found {}", named(found, here));
    Diagnostic::error("syntax", message).label(found.span, kind_of(found))
}

/// "`a`, `b` or a name".
fn one_of(wanted: &[Wanted]) -> String {
    let words: Vec<String> = wanted
        .iter()
        .map(|w| match w {
            Wanted::Word(word) => format!("`{word}`"),
            Wanted::Kind(kind) => (*kind).to_owned(),
        })
        .collect();
    match words.split_last() {
        None => "something else".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// A token as a message names it, shortened.
fn named(token: &Token, input: Input) -> String {
    let text = input.desk().source.slice(token.span);
    if text.chars().count() <= 40 {
        return format!("`{text}`");
    }
    let head: String = text.chars().take(39).collect();
    format!("`{head}…`")
}

/// What a token is, for the label under it.
fn kind_of(token: &Token) -> &'static str {
    match &token.kind {
        TokenKind::Word | TokenKind::Stray => "",
        TokenKind::Text(_) | TokenKind::Raw => "this is a text",
        TokenKind::Int(_) => "this is a number",
        TokenKind::Bytes(_) => "this is a size",
        TokenKind::Duration(_) => "this is a duration",
        TokenKind::Time(_) => "this is a time",
        TokenKind::Clock(_) => "this is a span of the clock",
        TokenKind::Network(_) => "this is a network",
        TokenKind::Pattern(_) => "this is a pattern",
        TokenKind::Sign(Sign::CloseBrace | Sign::CloseBracket | Sign::CloseParen) => "it ends here",
        TokenKind::Sign(_) => "",
    }
}

impl ParseError<Input<'_>> for Mistake {
    fn from_error_kind(input: Input<'_>, _: ErrorKind) -> Self {
        Self::wanted(input, &[])
    }

    fn append(_: Input<'_>, _: ErrorKind, other: Self) -> Self {
        other
    }

    fn or(mut self, other: Self) -> Self {
        match self.0.at.cmp(&other.0.at) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Equal => {
                self.add(&other.0.wanted);
                self.0.said = self.0.said.or(other.0.said);
                self.0.example = self.0.example.or(other.0.example);
                self
            }
        }
    }
}

impl ContextError<Input<'_>> for Mistake {
    /// An example of what is being read: the innermost one helps most.
    fn add_context(_: Input<'_>, example: &'static str, mut other: Self) -> Self {
        other.0.example = other.0.example.or(Some(example));
        other
    }
}
