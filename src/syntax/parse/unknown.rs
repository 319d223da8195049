//! Words where a statement or a part of a block should begin, but none does.

use super::super::ast::Keyword;
use super::super::expr::closes_nothing;
use super::super::hint;
use super::super::input::Input;
use super::super::keyword::{Block, STATEMENTS, home};
use super::super::mistake::{Mistake, Wanted};
use super::super::token::Sign;
use crate::diag::Diagnostic;
use crate::nearest::nearest;
use crate::text::Span;

/// How other languages begin a part.
const OTHERS: [(&str, &str); 19] = [
    ("if", "when"),
    ("where", "when"),
    ("except", "unless"),
    ("unless_", "unless"),
    ("permit", "allow"),
    ("grant", "allow"),
    ("forbid", "deny"),
    ("block", "deny"),
    ("reject", "deny"),
    ("cap", "limit"),
    ("expires", "until"),
    ("till", "until"),
    ("since", "from"),
    ("level", "severity"),
    ("because", "note"),
    ("reason", "note"),
    ("description", "note"),
    ("comment", "note"),
    ("assert", "expect"),
];

/// What stands where a statement should.
pub fn statement(i: Input) -> Mistake {
    let wanted = Mistake::wanted(i, &[Wanted::Kind("a statement")]).found_here();
    let Some(token) = i.peek() else {
        return wanted;
    };
    let Some(word) = i.word() else {
        let closes = i.is_sign(Sign::CloseBrace)
            || i.is_sign(Sign::CloseBracket)
            || i.is_sign(Sign::CloseParen);
        if !closes {
            return wanted;
        }
        return Mistake::said(i, closes_nothing(i, token.span));
    };
    let names = STATEMENTS.iter().map(|(name, _)| *name);
    if let Some(right) = nearest(word, names) {
        let message = format!("no statement begins with `{word}`");
        return misspelt(i, token.span, message, right);
    }
    let message = match home(word) {
        Some(block) => format!("`{word}` stands outside of {}", block.shown()),
        None => format!("no statement begins with `{word}`"),
    };
    let help = "statements are `role`, `field`, `set`, `hours`, `condition`, `rule`, `waiver`, `invariant` and `test`";
    Mistake::said(
        i,
        Diagnostic::error("syntax", message)
            .label(token.span, "")
            .help(help),
    )
}

/// The statement that a misspelt keyword was probably meant to begin.
pub fn meant_statement(i: Input) -> Option<Keyword> {
    let word = i.word()?;
    let right = nearest(word, STATEMENTS.iter().map(|(name, _)| *name))?;
    STATEMENTS
        .iter()
        .find(|(name, _)| *name == right)
        .map(|(_, keyword)| *keyword)
}

fn misspelt(i: Input, place: Span, message: String, right: &str) -> Mistake {
    replaced(i, place, message, format!("did you mean `{right}`?"), right)
}

fn replaced(i: Input, place: Span, message: String, help: String, right: &str) -> Mistake {
    let diagnostic = Diagnostic::error("syntax", message)
        .label(place, "")
        .help(help)
        .fix(format!("write `{right}`"), vec![(place, right.to_owned())]);
    Mistake::said(i, diagnostic)
}

/// What stands where a part of a block should; `more` could have continued the part before.
pub fn part(i: Input, kind: Block, more: &[Wanted]) -> Mistake {
    let word = i.word().filter(|_| !hint::touches_text(i));
    let Some((word, token)) = word.zip(i.peek()) else {
        return wanted_part(i, kind, more);
    };
    let shown = kind.shown();
    if let Some(other) = home(word) {
        let diagnostic = Diagnostic::error("syntax", format!("`{word}` has no place in {shown}"))
            .label(token.span, "")
            .help(misplaced_help(word, other, kind));
        return Mistake::said(i, diagnostic);
    }
    let other = OTHERS
        .iter()
        .find(|(other, right)| *other == word && kind.keywords().contains(right));
    if let Some((_, right)) = other {
        let message = format!("`{word}` is written `{right}`");
        return replaced(i, token.span, message, format!("write `{right}`"), right);
    }
    match nearest(word, kind.keywords().iter().copied()) {
        Some(right) => misspelt(
            i,
            token.span,
            format!("nothing in {shown} begins with `{word}`"),
            right,
        ),
        None if more.is_empty() || i.is_on_new_line() => {
            let diagnostic =
                Diagnostic::error("syntax", format!("nothing in {shown} begins with `{word}`"))
                    .label(token.span, "")
                    .help(format!("{shown} has {}", listed(kind)));
            Mistake::said(i, diagnostic)
        }
        None => wanted_part(i, kind, more),
    }
}

fn wanted_part(i: Input, kind: Block, more: &[Wanted]) -> Mistake {
    let next = match kind {
        Block::Test | Block::Sequence => Wanted::Word("expect"),
        _ => Wanted::Kind("a clause"),
    };
    let mut wanted = if i.is_on_new_line() {
        Vec::new()
    } else {
        more.to_vec()
    };
    wanted.extend([next, Wanted::Word("}")]);
    Mistake::wanted(i, &wanted).found_here()
}

fn misplaced_help(word: &str, other: Block, kind: Block) -> String {
    match (word, kind) {
        ("allow", Block::Invariant) => {
            "an invariant claims `never allow …` or `always allow …`".to_owned()
        }
        ("allow", Block::Test | Block::Sequence) => "write `expect allow`".to_owned(),
        ("severity", _) => "only a `deny` or a `limit` has a severity".to_owned(),
        ("owner", Block::Waiver) => "who grants a waiver is its `by`".to_owned(),
        ("unless", Block::Waiver) => "a waiver has only `when`: write `when not (…)`".to_owned(),
        ("repeat", Block::Test) => "only the steps of a `sequence` are repeated".to_owned(),
        _ => format!(
            "it belongs in {}; {} has {}",
            other.shown(),
            kind.shown(),
            listed(kind)
        ),
    }
}

fn listed(kind: Block) -> String {
    let words: Vec<String> = kind.keywords().iter().map(|k| format!("`{k}`")).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.join(""),
    }
}
