//! Tests: what is given, and what is expected of it.

use super::super::ast::{Expect, Expected, StatementKind, Test, TestStep};
use super::super::input::{Input, Parse};
use super::super::keyword::Block;
use super::super::mistake::Wanted;
use super::super::terminal::{name, names, one_of, word};
use super::super::value::{int, record};
use super::block::{Part, block};
use super::fit;
use nom::Parser;
use nom::combinator::{cut, opt};
use nom::error::context;
use nom::sequence::preceded;

/// test = "test" name "{" [ given ] { expect | sequence } "}" ;
pub fn test(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("a test's name").parse(i)?;
    let (rest, body) = block(i, Block::Test)?;
    let (given, steps) = fit::test(i, body)?;
    Ok((rest, StatementKind::Test(Test { name, given, steps })))
}

/// given = "given" record ;
pub fn given(i: Input) -> Parse<Part> {
    let given = (word("given"), cut(record));
    context("given { tenant: opensea, rows: 100 }", given)
        .map(|(keyword, record)| Part::Given(keyword, record))
        .parse(i)
}

/// sequence = "sequence" "{" { [ "repeat" int ] expect } "}" ;
pub fn sequence(i: Input) -> Parse<TestStep> {
    let (rest, body) = preceded(word("sequence"), |i| block(i, Block::Sequence)).parse(i)?;
    let steps = body
        .parts
        .into_iter()
        .filter_map(|part| match part {
            Part::Repeated(times, expect) => Some((times, expect)),
            _ => None,
        })
        .collect();
    let span = i.span_to(rest);
    Ok((rest, TestStep::Sequence { span, steps }))
}

/// [ "repeat" int ] expect
pub fn repeated(i: Input) -> Parse<Part> {
    let times = opt(preceded(word("repeat"), cut(int)));
    context("repeat 5 expect allow", (times, cut(expect)))
        .map(|(times, expect)| Part::Repeated(times, expect))
        .parse(i)
}

const OUTCOMES: &[(&str, Expected)] = &[
    ("allow", Expected::Allow),
    ("violation", Expected::Violation),
    ("undecided", Expected::Undecided),
];

/// expect = "expect" ( "allow" | "violation" | "undecided" ) [ "with" record ] [ "of" name { "," name } ] ;
pub fn expect(i: Input) -> Parse<Expect> {
    let outcome = preceded(word("expect"), cut(one_of(OUTCOMES)));
    let with = opt(preceded(word("with"), cut(record)));
    let of = opt(preceded(word("of"), cut(names("a rule's name"))));
    let example = "expect violation with { rows: 5_001 } of not-allowed";
    let (rest, (outcome, with, of)) = context(example, (outcome, with, of)).parse(i)?;
    let span = i.span_to(rest);
    let of = of.unwrap_or_default();
    Ok((
        rest,
        Expect {
            span,
            outcome,
            with,
            of,
        },
    ))
}

/// What could have gone on behind an expectation.
pub fn continuations(expect: &Expect) -> &'static [Wanted] {
    match (&expect.with, expect.of.as_slice()) {
        (None, []) => &[Wanted::Word("with"), Wanted::Word("of")],
        (Some(_), []) => &[Wanted::Word("of")],
        _ => &[Wanted::Word(",")],
    }
}
