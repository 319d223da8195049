//! Events as their time comes: which are the same, which limits they exceed. Whatever has something to
//! tell becomes a case.

use super::Scan;
use super::at::At;
use super::case::{Case, Cases, Over};
use super::period::Period;
use super::timed::{Share, Timed};
use super::twins::{Same, Twin, Twins};
use crate::judge::Lift;
use crate::judge::windows::{Counting, Entry, Windows};
use crate::policy::{Amount, Effect, Measure, RuleId};
use crate::time::Length;
use std::collections::VecDeque;
use std::io;

/// The run of time.
#[derive(Debug)]
pub struct Course {
    /// Outside of it nothing is told.
    period: Period,
    twins: Twins,
    limits: Vec<Limit>,
    /// By a rule's number: its place in `limits`.
    of_rule: Vec<Option<usize>>,
    /// Events of one time, which count for each other.
    together: Vec<(Timed, Option<Twin>)>,
    cases: Cases,
}

/// One limit, with what its windows hold.
#[derive(Debug)]
struct Limit {
    id: RuleId,
    windows: Windows<At>,
    /// Of the events of one time.
    entries: Vec<Entry<At>>,
    lifts: Vec<Lift>,
    /// What is to be told of them.
    over: VecDeque<(At, Over)>,
}

impl Course {
    /// Nothing has happened yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new(scan: &Scan<'_>) -> io::Result<Self> {
        let mut limits = Vec::new();
        let mut of_rule = Vec::new();
        for (id, rule) in scan.judge.policy.rules_by_id() {
            of_rule.push(match &rule.effect {
                Effect::Limit { amount, window, .. } => {
                    limits.push(Limit::new(id, amount, *window));
                    limits.len().checked_sub(1)
                }
                Effect::Allow | Effect::Deny => None,
            });
        }
        Ok(Self {
            period: scan.period,
            twins: Twins::new(scan.lateness),
            limits,
            of_rule,
            together: Vec::new(),
            cases: Cases::new()?,
        })
    }

    /// Takes the next event, in the order of (time, place).
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn event(&mut self, event: Timed, shares: &[Share]) -> io::Result<()> {
        let before = self.together.first().map(|(first, _)| first.time);
        if before.is_some_and(|time| time != event.time) {
            self.close()?;
        }
        let twin = self.twins.meet(&event);
        self.together.push((event, twin));
        if twin.is_some_and(|twin| twin.same == Same::Everything) {
            return Ok(());
        }
        for share in shares {
            let rule = usize::try_from(share.limit.0).ok();
            let at = rule
                .and_then(|rule| self.of_rule.get(rule))
                .copied()
                .flatten();
            if let Some(limit) = at.and_then(|at| self.limits.get_mut(at)) {
                limit.count(&event, share);
            }
        }
        Ok(())
    }

    /// All cases, when nothing more comes.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn finish(mut self) -> io::Result<Cases> {
        self.close()?;
        Ok(self.cases)
    }

    /// All events of one time are there.
    fn close(&mut self) -> io::Result<()> {
        for limit in &mut self.limits {
            limit.close();
        }
        let time = self.together.first().map(|(event, _)| event.time);
        if time.is_some_and(|time| !self.period.contains(time)) {
            self.together.clear();
            self.limits.iter_mut().for_each(|limit| limit.over.clear());
            return Ok(());
        }
        for (event, twin) in self.together.drain(..) {
            let mut over = Vec::new();
            for limit in &mut self.limits {
                over.extend(limit.over(event.at));
            }
            if event.told || twin.is_some() || !over.is_empty() {
                self.cases.keep(&Case {
                    time: event.time,
                    at: event.at,
                    twin,
                    over,
                })?;
            }
        }
        Ok(())
    }
}

impl Limit {
    fn new(id: RuleId, amount: &Amount, window: Length) -> Self {
        let counting = match amount.measure {
            Measure::Exports | Measure::Sum(_) => Counting::Sum,
            Measure::Distinct(_) | Measure::Lists => Counting::Distinct,
        };
        Self {
            id,
            windows: Windows::new(amount.most, window, counting),
            entries: Vec::new(),
            lifts: Vec::new(),
            over: VecDeque::new(),
        }
    }

    fn count(&mut self, event: &Timed, share: &Share) {
        self.entries.push(Entry {
            time: event.time,
            key: share.key,
            amount: share.amount,
            event: event.at,
            role: event.role,
        });
        self.lifts.push(share.lift);
    }

    /// All events of one time are there.
    fn close(&mut self) {
        let mut found = Vec::new();
        self.windows
            .at(&self.entries, &mut |exceeded| found.push(exceeded));
        // Both are in the order of events.
        let mut entries = self.entries.iter().zip(&self.lifts);
        for exceeded in found {
            let its = entries.find(|(entry, _)| entry.event == exceeded.event);
            if let Some((entry, lift)) = its {
                let over = Over::new(self.id, *lift, entry.key, &exceeded);
                self.over.push_back((exceeded.event, over));
            }
        }
        self.entries.clear();
        self.lifts.clear();
    }

    /// What it says of an event; to be asked in the order of events.
    fn over(&mut self, at: At) -> Option<Over> {
        let (_, over) = self.over.pop_front_if(|(event, _)| *event == at)?;
        Some(over)
    }
}
