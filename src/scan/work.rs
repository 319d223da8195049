//! One block at a time: its records read, their events judged. Many blocks are worked on at once.

use super::at::{At, Start};
use super::batch::{Batch, Note};
use super::class::{Class, charges};
use super::identity::known_by;
use super::notice::{self, Said};
use super::numbers::Numbers;
use super::tally::Counts;
use super::timed::{NO_SHARES, Share, Timed};
use super::{Log, Scan};
use crate::judge::windows::Role;
use crate::judge::{Measured, Share as JudgedShare, Sieve, Verdict};
use crate::logs::{Block, Item, Place, Recorded};

/// Reads and judges blocks.
pub struct Worker<'a> {
    scan: &'a Scan<'a>,
    numbers: &'a Numbers,
    sieve: Sieve<'a>,
    counts: Counts,
}

/// A block and what is known of it before it is read.
#[derive(Debug)]
pub struct Job {
    /// Its number, over all logs.
    pub number: u32,
    /// The number of its log.
    pub file: u32,
    /// It, or why its log cannot be read on.
    pub block: Result<Block, String>,
}

impl<'a> Worker<'a> {
    /// One that has worked on nothing yet.
    #[must_use]
    pub fn new(scan: &'a Scan<'a>, numbers: &'a Numbers) -> Self {
        Self {
            scan,
            numbers,
            sieve: Sieve::new(scan.judge),
            counts: Counts::new(scan.judge.policy),
        }
    }

    /// Works on one block.
    pub fn work(&mut self, job: &Job) -> Batch {
        let start = start_of(job);
        let mut batch = Batch {
            relative: !matches!(job.block, Ok(Block::Cuts(_))),
            start,
            lines: 0,
            events: Vec::new(),
            shares: Vec::new(),
            notes: Vec::new(),
        };
        let file = usize::try_from(job.file).ok();
        let Some(log) = file.and_then(|n| self.scan.logs.get(n)) else {
            return batch;
        };
        match &job.block {
            Err(reason) => batch.notes.push(Note::Unreadable {
                at: At {
                    block: job.number,
                    ..At::default()
                },
                reason: reason.clone(),
            }),
            Ok(block) => self.block(job.number, log, block, &mut batch),
        }
        batch
    }

    /// What all blocks came to, as far as it is just counted.
    #[must_use]
    pub fn into_counts(self) -> Counts {
        self.counts
    }

    fn block(&mut self, number: u32, log: &Log<'_>, block: &Block, batch: &mut Batch) {
        let start = batch.start;
        let place = Place {
            file: start.file,
            offset: start.offset,
            part: None,
            line: start.line,
            column: start.column,
            length: 0,
        };
        let most = self.scan.max_record;
        let read = log.source.block(block, place, most, &mut |item| {
            self.item(number, log, item, batch);
        });
        self.counts.records += read.records;
        batch.lines = read.lines;
    }

    fn item(&mut self, block: u32, log: &Log<'_>, item: Item<'_>, batch: &mut Batch) {
        match item {
            Item::Event(recorded) => {
                let at = batch.start.at(block, recorded.place);
                self.event(at, log, &recorded, batch);
            }
            Item::NotExport => self.counts.not_exports += 1,
            Item::Unclassified { action, place } => batch.notes.push(Note::Said {
                at: batch.start.at(block, place),
                said: vec![Said::unclassified(action)],
            }),
            Item::Unreadable { place, reason } => batch.notes.push(Note::Unreadable {
                at: batch.start.at(block, place),
                reason,
            }),
        }
    }

    fn event(&mut self, at: At, log: &Log<'_>, recorded: &Recorded<'_>, batch: &mut Batch) {
        let event = &recorded.event;
        let verdict = self.sieve.verdict(event);
        let charges = charges(&verdict);
        self.counts.event(event.time);
        self.counts.class(Class::of(event, &charges));
        self.counts.matched(event, &verdict);
        let said = notice::said_of(self.scan, recorded);
        if !said.is_empty() {
            batch.notes.push(Note::Said { at, said });
        }
        let shares = batch.shares.len();
        self.shares(verdict, &mut batch.shares);
        batch.events.push(Timed {
            time: event.time,
            at,
            known_by: known_by(log.source.name(), event, &recorded.misfits),
            shares: match batch.shares.len() > shares {
                true => u32::try_from(shares).unwrap_or(NO_SHARES),
                false => NO_SHARES,
            },
            told: !charges.is_empty(),
            role: if event.is_out() {
                Role::Counts
            } else {
                Role::Asks
            },
        });
    }

    fn shares(&self, verdict: Verdict, shares: &mut Vec<Share>) {
        let before = shares.len();
        for hit in verdict.limits {
            let JudgedShare::Counts { key, measure } = hit.share else {
                continue;
            };
            shares.push(Share {
                limit: hit.rule,
                key: self.numbers.number(key),
                amount: match measure {
                    Measured::Sum(amount) => amount,
                    Measured::Distinct(values) => i64::from(self.numbers.number(values)),
                },
                lift: hit.lift,
                last: false,
            });
        }
        if let Some(last) = shares.get_mut(before..).and_then(<[Share]>::last_mut) {
            last.last = true;
        }
    }
}

/// Where a block begins, as far as it knows itself.
fn start_of(job: &Job) -> Start {
    let (offset, line, column) = match &job.block {
        Ok(Block::Lines { offset, .. }) => (*offset, 1, 1),
        Ok(Block::Lost { place, .. }) => (place.offset, 1, place.column),
        Ok(Block::Cuts(cuts)) => cuts
            .start()
            .map_or((0, 1, 1), |place| (place.offset, place.line, place.column)),
        Err(_) => (0, 1, 1),
    };
    Start {
        file: job.file,
        offset,
        line,
        column,
    }
}
