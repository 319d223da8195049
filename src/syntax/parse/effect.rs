//! What rules do and what invariants claim.

use super::super::ast::{Claim, Effect, EffectKind, Invariant, Quantifier, Rule, StatementKind};
use super::super::input::{Input, Parse};
use super::super::keyword::Block;
use super::super::mistake::Wanted;
use super::super::subject::{amount, keys, subject, target};
use super::super::terminal::{name, note_reserved, one_of, word};
use super::super::value::duration;
use super::block::block;
use super::fit;
use nom::Parser;
use nom::combinator::{cut, opt};
use nom::error::context;
use nom::sequence::preceded;

/// rule = "rule" name "{" effect { clause } "}" ;
pub fn rule(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("a rule's name").parse(i)?;
    note_reserved(i, &name, &["not-allowed"]);
    let (rest, body) = block(i, Block::Rule)?;
    let (effect, clauses) = fit::rule(i, &name, body)?;
    Ok((
        rest,
        StatementKind::Rule(Rule {
            name,
            effect,
            clauses,
        }),
    ))
}

/// invariant = "invariant" name "{" ( "never" | "always" ) "allow" subject "to" "export" target { … } "}" ;
pub fn invariant(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("an invariant's name").parse(i)?;
    let (rest, body) = block(i, Block::Invariant)?;
    let (claim, clauses) = fit::invariant(i, &name, body)?;
    Ok((
        rest,
        StatementKind::Invariant(Invariant {
            name,
            claim,
            clauses,
        }),
    ))
}

/// effect = ("allow" | "deny") subject "to" "export" target
///        | "limit" subject [ "exporting" target ] "to" amount "per" keys "in" duration ;
pub fn effect(i: Input) -> Parse<Effect> {
    let keyword = i.peek().map_or_else(|| i.span_to(i), |t| t.span);
    let body = i.behind();
    let (rest, kind) = match i.word() {
        Some("allow") => context("allow role support to export any/newsletter*", cut(scope))
            .map(|(subject, target)| EffectKind::Allow { subject, target })
            .parse(body)?,
        Some("deny") => context("deny anyone to export crypto/*", cut(scope))
            .map(|(subject, target)| EffectKind::Deny { subject, target })
            .parse(body)?,
        _ => context("limit anyone to 200_000 rows per actor in 24h", cut(limit)).parse(body)?,
    };
    let span = i.span_to(rest);
    Ok((
        rest,
        Effect {
            span,
            keyword,
            kind,
        },
    ))
}

/// subject "to" "export" target
fn scope(i: Input) -> Parse<(super::super::ast::Subject, super::super::ast::Target)> {
    let (i, subject) = subject(i)?;
    let to_export = preceded(word("to"), cut(word("export")));
    let (i, target) = preceded(with_comma(to_export, i), cut(target)).parse(i)?;
    Ok((i, (subject, target)))
}

/// A parser behind a list, which a comma could have continued.
fn with_comma<'a, O>(
    mut parser: impl Parser<Input<'a>, Output = O, Error = super::super::mistake::Mistake>,
    list_end: Input<'a>,
) -> impl Parser<Input<'a>, Output = O, Error = super::super::mistake::Mistake> {
    move |i: Input<'a>| {
        let more = if list_end
            .last()
            .is_some_and(|t| i.word_of(t) == Some("anyone"))
        {
            &[][..]
        } else {
            &[Wanted::Word(",")][..]
        };
        parser
            .parse(i)
            .map_err(|e| e.map(|m| m.or_wanted(list_end, more)))
    }
}

/// subject [ "exporting" target ] "to" amount "per" keys "in" duration
fn limit(i: Input) -> Parse<EffectKind> {
    let (i, subject) = subject(i)?;
    let (i, target) = exporting(i)?;
    let (i, amount) = preceded(with_comma(word("to"), i), cut(amount)).parse(i)?;
    let (i, keys) = preceded(word("per"), cut(keys)).parse(i)?;
    let (i, window) = preceded(with_comma(word("in"), i), cut(duration)).parse(i)?;
    Ok((
        i,
        EffectKind::Limit {
            subject,
            target,
            amount,
            keys,
            window,
        },
    ))
}

/// [ "exporting" target ]
pub fn exporting(i: Input) -> Parse<Option<super::super::ast::Target>> {
    opt(preceded(word("exporting"), cut(target))).parse(i)
}

const QUANTIFIERS: &[(&str, Quantifier)] =
    &[("never", Quantifier::Never), ("always", Quantifier::Always)];

/// ( "never" | "always" ) "allow" subject "to" "export" target
pub fn claim(i: Input) -> Parse<Claim> {
    let claim = (
        one_of(QUANTIFIERS),
        cut(preceded(word("allow"), cut(scope))),
    );
    let example = "never allow role engineer to export crypto/*";
    let (rest, (quantifier, (subject, target))) = context(example, claim).parse(i)?;
    let span = i.span_to(rest);
    let quantifier = quantifier.value;
    Ok((
        rest,
        Claim {
            span,
            quantifier,
            subject,
            target,
        },
    ))
}

/// What could have gone on behind an effect.
pub fn continuations(effect: &Effect) -> &'static [Wanted] {
    match effect.kind {
        EffectKind::Allow { .. } | EffectKind::Deny { .. } => &[Wanted::Word(",")],
        EffectKind::Limit { .. } => &[],
    }
}
