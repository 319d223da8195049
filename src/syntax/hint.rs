//! What to do about a token in the wrong place: the help below an "expected …, found …".

use super::input::Input;
use super::lex::quote;
use super::mistake::Wanted;
use super::token::{Sign, Token, TokenKind};
use super::want;
use crate::diag::Diagnostic;
use crate::nearest::nearest;

/// How other languages compare, and what that is here.
const OPERATORS: [(&str, &str); 20] = [
    ("eq", "write `==`"),
    ("equals", "write `==`"),
    ("neq", "write `!=`"),
    ("lt", "write `<`"),
    ("le", "write `<=`"),
    ("lte", "write `<=`"),
    ("gt", "write `>`"),
    ("ge", "write `>=`"),
    ("gte", "write `>=`"),
    ("has", "write `contains`"),
    ("includes", "write `contains`"),
    ("contain", "write `contains`"),
    ("starts", "write `like` and a glob: `like \"SUP-*\"`"),
    ("startswith", "write `like` and a glob: `like \"SUP-*\"`"),
    ("ends", "write `like` and a glob: `like \"*.example\"`"),
    ("endswith", "write `like` and a glob: `like \"*.example\"`"),
    ("match", "write `matches`"),
    ("exists", "write `is set`"),
    (
        "between",
        "write two comparisons: `rows >= 1 and rows <= 5`",
    ),
    ("isnull", "write `is missing`"),
];

/// Adds the best help there is: a misspelling, a token of the wrong kind, else an example.
pub fn add(
    diagnostic: Diagnostic,
    wanted: &[Wanted],
    here: Input,
    example: Option<&'static str>,
) -> Diagnostic {
    let found = here
        .peek()
        .filter(|_| !here.is_on_new_line() || here.last().is_none());
    if let Some(found) = found {
        if let Some(right) = misspelt(wanted, found, here) {
            return replace(diagnostic, found, right);
        }
        if let Some(help) = wrong_kind(wanted, found, here) {
            return diagnostic.help(help);
        }
    }
    match example {
        Some(example) => diagnostic.help(format!("write it like `{example}`")),
        None => diagnostic,
    }
}

fn replace(diagnostic: Diagnostic, found: &Token, right: &str) -> Diagnostic {
    diagnostic.help(format!("did you mean `{right}`?")).fix(
        format!("write `{right}`"),
        vec![(found.span, right.to_owned())],
    )
}

fn misspelt(wanted: &[Wanted], found: &Token, here: Input) -> Option<&'static str> {
    let word = here.word_of(found)?;
    let words = wanted.iter().filter_map(|w| match w {
        Wanted::Word(word) => Some(*word),
        Wanted::Kind(_) => None,
    });
    nearest(word, words)
}

/// What a token of another kind tells of what was meant.
fn wrong_kind(wanted: &[Wanted], found: &Token, here: Input) -> Option<String> {
    let wants = |one: Wanted| wanted.contains(&one);
    let text = here.desk().source.slice(found.span);
    if touches_text(here) {
        return Some("a quote within a text is written `\\\"`".to_owned());
    }
    match &found.kind {
        TokenKind::Word if wants(want::TEXT) || wants(want::REGEX) => {
            Some(format!("a text stands in quotes: `{}`", quote(text)))
        }
        TokenKind::Word if wants(want::PATTERN) => {
            Some(format!("a target has tenants and lists: `{text}/*`"))
        }
        TokenKind::Text(value) if wants(want::PATTERN) => Some(format!(
            "a target has tenants and lists: `{}/*`",
            quote(value)
        )),
        TokenKind::Text(_) if wants(want::TIME) || wants(want::DURATION) => {
            Some("times and durations stand without quotes".to_owned())
        }
        TokenKind::Int(_) if wants(want::DURATION) => {
            Some(format!("a duration has a unit: `{text}h`, `{text}d`"))
        }
        TokenKind::Int(_) if wants(want::TIME) => Some("a time is written `2026-11-02`".to_owned()),
        TokenKind::Word if wants(want::OPERATOR) => OPERATORS
            .iter()
            .find(|(other, _)| text.eq_ignore_ascii_case(other))
            .map(|(_, help)| (*help).to_owned()),
        TokenKind::Word if wants(Wanted::Word("anyone")) => Some(format!(
            "a role is named `role {text}`, a person `actor {}`",
            quote(text)
        )),
        TokenKind::Text(_) if wants(Wanted::Word("anyone")) => {
            Some(format!("a person is named `actor {text}`"))
        }
        TokenKind::Sign(Sign::Comma) if wants(Wanted::Word("or")) => {
            Some("several values stand in brackets: `in [a, b]`".to_owned())
        }
        TokenKind::Sign(Sign::Eq) if wants(want::EQUALS) => {
            Some("a definition has one `=`".to_owned())
        }
        TokenKind::Sign(Sign::Minus) if wants(want::OPERAND) => {
            Some("no number here is below 0, and none is written with a sign".to_owned())
        }
        _ => None,
    }
}

/// A token right behind a text, without a blank: the text probably ended too early.
pub fn touches_text(here: Input) -> bool {
    let ends = |t: &&Token| matches!(t.kind, TokenKind::Text(_) | TokenKind::Raw);
    match (here.peek(), here.last().filter(ends)) {
        (Some(found), Some(last)) => {
            found.span.start == last.span.end && matches!(found.kind, TokenKind::Word)
        }
        _ => false,
    }
}
