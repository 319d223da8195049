//! Events as their time comes: which are the same, which limits they exceed. Whatever has something to
//! tell becomes a case.

use super::Scan;
use super::at::At;
use super::case::{Case, Cases, Over};
use super::period::Period;
use super::ring::Ring;
use super::timed::{Share, Timed};
use super::timeline::{Arrival, Onwards};
use super::twins::{Same, Twin, Twins};
use crate::judge::Lift;
use crate::judge::windows::{Counting, Entry, Windows};
use crate::policy::{Amount, Effect, Measure, RuleId};
use crate::time::{Length, Time};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io;

/// The run of time.
#[derive(Debug)]
pub struct Course<'a> {
    ring: &'a Ring,
    /// Outside of it nothing is told.
    period: Period,
    twins: Twins,
    limits: Vec<Limit>,
    /// By a rule's number: its place in `limits`.
    of_rule: Vec<Option<usize>>,
    /// Events of this time count for each other.
    time: Option<Time>,
    /// The least block of theirs.
    least: Option<u32>,
    /// Of this time, in their order: those that have something to tell whatever limits say.
    told: Vec<(At, Option<Twin>)>,
    cases: Cases,
    /// In the order in which they were read.
    late: Cases,
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
    over: Vec<(At, Over)>,
}

impl<'a> Course<'a> {
    /// Nothing has happened yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new(scan: &Scan<'_>, ring: &'a Ring) -> io::Result<Self> {
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
            ring,
            period: scan.period,
            twins: Twins::new(scan.lateness),
            limits,
            of_rule,
            time: None,
            least: None,
            told: Vec::new(),
            cases: Cases::new()?,
            late: Cases::new()?,
        })
    }

    /// The place of a share's limit.
    fn limit(&self, share: &Share) -> Option<usize> {
        let rule = usize::try_from(share.limit.0).ok()?;
        self.of_rule.get(rule).copied().flatten()
    }

    /// The least block of an event of which it is not known yet what there is to tell.
    #[must_use]
    pub fn least(&self) -> Option<u32> {
        self.least
    }

    /// Takes an event for which it is too late: others that are later have gone on. What needs others is not
    /// asked of it, and that is told.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn late(&mut self, event: &Timed) -> io::Result<()> {
        self.late.keep(&Case {
            record: self.ring.record(event.at)?,
            arrival: Arrival::TooLate,
            ..Case::new(event.time, event.at)
        })
    }

    /// All cases, when nothing more comes; the late ones last.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn finish(mut self) -> io::Result<Cases> {
        self.close()?;
        let mut late = self.late.reader()?;
        while let Some(case) = late.next()? {
            self.cases.keep(&case)?;
        }
        Ok(self.cases)
    }

    /// All events of one time are there.
    fn close(&mut self) -> io::Result<()> {
        let mut exceeded = false;
        for limit in &mut self.limits {
            exceeded |= limit.close();
        }
        if self.told.is_empty() && !exceeded {
            return Ok(());
        }
        let time = self.time.unwrap_or_default();
        if !self.period.contains(time) {
            self.told.clear();
            self.limits.iter_mut().for_each(|limit| limit.over.clear());
            return Ok(());
        }
        let mut cases: BTreeMap<At, Case> = BTreeMap::new();
        let new = |at| Case::new(time, at);
        for (at, twin) in self.told.drain(..) {
            cases.entry(at).or_insert_with(|| new(at)).twin = twin;
        }
        // Limits come in the order of their ids.
        for (at, over) in self
            .limits
            .iter_mut()
            .flat_map(|limit| limit.over.drain(..))
        {
            cases.entry(at).or_insert_with(|| new(at)).over.push(over);
        }
        for mut case in cases.into_values() {
            case.record = self.ring.record(case.at)?;
            self.cases.keep(&case)?;
        }
        Ok(())
    }
}

impl Onwards for Course<'_> {
    fn soon(&self, events: &[Timed], shares: &[Share]) {
        let known = events.iter().map(|event| {
            let own = event.shares_of(shares).iter();
            let counted = own.map(|share| {
                let limit = self.limit(share).and_then(|at| self.limits.get(at));
                limit.map_or(0, |limit| limit.windows.soon(share.key, share.amount))
            });
            self.twins.soon(event) ^ counted.fold(0, |all, one| all ^ one)
        });
        // What it comes to has no meaning: that it was looked up is all.
        black_box(known.fold(0, |all, one| all ^ one));
    }

    fn event(&mut self, event: Timed, shares: &[Share]) -> io::Result<()> {
        if self.time != Some(event.time) {
            self.close()?;
            self.time = Some(event.time);
            self.least = None;
        }
        let block = event.at.block;
        self.least = Some(self.least.map_or(block, |least| least.min(block)));
        let twin = self.twins.meet(&event);
        if event.told || twin.is_some() {
            self.told.push((event.at, twin));
        }
        if twin.is_some_and(|twin| twin.same == Same::Everything) {
            return Ok(());
        }
        for share in shares {
            if let Some(limit) = self.limit(share).and_then(|at| self.limits.get_mut(at)) {
                limit.count(&event, share);
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
            over: Vec::new(),
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

    /// All events of one time are there; whether some of them are too much.
    fn close(&mut self) -> bool {
        let (id, over) = (self.id, &mut self.over);
        // Both are in the order of events.
        let mut entries = self.entries.iter().zip(&self.lifts);
        self.windows.at(&self.entries, &mut |exceeded| {
            let its = entries.find(|(entry, _)| entry.event == exceeded.event);
            if let Some((entry, lift)) = its {
                over.push((exceeded.event, Over::new(id, *lift, entry.key, &exceeded)));
            }
        });
        self.entries.clear();
        self.lifts.clear();
        !self.over.is_empty()
    }
}
