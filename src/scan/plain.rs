//! Events of which there is nothing to tell, recognised without making an event of a line: what each value
//! means was worked out when it was met first.
//!
//! Whatever is not certain is left to the way that reads and judges an event whole. Decides nothing itself:
//! rows of rules come from the judge, and what there is to say of a value from `notice`.

mod limits;
mod meaning;
mod wanted;

use super::Scan;
use super::numbers::Numbers;
use super::timed::Share;
use crate::event::{FieldId, Identity};
use crate::judge::{Decider, Decision, Matched, Reach, Row};
use crate::logs::quick::{Clean, Met, Quick, Quickly, Want};
use crate::logs::{Bound, Fields, OneCut};
use crate::time::Time;
use limits::Limits;
use meaning::{Meaning, Meanings};
use wanted::Wanted;

/// What a line turned out to be.
#[derive(Debug)]
pub enum Seen<'p> {
    /// An export that is allowed, with nothing else to say.
    Plain(Event<'p>),
    /// A record that the source knows not to be an export.
    NotExport,
    /// Only reading and judging it whole can tell.
    Look,
}

/// An export that is allowed.
#[derive(Debug)]
pub struct Event<'p> {
    /// When it happened.
    pub time: Time,
    /// What it is known by.
    pub identity: Option<Identity>,
    /// The rules that are true of it.
    pub matched: &'p Matched,
    /// Which fields it has.
    pub there: Fields,
    /// What it adds to limits.
    pub shares: &'p [Share],
}

/// One thread's way through the lines of one source.
pub struct Plain<'a> {
    quick: Quick<'a, Meaning>,
    /// Whether the time of every record counts.
    times: bool,
    meanings: Meanings<'a>,
    limits: Limits<'a>,
    /// Of the event at hand.
    rows: Vec<Row>,
    shares: Vec<Share>,
}

impl<'a> Plain<'a> {
    /// A way through a source's lines; none where they can only be read slowly.
    #[must_use]
    pub fn new(
        scan: &'a Scan<'a>,
        source: &'a Bound,
        numbers: &'a Numbers,
        decider: &mut Decider<'a>,
    ) -> Option<Self> {
        // A fragment of an export says nothing by itself; and a record's number is no field.
        let coverage = source.coverage();
        if source.joins() || coverage.counter.is_some() {
            return None;
        }
        let wanted = Wanted::new(scan.judge.policy, decider.columns());
        let wants: Vec<(FieldId, Want)> = wanted.fields.iter().map(|f| (f.field, f.want)).collect();
        Some(Self {
            quick: Quick::new(source, &wants, scan.key)?,
            times: coverage.max_gap.is_some(),
            limits: Limits::new(scan.judge.policy, &wanted, numbers),
            meanings: Meanings::new(scan, wanted, numbers, decider),
            rows: Vec::new(),
            shares: Vec::new(),
        })
    }

    /// Looks at one line.
    pub fn line<'p>(&'p mut self, line: Clean<'_>, decider: &'p mut Decider<'a>) -> Seen<'p> {
        let meanings = &mut self.meanings;
        let mut mark = |field: FieldId, met: Met<'_>| meanings.of(field, met, decider);
        let quickly = self.quick.line(line, &mut mark);
        self.seen(quickly, decider)
    }

    /// Looks at one row of a table.
    pub fn row<'p>(&'p mut self, cut: &OneCut<'_>, decider: &'p mut Decider<'a>) -> Seen<'p> {
        let Some(row) = cut.row() else {
            return Seen::Look;
        };
        let meanings = &mut self.meanings;
        let mut mark = |field: FieldId, met: Met<'_>| meanings.of(field, met, decider);
        let quickly = self.quick.row(&row, &mut mark);
        self.seen(quickly, decider)
    }

    fn seen<'p>(&'p mut self, quickly: Quickly, decider: &'p mut Decider<'a>) -> Seen<'p> {
        match quickly {
            Quickly::Event => {}
            // When it was written is not known.
            Quickly::NotExport if self.times => return Seen::Look,
            Quickly::NotExport => return Seen::NotExport,
            Quickly::Slow => return Seen::Look,
        }
        let time = self.quick.time();
        let meanings = &self.meanings;
        let Some(common) = meanings.common(&mut self.quick, time, decider) else {
            return Seen::Look;
        };
        let line = &self.quick;
        let decision = match decider.reach(common) {
            Reach::Whole => decider.decide_common(common),
            Reach::Words => {
                let left = decider.left(common, &|each| meanings.each_row(line, decider, each));
                decider.decide_left(left)
            }
            Reach::Nothing => {
                let rows = &mut self.rows;
                rows.clear();
                meanings.each_row(line, decider, &mut |row| rows.push(row.clone()));
                decider.decide(time, rows.iter())
            }
        };
        let Decision::Plain(matched) = decision else {
            return Seen::Look;
        };
        self.shares.clear();
        if !self
            .limits
            .shares(&matched.limits, &self.quick, &mut self.shares)
        {
            return Seen::Look;
        }
        Seen::Plain(Event {
            time,
            identity: self.quick.identity(),
            there: self.quick.there(),
            matched,
            shares: &self.shares,
        })
    }
}
