//! The clauses of rules, waivers and invariants; waivers, which are nothing but clauses.

use super::super::ast::{Clause, ClauseKind, Severity, StatementKind, Waiver};
use super::super::expr;
use super::super::input::{Input, Parse};
use super::super::keyword::Block;
use super::super::subject::subject;
use super::super::terminal::{name, names, one_of, text};
use super::super::value::time;
use super::block::block;
use super::effect::exporting;
use super::fit;
use nom::Parser;
use nom::combinator::cut;
use nom::error::context;

/// waiver = "waiver" name "{" { clause } "}" ;
pub fn waiver(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("a waiver's name").parse(i)?;
    let (rest, body) = block(i, Block::Waiver)?;
    let clauses = fit::waiver(i, &name, body)?;
    Ok((rest, StatementKind::Waiver(Waiver { name, clauses })))
}

const SEVERITIES: &[(&str, Severity)] = &[
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
];

/// clause = "when" expr | "unless" expr | "from" time | "until" time
///        | "severity" ( "low" | "medium" | "high" | "critical" ) | "owner" text | "note" text
///        | "lift" name { "," name } | "for" subject [ "exporting" target ] | "by" text ;
pub fn clause(i: Input) -> Parse<Clause> {
    let keyword = i.peek().map_or_else(|| i.span_to(i), |t| t.span);
    let body = i.behind();
    let (rest, kind) = match i.word() {
        Some("when") => like(
            "when rows <= 5_000",
            expr::condition.map(ClauseKind::When),
            body,
        ),
        Some("unless") => like(
            "unless ticket is set",
            expr::condition.map(ClauseKind::Unless),
            body,
        ),
        Some("from") => like("from 2026-11-02", time.map(ClauseKind::From), body),
        Some("until") => like("until 2027-01-01", time.map(ClauseKind::Until), body),
        Some("severity") => like(
            "severity critical",
            one_of(SEVERITIES).map(ClauseKind::Severity),
            body,
        ),
        Some("owner") => like(
            "owner \"trust@mail.example\"",
            text.map(ClauseKind::Owner),
            body,
        ),
        Some("lift") => like(
            "lift six-tenants",
            names("a rule's name").map(ClauseKind::Lift),
            body,
        ),
        Some("for") => like(
            "for actor \"ana@mail.example\" exporting opensea/*",
            whom,
            body,
        ),
        Some("by") => like("by \"dpo@mail.example\"", text.map(ClauseKind::By), body),
        _ => like("note \"why it is so\"", text.map(ClauseKind::Note), body),
    }?;
    let span = i.span_to(rest);
    Ok((
        rest,
        Clause {
            span,
            keyword,
            kind,
        },
    ))
}

fn like<'a>(
    example: &'static str,
    parser: impl Parser<Input<'a>, Output = ClauseKind, Error = super::super::mistake::Mistake>,
    i: Input<'a>,
) -> Parse<'a, ClauseKind> {
    context(example, cut(parser)).parse(i)
}

/// "for" subject [ "exporting" target ]
fn whom(i: Input) -> Parse<ClauseKind> {
    (subject, exporting)
        .map(|(subject, target)| ClauseKind::For(subject, target))
        .parse(i)
}
