//! Verdicts in the pace of a log: most events are decided by bits that were worked out once for each value.
//!
//! Decides nothing itself. What a rule says of one field alone is asked of the evaluation when a value is new, and kept
//! as a [`Row`] of bits; an event is decided by the rows of its values. What follows of two fields together is no
//! row's matter: a rule that asks for it can be ruled out here, and what is left is judged whole.

mod build;
mod column;
mod common;
mod kept;
mod lanes;
mod part;
mod row;
mod sets;
mod stretch;
mod times;

pub use common::{Common, Left as LeftOver, Reach};
pub use row::Row;

pub(super) use column::{Column as Parts, Unknowns};
pub(super) use lanes::Lanes;
pub(super) use part::Part;

use super::scene::Scene;
use super::{Judge, Verdict};
use crate::event::{Event, Value};
use crate::policy::{Path, RuleId, WaiverId};
use crate::time::Time;
use common::Answers;
use kept::Kept;
use std::sync::Arc;
use times::Times;

/// A column of a log, which rules read on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// A field, or a field's domain.
    pub path: Path,
    /// What of it matters.
    pub reads: Reads,
}

/// What rules read of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Its value.
    Value,
    /// Whether it is there: every value has the same row.
    Presence,
    /// A whole number, compared with others: see [`Decider::int_row`].
    Int,
}

/// The rules taken apart: what all who decide by them share.
#[derive(Debug)]
pub struct Plan<'a> {
    judge: Judge<'a>,
    columns: Vec<Column>,
    parts: Vec<Arc<Parts<'a>>>,
    time: Option<Arc<Parts<'a>>>,
    lanes: Vec<Owner>,
    /// Lanes of denies, and lanes that no columns decide.
    open: Box<[u64]>,
    /// Every lane, and the first two words of that.
    every: Box<[u64]>,
    first: [u64; 2],
    undecided: Vec<RuleId>,
}

/// A judge that remembers.
#[derive(Debug)]
pub struct Decider<'a> {
    plan: Arc<Plan<'a>>,
    parts: Vec<Kept<'a>>,
    times: Option<Times<'a>>,
    answers: Answers,
    /// Holds never.
    nothing: Row,
    left: Vec<Left>,
    matched: Matched,
    /// Of the event that is judged by itself.
    rows: Vec<Row>,
}

/// Whose a lane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Allow(RuleId),
    Deny(RuleId),
    Limit(RuleId),
    Waiver(WaiverId),
}

/// Lanes that are left of an event: a word, its place, and which of them are not sure.
#[derive(Clone, Copy, Debug)]
struct Left {
    at: usize,
    may: u64,
    doubt: u64,
}

/// What is true of an event of which nothing is to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// At least one.
    pub allows: Vec<RuleId>,
    /// Each counts it: no waiver lifts it, and key and measure are there.
    pub limits: Vec<RuleId>,
}

/// What the rows of an event say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'d> {
    /// No deny is true or unknown, some allow is true, every limit is true or false. As if it were out.
    Plain(&'d Matched),
    /// There may be something to tell: [`Decider::verdict`] says what.
    Look,
}

impl<'a> Plan<'a> {
    /// Takes the rules apart.
    #[must_use]
    pub fn new(judge: Judge<'a>) -> Self {
        build::plan(judge)
    }
}

impl<'a> Decider<'a> {
    /// Takes the rules apart. Knows no value yet.
    #[must_use]
    pub fn new(judge: Judge<'a>) -> Self {
        Self::of(&Arc::new(Plan::new(judge)))
    }

    /// By rules that were taken apart before. Knows no value yet.
    #[must_use]
    pub fn of(plan: &Arc<Plan<'a>>) -> Self {
        let kept = |parts: &Arc<Parts<'a>>, reads| Kept::new(Arc::clone(parts), reads);
        let columns = plan.parts.iter().zip(&plan.columns);
        let times = plan.time.as_ref();
        Self {
            parts: columns.map(|(parts, of)| kept(parts, of.reads)).collect(),
            times: times.map(|parts| Times::new(kept(parts, Reads::Value))),
            answers: Answers::default(),
            nothing: Row::nothing(),
            left: Vec::new(),
            matched: Matched::default(),
            rows: Vec::new(),
            plan: Arc::clone(plan),
        }
    }

    /// The columns of which each event must give a row; the time has its own.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.plan.columns
    }

    /// The rules that columns do not wholly decide, sorted: where one is not ruled out, the decision is to look.
    #[must_use]
    pub fn undecided(&self) -> &[RuleId] {
        &self.plan.undecided
    }

    /// The row of a value, as an event holds it (of a [`Path::Domain`] the domain; of [`Reads::Presence`] any value will do),
    /// or of none. It holds at `at`, and wherever [`Row::holds_at`] says so.
    #[must_use]
    pub fn row(&mut self, column: usize, value: Option<&Value>, at: Time) -> Row {
        let parts = self
            .plan
            .columns
            .get(column)
            .zip(self.parts.get_mut(column));
        match (parts, value) {
            (Some((of, parts)), Some(Value::Int(n))) if of.reads == Reads::Int => {
                parts.int_row(Some(*n)).clone()
            }
            (Some((of, parts)), value) => parts.row(of.reads, value, at),
            (None, _) => Row::nothing(),
        }
    }

    /// The row of a whole number, or of none, in a column of [`Reads::Int`].
    #[inline]
    #[must_use]
    pub fn int_row(&mut self, column: usize, number: Option<i64>) -> &Row {
        match self.parts.get_mut(column) {
            Some(parts) => parts.int_row(number),
            None => &self.nothing,
        }
    }

    /// The same, of a number that was asked for before.
    #[must_use]
    pub fn known_int_row(&self, column: usize, number: Option<i64>) -> &Row {
        let parts = self.parts.get(column);
        parts.map_or(&self.nothing, |parts| parts.known_int_row(number))
    }

    /// Decides an event by its time and one row of each column, in any order.
    #[must_use]
    pub fn decide<'r>(
        &mut self,
        at: Time,
        rows: impl Iterator<Item = &'r Row> + Clone,
    ) -> Decision<'_> {
        self.left.clear();
        let time = self.times.as_mut().map(|times| times.row(at).clone());
        let rows = rows.map(|row| -> &Row { row }).chain(&time);
        let doubtful = self.sift(at, rows);
        if self.is_plain(doubtful) {
            Decision::Plain(&self.matched)
        } else {
            Decision::Look
        }
    }

    /// As [`Judge::verdict`], on the event that was decided last, by the rules that its rows do not rule out.
    #[must_use]
    pub fn verdict(&self, event: &Event) -> Verdict {
        let mut rules = Vec::new();
        self.each_left(|owner, _| match owner {
            Owner::Allow(rule) | Owner::Deny(rule) | Owner::Limit(rule) => rules.push(rule),
            Owner::Waiver(_) => {}
        });
        rules.sort_unstable();
        rules.dedup();
        let scene = Scene::new(&self.plan.judge, event);
        self.plan.judge.verdict_of(&scene, rules.into_iter())
    }

    /// As [`Judge::verdict`], of an event by itself: its rows are looked up, and those met before are remembered.
    #[must_use]
    pub fn judge(&mut self, event: &Event) -> Verdict {
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        for (column, parts) in self.plan.columns.iter().zip(&mut self.parts) {
            rows.push(parts.of(column, event));
        }
        let _ = self.decide(event.time, rows.iter());
        self.rows = rows;
        self.verdict(event)
    }

    /// What no row rules out, and whether any of it is not sure.
    fn sift<'r>(&mut self, time: Time, rows: impl Iterator<Item = &'r Row> + Clone) -> bool {
        let (mut low, mut first, mut simple) = (self.plan.first, u64::MAX, true);
        rows.clone().for_each(|row| {
            let (of_row, any) = row.low();
            low = [low[0] & of_row[0], low[1] & of_row[1]];
            first &= any;
            simple &= row.is_simple();
        });
        if !simple && !rows.clone().all(|row| row.holds_at(time)) {
            self.leave_all();
            return true;
        }
        let mut doubtful = self.leave(0, low[0]);
        doubtful |= self.leave(1, low[1]);
        for head in 0..self.plan.open.len().div_ceil(64) {
            let mut any = match head {
                0 => first & !0b11,
                _ => rows.clone().fold(u64::MAX, |any, row| any & row.any(head)),
            };
            while any != 0 {
                let at = 64 * head + usize::try_from(any.trailing_zeros()).unwrap_or_default();
                any &= any - 1;
                let every = self.plan.every.get(at).copied().unwrap_or_default();
                let may = rows.clone().fold(every, |may, row| match may {
                    0 => 0,
                    may => may & row.word(at),
                });
                doubtful |= self.leave(at, may);
            }
        }
        if simple {
            return doubtful;
        }
        for (at, doubts) in rows.flat_map(|row| row.doubts()) {
            if let Ok(place) = self.left.binary_search_by_key(at, |left| left.at)
                && let Some(left) = self.left.get_mut(place)
            {
                left.doubt |= left.may & doubts;
                doubtful |= left.doubt != 0;
            }
        }
        doubtful
    }

    /// Leaves what is left of a word; whether any of it is open for every value.
    fn leave(&mut self, at: usize, may: u64) -> bool {
        if may == 0 {
            return false;
        }
        let doubt = may & self.plan.open.get(at).copied().unwrap_or_default();
        self.left.push(Left { at, may, doubt });
        doubt != 0
    }

    fn leave_all(&mut self) {
        let words = self.plan.every.iter().enumerate();
        self.left.extend(words.map(|(at, every)| Left {
            at,
            may: *every,
            doubt: *every,
        }));
    }

    /// Whether it is plain; `matched` then says what is true.
    fn is_plain(&mut self, doubtful: bool) -> bool {
        let mut found = std::mem::take(&mut self.matched);
        found.allows.clear();
        found.limits.clear();
        let (mut waivers, mut denied) = (Vec::new(), false);
        self.each_left(|owner, sure| match owner {
            Owner::Allow(rule) if sure => found.allows.push(rule),
            Owner::Limit(rule) if sure => found.limits.push(rule),
            Owner::Allow(_) | Owner::Limit(_) => {}
            Owner::Deny(_) => denied = true,
            Owner::Waiver(waiver) => waivers.push(waiver),
        });
        for rules in [&mut found.allows, &mut found.limits] {
            rules.sort_unstable();
            rules.dedup();
        }
        self.matched = found;
        !denied
            && !self.matched.allows.is_empty()
            && (!doubtful || self.is_settled())
            && !waivers.into_iter().any(|waiver| self.may_lift(waiver))
    }

    /// Whether each rule that has a lane of which nothing is sure is true by another.
    fn is_settled(&self) -> bool {
        let Matched { allows, limits } = &self.matched;
        let mut settled = true;
        self.each_left(|owner, sure| match owner {
            Owner::Allow(rule) if !sure => settled &= allows.contains(&rule),
            Owner::Limit(rule) if !sure => settled &= limits.contains(&rule),
            _ => {}
        });
        settled
    }

    fn may_lift(&self, waiver: WaiverId) -> bool {
        let waiver = self.plan.judge.policy.waiver(waiver);
        let mut lifts = waiver.into_iter().flat_map(|waiver| &waiver.lifts);
        lifts.any(|(rule, _)| self.matched.limits.contains(rule))
    }

    /// Each lane that is left, and whether it is sure.
    fn each_left(&self, mut each: impl FnMut(Owner, bool)) {
        for left in &self.left {
            let mut may = left.may;
            while may != 0 {
                let bit = may & may.wrapping_neg();
                let at = 64 * left.at + usize::try_from(may.trailing_zeros()).unwrap_or_default();
                may &= !bit;
                if let Some(owner) = self.plan.lanes.get(at) {
                    each(*owner, left.doubt & bit == 0);
                }
            }
        }
    }
}
