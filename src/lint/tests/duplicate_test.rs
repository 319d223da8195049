//! `duplicate-test`: the same event with the same expectation.

use crate::diag::Diagnostic;
use crate::event::{FieldId, Value};
use crate::lint::{Input, Lint};
use crate::policy::{Expect, Given, GivenValue, Path, RuleId, Schema, Step, Test};
use crate::syntax::ast::Entity;
use crate::text::Span;
use crate::time::Length;
use std::collections::{BTreeMap, BTreeSet};

/// Every expectation, or sequence of them, that says what an earlier one says.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let mut cases: Vec<(Span, Vec<Case>)> = {
        let tests = input.set.tests.iter();
        tests.flat_map(|test| cases(test, input)).collect()
    };
    cases.sort_by_key(|(span, _)| *span);
    let mut first: BTreeMap<Vec<Case>, Span> = BTreeMap::new();
    let repeated = cases.into_iter().filter_map(|(span, case)| {
        let Some(earlier) = first.get(&case) else {
            first.insert(case, span);
            return None;
        };
        let diagnostic = lint.diagnostic("the same is expected of the same event twice");
        Some(
            diagnostic
                .label(span, "again here")
                .label(*earlier, "first here"),
        )
    });
    repeated.collect()
}

/// One event and what is expected of it, in a form in which what means the same is equal.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    repeat: u32,
    event: BTreeMap<What, Vec<Said>>,
    outcome: &'static str,
    of: BTreeSet<Option<RuleId>>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Path(Path),
    Unlisted,
    ApproverTenant,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Value(Option<Value>),
    Shift(Length),
    Unlisted(BTreeSet<Entity>),
    Tenant(Option<String>),
}

fn cases(test: &Test, input: &Input<'_>) -> Vec<(Span, Vec<Case>)> {
    let steps = test.steps.iter().map(|step| match step {
        Step::Expect(expect) => {
            let mut case = case(test, 1, expect, input);
            settle_time(&mut case.event);
            (expect.span, vec![case])
        }
        Step::Sequence(span, steps) => {
            let steps = steps
                .iter()
                .map(|(repeat, expect)| case(test, *repeat, expect, input));
            (*span, steps.collect())
        }
    });
    steps.collect()
}

fn case(test: &Test, repeat: u32, expect: &Expect, input: &Input<'_>) -> Case {
    let mut event = BTreeMap::new();
    test.given
        .iter()
        .for_each(|given| say(given, &mut event, input));
    expect
        .with
        .iter()
        .for_each(|given| say(given, &mut event, input));
    // What is not given is missing: saying so of a field adds nothing.
    event.retain(|what, said| {
        !matches!(what, What::Path(Path::Field(_))) || *said != [Said::Value(None)]
    });
    let named = expect.of.iter().map(|(rule, _)| Some(*rule));
    Case {
        repeat,
        event,
        outcome: expect.outcome.word(),
        of: named.chain(expect.of_not_allowed.map(|_| None)).collect(),
    }
}

/// A later value takes an earlier one's place; a shifted time, and what is unlisted, add to it.
fn say(given: &Given, event: &mut BTreeMap<What, Vec<Said>>, input: &Input<'_>) {
    let (what, said) = match &given.value {
        // Another spelling of a person is folded, and may be there to show so.
        GivenValue::Value(path, Some(_)) if Schema::is_identity(*path) => {
            let spelt = input.slice(given.span).to_owned();
            (What::Path(*path), Said::Value(Some(Value::Text(spelt))))
        }
        GivenValue::Value(path, value) => (What::Path(*path), Said::Value(value.clone())),
        GivenValue::Shift(path, by) => (What::Path(*path), Said::Shift(*by)),
        GivenValue::Unlisted(entities) => (
            What::Unlisted,
            Said::Unlisted(entities.iter().copied().collect()),
        ),
        GivenValue::ApproverTenant(tenant) => (What::ApproverTenant, Said::Tenant(tenant.clone())),
    };
    let moves = given.value.field() == Some(FieldId::TIME) && matches!(said, Said::Shift(_));
    let adds = moves || what == What::Unlisted;
    let all = event.entry(what).or_default();
    if !adds {
        all.clear();
    }
    all.push(said);
}

/// Outside a sequence a time is the given one, moved.
fn settle_time(event: &mut BTreeMap<What, Vec<Said>>) {
    let time = What::Path(Path::Field(FieldId::TIME));
    let Some(said) = event.get_mut(&time) else {
        return;
    };
    if let [Said::Value(Some(Value::Time(at))), Said::Shift(by)] = said.as_slice() {
        *said = vec![Said::Value(Some(Value::Time(at.plus(*by))))];
    }
}
