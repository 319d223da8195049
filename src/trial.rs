//! Runs a policy's `test` blocks, each in the small world that it brings itself; and plays scenarios in such worlds.
//!
//! Knows no directory, no log and no clock: what a test does not give is not there.

mod explain;
mod found;
mod record;
pub mod scenario;
mod staged;
mod world;

pub use explain::diagnostics;
pub use record::{given_text, value_text};
pub use staged::{Staged, stage};

use crate::finding::Kind;
use crate::judge::{Answer, Judge};
use crate::policy::{Expect, PolicySet, RuleId, Step, Test};
use crate::syntax::ast::{Expected, Name};
use crate::text::Span;
use found::Judged;
use world::{Clock, World};

/// More events than this in one sequence are not run: a test is read by people.
pub const MOST_EVENTS: u64 = 100_000;

/// What became of one expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct TestResult {
    /// The test in which it stands.
    pub test: Name,
    /// The whole expectation.
    pub span: Span,
    /// The word behind `expect`.
    pub outcome_span: Span,
    /// What it expects.
    pub expected: Expected,
    /// Why it is not met; none where it is.
    pub failure: Option<Failure>,
}

impl TestResult {
    /// Whether the expectation is met.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failure.is_none()
    }
}

/// Why an expectation is not met.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The event has no time.
    NoTime,
    /// The sequence has more than [`MOST_EVENTS`].
    TooLong,
    /// It came out otherwise.
    Otherwise(Box<Otherwise>),
}

/// How an event came out that was expected to come out otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Otherwise {
    /// Which of how many repeats, from 1.
    pub repeat: (u32, u32),
    /// Whether the event is out; if not, nothing can be found on it.
    pub is_out: bool,
    /// What was found, in the order of the rules.
    pub got: Vec<Found>,
    /// The allows that are true.
    pub allows: Vec<RuleId>,
    /// Rules behind `of` that are not among what was found (behind `allow`: not true), with their places there.
    pub lacking: Vec<(Option<RuleId>, Span)>,
    /// The event as it can be pasted into a test: `{ actor: "…", … }`.
    pub values: String,
    /// The rules that tell why: those found; of a not-allowed the nearest; of what was let through, the allows.
    pub answers: Vec<Answer>,
}

/// Something found on a test's event.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is: one of the verdicts.
    pub kind: Kind,
    /// The rule; of a not-allowed none.
    pub rule: Option<RuleId>,
    /// Of an over-limit: what is in the window.
    pub count: Option<i128>,
}

/// Runs every test; a result for each expectation, in the order of the tests and of their text.
#[must_use]
pub fn run(policy: &PolicySet) -> Vec<TestResult> {
    let steps = policy
        .tests
        .iter()
        .flat_map(|test| test.steps.iter().map(move |step| (test, step)));
    steps
        .flat_map(|(test, step)| run_step(policy, test, step))
        .collect()
}

fn run_step(policy: &PolicySet, test: &Test, step: &Step) -> Vec<TestResult> {
    match step {
        Step::Expect(expect) => {
            let failures = run_events(policy, test, &[(1, expect)], world::Ids::AsGiven);
            results(test, &[(1, expect)], failures)
        }
        Step::Sequence(_, steps) => {
            let steps: Vec<(u32, &Expect)> = steps.iter().map(|(n, expect)| (*n, expect)).collect();
            let failures = run_events(policy, test, &steps, world::Ids::EachItsOwn);
            results(test, &steps, failures)
        }
    }
}

fn results(
    test: &Test,
    steps: &[(u32, &Expect)],
    failures: Vec<Option<Failure>>,
) -> Vec<TestResult> {
    let each = steps.iter().zip(failures);
    let result = |((_, expect), failure): (&(u32, &Expect), Option<Failure>)| TestResult {
        test: test.name.clone(),
        span: expect.span,
        outcome_span: expect.outcome_span,
        expected: expect.outcome,
        failure,
    };
    each.map(result).collect()
}

/// Judges events that share one log: for each step, how the first of its repeats fails, if one does.
fn run_events(
    policy: &PolicySet,
    test: &Test,
    steps: &[(u32, &Expect)],
    ids: world::Ids,
) -> Vec<Option<Failure>> {
    let events: u64 = steps.iter().map(|(repeat, _)| u64::from(*repeat)).sum();
    if events > MOST_EVENTS {
        return steps.iter().map(|_| Some(Failure::TooLong)).collect();
    }
    let rounds = rounds(policy, test, steps, ids);
    let worlds: Vec<&World<'_>> = rounds.iter().filter_map(|r| r.world.as_ref()).collect();
    let mut judged = found::judge(policy, &worlds).into_iter();
    let mut failures: Vec<Option<Failure>> = steps.iter().map(|_| None).collect();
    for round in &rounds {
        let judged = round
            .world
            .as_ref()
            .and_then(|world| Some((world, judged.next()?)));
        let failure = match judged {
            Some((world, judged)) => otherwise(policy, round, world, judged),
            None => Some(Failure::NoTime),
        };
        if let Some(first @ None) = failures.get_mut(round.step) {
            *first = failure;
        }
    }
    failures
}

/// One repeat of one step. Without a time there is no event.
struct Round<'t> {
    step: usize,
    expect: &'t Expect,
    /// Which of how many repeats, from 1.
    repeat: (u32, u32),
    world: Option<World<'t>>,
}

fn rounds<'t>(
    policy: &PolicySet,
    test: &'t Test,
    steps: &[(u32, &'t Expect)],
    ids: world::Ids,
) -> Vec<Round<'t>> {
    let mut clock = Clock::start(&test.given);
    let mut rounds = Vec::new();
    for (step, (repeats, expect)) in steps.iter().enumerate() {
        rounds.extend((1..=*repeats).map(|repeat| Round {
            step,
            expect,
            repeat: (repeat, *repeats),
            world: World::build(&policy.schema, &test.given, &expect.with, &mut clock, ids),
        }));
    }
    rounds
}

fn otherwise(
    policy: &PolicySet,
    round: &Round<'_>,
    world: &World<'_>,
    judged: Judged,
) -> Option<Failure> {
    let lacking = judged.lacking(round.expect);
    if judged.meets(round.expect.outcome) && lacking.is_empty() {
        return None;
    }
    let judge = Judge {
        policy,
        directory: &world.directory,
    };
    Some(Failure::Otherwise(Box::new(Otherwise {
        repeat: round.repeat,
        is_out: world.event.is_out(),
        answers: judged.answers(&judge, &world.event),
        got: judged.got,
        allows: judged.allows,
        lacking,
        values: world.text(&policy.schema),
    })))
}
