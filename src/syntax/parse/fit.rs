//! Whether the parts of a block fit together: what is missing, doubled, or out of place.

use super::super::ast::{Claim, Clause, ClauseKind, Effect, EffectKind, Name, Record, TestStep};
use super::super::input::Input;
use super::super::mistake::Mistake;
use super::block::{Body, Part};
use super::note_or_fail;
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::Err;

type Fit<T> = Result<T, Err<Mistake>>;

/// A clause's keyword.
fn keyword(clause: &Clause) -> &'static str {
    match clause.kind {
        ClauseKind::When(_) => "when",
        ClauseKind::Unless(_) => "unless",
        ClauseKind::From(_) => "from",
        ClauseKind::Until(_) => "until",
        ClauseKind::Severity(_) => "severity",
        ClauseKind::Owner(_) => "owner",
        ClauseKind::Note(_) => "note",
        ClauseKind::Lift(_) => "lift",
        ClauseKind::For(..) => "for",
        ClauseKind::By(_) => "by",
    }
}

/// One effect, which comes first, and its clauses.
pub fn rule(start: Input, name: &Name, body: Body) -> Fit<(Option<Effect>, Vec<Clause>)> {
    let sound = body.sound;
    let words = FirstWords {
        once: "a rule does one thing",
        second: "write a second rule",
        before: "what a rule does stands before its clauses",
    };
    let (effect, clauses) = first_and_clauses(start, body, &words, |part| match part {
        Part::Effect(effect) => Some((effect.keyword, effect)),
        _ => None,
    })?;
    each_once(start, &clauses)?;
    no_severity_of_allow(start, effect.as_ref(), &clauses)?;
    if effect.is_none() && sound {
        let message = format!("rule `{}` does nothing", name.text);
        let help =
            "it begins with `allow`, `deny` or `limit`: `allow role support to export any/*`";
        say(start, lacks(name, message, help))?;
    }
    Ok((effect, clauses))
}

/// One claim, which comes first, and its clauses.
pub fn invariant(start: Input, name: &Name, body: Body) -> Fit<(Option<Claim>, Vec<Clause>)> {
    let sound = body.sound;
    let words = FirstWords {
        once: "an invariant claims one thing",
        second: "write a second invariant",
        before: "what an invariant claims stands before its clauses",
    };
    let (claim, clauses) = first_and_clauses(start, body, &words, |part| match part {
        Part::Claim(claim) => Some((claim.span, claim)),
        _ => None,
    })?;
    each_once(start, &clauses)?;
    if claim.is_none() && sound {
        let message = format!("invariant `{}` claims nothing", name.text);
        let help = "it begins with `never allow` or `always allow`: `never allow role engineer to export crypto/*`";
        say(start, lacks(name, message, help))?;
    }
    Ok((claim, clauses))
}

/// What is said of a part that must come first, and once.
struct FirstWords {
    once: &'static str,
    second: &'static str,
    before: &'static str,
}

/// The part that comes first, known by `first` with its place, and the clauses behind it.
fn first_and_clauses<T>(
    start: Input,
    body: Body,
    words: &FirstWords,
    first: fn(Part) -> Option<(Span, T)>,
) -> Fit<(Option<T>, Vec<Clause>)> {
    let mut found: Option<(Span, T)> = None;
    let mut clauses = Vec::new();
    for part in body.parts {
        if let Part::Clause(clause) = part {
            clauses.push(clause);
            continue;
        }
        match (first(part), &found) {
            (Some((second, _)), Some((first, _))) => {
                say(start, two(second, *first, words.once, words.second))?;
            }
            (Some(only), None) => {
                if let Some(earlier) = clauses.first() {
                    say(start, late(only.0, earlier, words.before))?;
                }
                found = Some(only);
            }
            (None, _) => {}
        }
    }
    Ok((found.map(|(_, part)| part), clauses))
}

/// What a named thing lacks.
fn lacks(name: &Name, message: String, help: &str) -> Diagnostic {
    Diagnostic::error("syntax", message)
        .label(name.span, "")
        .help(help)
}

/// What no waiver can do without.
const MANDATORY: [&str; 6] = ["lift", "for", "from", "until", "by", "note"];

/// Clauses, of which most are mandatory.
pub fn waiver(start: Input, name: &Name, body: Body) -> Fit<Vec<Clause>> {
    let clauses: Vec<Clause> = body
        .parts
        .into_iter()
        .filter_map(|part| match part {
            Part::Clause(clause) => Some(clause),
            _ => None,
        })
        .collect();
    each_once(start, &clauses)?;
    let lacking: Vec<String> = MANDATORY
        .iter()
        .filter(|word| !clauses.iter().any(|c| keyword(c) == **word))
        .map(|word| format!("`{word}`"))
        .collect();
    if let Some((last, others)) = lacking.split_last().filter(|_| body.sound) {
        let list = if others.is_empty() {
            last.clone()
        } else {
            format!("{} and {last}", others.join(", "))
        };
        let help = "a waiver says what it lifts, for whom, from when until when, by whom and why";
        let message = format!("waiver `{}` lacks {list}", name.text);
        say(start, lacks(name, message, help))?;
    }
    Ok(clauses)
}

/// What is given, once and first, and the steps.
pub fn test(start: Input, body: Body) -> Fit<(Option<Record>, Vec<TestStep>)> {
    let mut given: Option<(Span, Record)> = None;
    let mut steps: Vec<TestStep> = Vec::new();
    for part in body.parts {
        match part {
            Part::Given(keyword, record) => match &given {
                Some((first, _)) => {
                    say(
                        start,
                        two(
                            keyword,
                            *first,
                            "a test has one `given`",
                            "put all of it into one, or write a second test",
                        ),
                    )?;
                }
                None => {
                    if let Some(step) = steps.first() {
                        let earlier = place(step);
                        let diagnostic =
                            Diagnostic::error("syntax", "`given` stands before what is expected")
                                .label(keyword, "")
                                .label(earlier, "this stands before it")
                                .help("move it up");
                        say(start, diagnostic)?;
                    }
                    given = Some((keyword, record));
                }
            },
            Part::Step(step) => steps.push(step),
            _ => {}
        }
    }
    Ok((given.map(|(_, record)| record), steps))
}

fn place(step: &TestStep) -> Span {
    match step {
        TestStep::Expect(expect) => expect.span,
        TestStep::Sequence { span, .. } => *span,
    }
}

/// Each clause stands at most once, except `note`.
fn each_once(start: Input, clauses: &[Clause]) -> Fit<()> {
    for (at, clause) in clauses.iter().enumerate() {
        let word = keyword(clause);
        let earlier = clauses.iter().take(at).find(|c| keyword(c) == word);
        let Some(first) = earlier.filter(|_| word != "note") else {
            continue;
        };
        let help = match word {
            "when" => "join the two conditions with `and`",
            "unless" => "join the two conditions with `or`",
            _ => "keep one of the two",
        };
        say(
            start,
            two(
                clause.keyword,
                first.keyword,
                &format!("`{word}` stands twice"),
                help,
            ),
        )?;
    }
    Ok(())
}

fn no_severity_of_allow(start: Input, effect: Option<&Effect>, clauses: &[Clause]) -> Fit<()> {
    let is_allow = effect.is_some_and(|e| matches!(e.kind, EffectKind::Allow { .. }));
    let severity = clauses.iter().find(|c| keyword(c) == "severity");
    match severity.filter(|_| is_allow) {
        Some(clause) => say(
            start,
            Diagnostic::error("syntax", "an `allow` has no severity")
                .label(clause.span, "")
                .help("nobody can break a permission: delete it; `deny` and `limit` have one"),
        ),
        None => Ok(()),
    }
}

fn two(second: Span, first: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error("syntax", message)
        .label(second, "again here")
        .label(first, "first here")
        .help(help)
}

fn late(place: Span, earlier: &Clause, message: &str) -> Diagnostic {
    Diagnostic::error("syntax", message)
        .label(place, "")
        .label(earlier.keyword, "this stands before it")
        .help("move it up")
}

fn say(i: Input, diagnostic: Diagnostic) -> Fit<()> {
    note_or_fail(i, Mistake::said(i.from(usize::MAX), diagnostic))
}
