//! A file's statements, and how parsing goes on behind a mistake.
//!
//! A statement is read up to the next statement's keyword in column 1, so that what is left open is
//! reported where it stands and nothing behind it is lost. Where the text before that limit is no whole
//! statement, the limit may have been a name that happens to stand in column 1: then, and only if
//! that gives a whole statement, it is read beyond.

mod block;
mod bounded;
mod clause;
mod declare;
mod effect;
mod fit;
mod trial;
mod unknown;

use super::ast::{Keyword, Name, Roles, Statement, StatementKind};
use super::input::{Desk, Input, Mode, Notes, Parse, Resumption};
use super::keyword::STATEMENTS;
use super::mistake::Mistake;
use super::terminal::name;
use super::token::{Fault, Lexed, Sign, Token, TokenKind};
use crate::diag::Diagnostic;
use crate::text::Source;
use bounded::bounded;
use nom::combinator::cut;
use nom::error::context;
use nom::{Err, Parser};

/// Every statement of a file, and what is wrong with them and with their tokens.
pub fn statements(source: &Source, lexed: &Lexed) -> (Vec<Statement>, Vec<Diagnostic>) {
    let desk = Desk::new(source, &lexed.tokens);
    let mut statements = Vec::new();
    let mut rest = Input::all(&desk);
    let mut limit = 0;
    // file = { statement } ;
    while !rest.is_empty() {
        if limit <= rest.at() {
            limit = rest.resumption(Resumption::Statement);
        }
        rest = next(rest, limit, &mut statements);
    }
    let notes = desk.notes.take();
    let mut diagnostics = notes.diagnostics.clone();
    diagnostics.extend(token_faults(&lexed.tokens, &notes));
    (statements, diagnostics)
}

/// Reads one statement, or passes over what is none.
fn next<'a>(i: Input<'a>, limit: usize, statements: &mut Vec<Statement>) -> Input<'a> {
    let before = marks(i);
    i.desk().notes.borrow_mut().ended_at = None;
    let (rest, kind) = match bounded(i, limit, statement, starts_statement) {
        Ok(found) => found,
        Err(mistake) => (i.skip(&mistake, limit), broken(i.until(limit))),
    };
    let skipped = marks(i).1 > before.1;
    let rest = if skipped {
        i.from(limit.max(rest.at()))
    } else {
        rest
    };
    let faulty = i.stretch(rest).iter().any(Token::is_faulty);
    statements.push(Statement {
        span: i.span_to(rest),
        kind,
        broken: faulty || marks(i) != before,
    });
    rest
}

/// How many mistakes were noted, and how many stretches passed over.
fn marks(i: Input) -> (usize, usize) {
    let notes = i.desk().notes.borrow();
    (notes.diagnostics.len(), notes.skipped.len())
}

/// Whether a statement may begin here, or the file ends.
fn starts_statement(i: Input) -> bool {
    i.is_empty() || keyword(i).is_some()
}

fn keyword(i: Input) -> Option<Keyword> {
    let word = i.word()?;
    STATEMENTS.iter().find(|(k, _)| *k == word).map(|(_, k)| *k)
}

/// statement = role | field | set | hours | condition | rule | waiver | invariant | test ;
fn statement(i: Input) -> Parse<StatementKind> {
    match keyword(i) {
        Some(keyword) => declaration(i, keyword),
        None => misspelt(i),
    }
}

/// A statement whose keyword is misspelt is read as what was meant. Where that gives nothing whole, only the
/// misspelling is told.
fn misspelt(i: Input) -> Parse<StatementKind> {
    let mistake = unknown::statement(i);
    let meant = unknown::meant_statement(i).filter(|_| i.mode() == Mode::Recover);
    let before = marks(i);
    if let Some(Ok(found)) = meant.map(|keyword| declaration(i, keyword))
        && marks(i) == before
    {
        note_or_fail(i, mistake)?;
        return Ok(found);
    }
    i.desk().notes.borrow_mut().forget(before);
    Err(Err::Failure(mistake))
}

fn declaration(i: Input, keyword: Keyword) -> Parse<StatementKind> {
    let (example, parser): (_, fn(Input) -> Parse<StatementKind>) = match keyword {
        Keyword::Role => ("role support \"Answers tickets\"", declare::role),
        Keyword::Field => ("field tenant.plan: text", declare::field),
        Keyword::Set => ("set crypto = [opensea, celsius]", declare::set),
        Keyword::Hours => (
            "hours office = mon-fri 08:00-19:00 \"Europe/Vienna\"",
            declare::hours,
        ),
        Keyword::Condition => ("condition small = rows <= 5_000", declare::condition),
        Keyword::Rule => ("rule own-lists { … }", effect::rule),
        Keyword::Waiver => ("waiver move { … }", clause::waiver),
        Keyword::Invariant => ("invariant no-crypto { … }", effect::invariant),
        Keyword::Test => ("test small { … }", trial::test),
    };
    cut(context(example, parser)).parse(i.behind())
}

/// What a statement that could not be read still declares.
fn broken(i: Input) -> StatementKind {
    let keyword = keyword(i).or_else(|| unknown::meant_statement(i));
    let name = match keyword {
        None => None,
        Some(Keyword::Role) => return broken_roles(i),
        Some(Keyword::Field) => declare::broken_field(i.behind()),
        Some(_) => sound_name(i.behind()),
    };
    StatementKind::Broken { keyword, name }
}

/// The name here, if it is one on which nothing is wrong.
fn sound_name(i: Input) -> Option<Name> {
    name("a name").parse(i).ok().map(|(_, name)| name)
}

/// The roles of a list of which something is wrong.
fn broken_roles(i: Input) -> StatementKind {
    let mut names = Vec::new();
    let mut rest = i.behind();
    while let Ok((behind, name)) = name("a role's name").parse(rest) {
        names.push(name);
        if !behind.is_sign(Sign::Comma) {
            break;
        }
        rest = behind.behind();
    }
    if names.is_empty() {
        return StatementKind::Broken {
            keyword: Some(Keyword::Role),
            name: None,
        };
    }
    StatementKind::Role(Roles { names, note: None })
}

/// What the lexer found wrong with tokens, but for what was passed over behind a mistake and need be no
/// mistake of its own: strays, and the rest of the mistake's line.
fn token_faults(tokens: &[Token], notes: &Notes) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut skipped = notes.skipped.clone();
    skipped.sort_by_key(|s| s.from);
    let mut skipped = skipped.into_iter().peekable();
    let mut current = None;
    for (at, token) in tokens.iter().enumerate() {
        while let Some(next) = skipped.next_if(|s| s.from <= at) {
            current = Some(next);
        }
        let Fault::Found(fault) = &token.fault else {
            continue;
        };
        let passed = current.filter(|s| (s.from..s.to).contains(&at) && at > s.because);
        let doubtful = passed.is_some_and(|s| {
            let line = tokens.get(s.because).map(|t| t.line);
            token.kind == TokenKind::Stray || line == Some(token.line)
        });
        if !doubtful {
            found.push((**fault).clone());
        }
    }
    found
}

/// A mistake behind which nothing is lost is noted; an attempt fails with it.
fn note_or_fail(i: Input, mistake: Mistake) -> Result<(), Err<Mistake>> {
    if i.mode() == Mode::Strict {
        return Err(Err::Failure(mistake));
    }
    if let Some(diagnostic) = mistake.diagnostic(i) {
        i.note(diagnostic);
    }
    Ok(())
}
