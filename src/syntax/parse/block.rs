//! What stands in braces: parts, each begun by its keyword, and how to resume behind a broken one.

use super::super::ast::{Claim, Clause, Effect, Expect, Record, Spanned, TestStep};
use super::super::input::{Input, Mode, Parse, Resumption};
use super::super::keyword::Block;
use super::super::mistake::{Mistake, Wanted};
use super::super::token::Sign;
use super::bounded::bounded;
use super::{clause, effect, marks, note_or_fail, trial, unknown};
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::{Err, Parser};

/// One part of a block.
#[derive(Debug)]
pub enum Part {
    Effect(Effect),
    Claim(Claim),
    Clause(Clause),
    /// With the keyword's place.
    Given(Span, Record),
    Step(TestStep),
    /// Of a sequence: how often, and what.
    Repeated(Option<Spanned<i64>>, Expect),
}

/// What stands in a block's braces.
#[derive(Debug)]
pub struct Body {
    /// In the order of the text.
    pub parts: Vec<Part>,
    /// Nothing was passed over: what is not there is missing.
    pub sound: bool,
}

/// "{" { part } "}"
pub fn block(i: Input, kind: Block) -> Parse<Body> {
    let before = marks(i).1;
    let (rest, parts) = parts(i, kind)?;
    let sound = marks(i).1 == before;
    Ok((rest, Body { parts, sound }))
}

fn parts(i: Input, kind: Block) -> Parse<Vec<Part>> {
    let before = marks(i).1;
    let (mut rest, open) = opening(i, kind)?;
    let mut parts = Vec::new();
    let mut limit = 0;
    loop {
        let broken = marks(i).1 > before;
        if rest.is_sign(Sign::CloseBrace) {
            match resumption(rest, kind).filter(|_| broken) {
                Some(at) => rest = rest.from(at),
                None => return Ok((rest.behind(), parts)),
            }
        }
        if rest.is_empty() {
            if !broken {
                unclosed(rest, kind, open)?;
            }
            return Ok((rest, parts));
        }
        if limit <= rest.at() {
            limit = rest.resumption(Resumption::Part);
        }
        // A sequence has parts of its own, which begin their lines, too, and resumes by itself.
        let reach = if rest.word() == Some("sequence") {
            rest.end()
        } else {
            limit
        };
        let last = parts.last();
        // What begins a sequence may be what is broken.
        let kind_here = match rest.word() {
            Some("repeat") if broken && kind == Block::Test => Block::Sequence,
            _ => kind,
        };
        match bounded(rest, reach, |i| part(i, kind_here, last), starts_part) {
            Ok((behind, found)) => {
                parts.push(found);
                rest = behind;
            }
            Err(mistake) if i.mode() == Mode::Strict => return Err(Err::Failure(mistake)),
            Err(mistake) => {
                rest = rest.until(reach).skip(&mistake, limit).until(rest.end());
                if kind == Block::Sequence && !is_own(rest, kind) {
                    return Ok((rest, parts));
                }
            }
        }
    }
}

/// Where a broken block goes on although a brace seems to close it: at a part that begins its line. The
/// brace may be that of something within.
fn resumption(i: Input, kind: Block) -> Option<usize> {
    let at = i.resumption(Resumption::Part);
    (kind != Block::Sequence && at < i.end()).then_some(at)
}

fn is_own(i: Input, kind: Block) -> bool {
    i.word().is_some_and(|w| kind.keywords().contains(&w))
}

fn starts_part(i: Input) -> bool {
    i.is_empty()
        || i.is_sign(Sign::CloseBrace)
        || i.word()
            .is_some_and(|w| super::super::keyword::home(w).is_some())
}

/// The opening brace; where only it is missing, the parts are read all the same.
fn opening(i: Input, kind: Block) -> Parse<Span> {
    match super::super::terminal::sign(Sign::OpenBrace, "{").parse(i) {
        Err(Err::Error(mistake)) if is_own(i, kind) => {
            note_or_fail(i, mistake)?;
            Ok((i, i.last().map_or_else(|| i.span_to(i), |t| t.span.after())))
        }
        Err(Err::Error(mistake)) => Err(Err::Failure(mistake)),
        found => found,
    }
}

fn unclosed(i: Input, kind: Block, open: Span) -> Result<(), Err<Mistake>> {
    let place = i.last().map_or(open, |t| t.span.after());
    let message = format!("{} is not closed: its `}}` is missing", kind.shown());
    let diagnostic = Diagnostic::error("syntax", message)
        .label(place, "here")
        .label(open, "opened here");
    let mistake = Mistake::said(i, diagnostic);
    if i.mode() == Mode::Strict {
        return Err(Err::Failure(mistake));
    }
    i.skip(&mistake, i.at());
    Ok(())
}

/// One part of a block.
fn part<'a>(i: Input<'a>, kind: Block, last: Option<&Part>) -> Parse<'a, Part> {
    let Some(word) = i.word().filter(|w| kind.keywords().contains(w)) else {
        let more = last.map_or(&[][..], |last| continuations(last));
        return Err(Err::Failure(unknown::part(i, kind, more)));
    };
    match word {
        "allow" | "deny" | "limit" => effect::effect.map(Part::Effect).parse(i),
        "never" | "always" => effect::claim.map(Part::Claim).parse(i),
        "given" => trial::given(i),
        "sequence" => trial::sequence.map(Part::Step).parse(i),
        "repeat" => trial::repeated(i),
        "expect" if kind == Block::Sequence => trial::repeated(i),
        "expect" => trial::expect
            .map(|e| Part::Step(TestStep::Expect(e)))
            .parse(i),
        _ => clause::clause.map(Part::Clause).parse(i),
    }
}

/// What could have gone on behind a part, for the message about what stands there instead.
fn continuations(part: &Part) -> &'static [Wanted] {
    use super::super::ast::ClauseKind;
    const COMMA: &[Wanted] = &[Wanted::Word(",")];
    match part {
        Part::Effect(effect) => effect::continuations(effect),
        Part::Claim(_) => COMMA,
        Part::Clause(clause) => match clause.kind {
            ClauseKind::Lift(_) | ClauseKind::For(..) => COMMA,
            _ => &[],
        },
        Part::Step(TestStep::Expect(expect)) | Part::Repeated(_, expect) => {
            trial::continuations(expect)
        }
        Part::Given(..) | Part::Step(TestStep::Sequence { .. }) => &[],
    }
}
