//! What is found on a test's events: verdicts, and limits added up over those that are out.

use super::world::World;
use super::{Found, Kind};
use crate::event::{Event, Value};
use crate::judge::windows::{Counting, Entry, Role, exceeded};
use crate::judge::{Answer, Judge, Lift, Measured, Ranking, Share, Truth, Verdict};
use crate::policy::{Effect, Expect, Measure, PolicySet, RuleId};
use crate::syntax::ast::Expected;
use crate::text::Span;
use std::collections::HashMap;

/// Rules that are shown for a not-allowed.
const NEAREST_SHOWN: usize = 3;

/// What is found on one event.
pub(super) struct Judged {
    /// Waived ones too. Nothing, where the event is not out.
    pub(super) got: Vec<Found>,
    /// The allows that are true.
    pub(super) allows: Vec<RuleId>,
}

/// Judges events that share one log.
pub(super) fn judge(policy: &PolicySet, worlds: &[&World<'_>]) -> Vec<Judged> {
    let verdicts: Vec<Verdict> = worlds.iter().map(|world| verdict(policy, world)).collect();
    let over = over_limits(policy, worlds, &verdicts);
    let each = worlds.iter().zip(verdicts).enumerate();
    each.map(|(at, (world, verdict))| Judged {
        got: found(policy, world, &verdict, |rule| {
            over.get(&(at, rule)).copied()
        }),
        allows: verdict.allows,
    })
    .collect()
}

fn verdict(policy: &PolicySet, world: &World<'_>) -> Verdict {
    let judge = Judge {
        policy,
        directory: &world.directory,
    };
    judge.verdict(&world.event)
}

/// By event and limit: what is in the window, where that is too much.
fn over_limits(
    policy: &PolicySet,
    worlds: &[&World<'_>],
    verdicts: &[Verdict],
) -> HashMap<(usize, RuleId), i128> {
    let mut over = HashMap::new();
    for (id, rule) in policy.rules_by_id() {
        let Effect::Limit { amount, window, .. } = &rule.effect else {
            continue;
        };
        let counting = match amount.measure {
            Measure::Exports | Measure::Sum(_) => Counting::Sum,
            Measure::Distinct(_) | Measure::Lists => Counting::Distinct,
        };
        let mut entries = entries(id, worlds, verdicts);
        for found in exceeded(&mut entries, amount.most, *window, counting) {
            if let Ok(event) = usize::try_from(found.event) {
                over.insert((event, id), found.count);
            }
        }
    }
    over
}

fn entries(rule: RuleId, worlds: &[&World<'_>], verdicts: &[Verdict]) -> Vec<Entry<u64>> {
    let mut keys: Numbers<'_> = HashMap::new();
    let mut values: Numbers<'_> = HashMap::new();
    let mut entries = Vec::new();
    for ((event, world), verdict) in (0..).zip(worlds).zip(verdicts) {
        let hit = verdict.limits.iter().find(|hit| hit.rule == rule);
        let Some(Share::Counts { key, measure }) = hit.map(|hit| &hit.share) else {
            continue;
        };
        if world.event.is_out() {
            entries.push(Entry {
                time: world.event.time,
                key: number(&mut keys, key),
                amount: match measure {
                    Measured::Sum(n) => *n,
                    Measured::Distinct(value) => i64::from(number(&mut values, value)),
                },
                event,
                role: Role::Counts,
            });
        }
    }
    entries
}

type Numbers<'v> = HashMap<&'v [Option<Value>], u32>;

fn number<'v>(numbers: &mut Numbers<'v>, value: &'v [Option<Value>]) -> u32 {
    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    *numbers.entry(value).or_insert(next)
}

fn found(
    policy: &PolicySet,
    world: &World<'_>,
    verdict: &Verdict,
    over: impl Fn(RuleId) -> Option<i128>,
) -> Vec<Found> {
    if !world.event.is_out() {
        return Vec::new();
    }
    let of = |kind, rule, lift, count| Found {
        kind: if lift == Lift::Stands {
            kind
        } else {
            Kind::Waived
        },
        rule,
        count,
    };
    let denies = verdict.denies.iter().map(|hit| match hit.truth {
        Truth::True => of(Kind::Denied, Some(hit.rule), hit.lift, None),
        _ => of(Kind::Undecided, Some(hit.rule), hit.lift, None),
    });
    let not_allowed = verdict.not_allowed.map(|lift| {
        let judge = Judge {
            policy,
            directory: &world.directory,
        };
        let nearest = Ranking::new(judge).nearest(&world.event, 1);
        let kind = match nearest.lacks_approval_alone {
            true => Kind::BadApproval,
            false => Kind::NotAllowed,
        };
        of(kind, None, lift, None)
    });
    let limits = verdict.limits.iter().filter_map(|hit| match hit.share {
        Share::Undecided => Some(of(Kind::Undecided, Some(hit.rule), hit.lift, None)),
        Share::Counts { .. } => {
            let count = over(hit.rule)?;
            Some(of(Kind::OverLimit, Some(hit.rule), hit.lift, Some(count)))
        }
    });
    denies.chain(not_allowed).chain(limits).collect()
}

impl Judged {
    /// Whether it came out as expected, whatever stands behind `of`.
    pub(super) fn meets(&self, expected: Expected) -> bool {
        match expected {
            Expected::Allow => self.got.iter().all(|found| found.kind == Kind::Waived),
            Expected::Violation | Expected::Undecided => self
                .got
                .iter()
                .any(|found| is_expected(expected, found.kind)),
        }
    }

    /// What stands behind `of` and did not come out so.
    pub(super) fn lacking(&self, expect: &Expect) -> Vec<(Option<RuleId>, Span)> {
        let came = |rule: Option<RuleId>| {
            self.got
                .iter()
                .any(|f| f.rule == rule && is_expected(expect.outcome, f.kind))
        };
        let is_there = |rule: RuleId| match expect.outcome {
            Expected::Allow => self.allows.contains(&rule),
            _ => came(Some(rule)),
        };
        let rules = expect.of.iter().filter(|(rule, _)| !is_there(*rule));
        let not_allowed = expect.of_not_allowed.filter(|_| !came(None));
        let rules = rules.map(|(rule, span)| (Some(*rule), *span));
        rules.chain(not_allowed.map(|span| (None, span))).collect()
    }

    /// The answers of the rules that tell why it came out so.
    pub(super) fn answers(&self, judge: &Judge<'_>, event: &Event) -> Vec<Answer> {
        let rules = self.got.iter().filter_map(|found| found.rule);
        let mut answers: Vec<Answer> = rules.map(|rule| judge.answer(rule, event)).collect();
        if self.got.iter().any(|found| found.rule.is_none()) {
            answers.extend(Ranking::new(*judge).nearest(event, NEAREST_SHOWN).answers);
        }
        if self.got.is_empty() {
            answers.extend(self.allows.iter().map(|rule| judge.answer(*rule, event)));
        }
        answers
    }
}

fn is_expected(expected: Expected, kind: Kind) -> bool {
    match expected {
        Expected::Allow => false,
        Expected::Undecided => kind == Kind::Undecided,
        Expected::Violation => matches!(
            kind,
            Kind::Denied | Kind::NotAllowed | Kind::BadApproval | Kind::OverLimit
        ),
    }
}
