//! All logs, one after the other, cut into numbered blocks. Knows nothing of what is done with them.

use super::watch::{Reached, Watched};
use super::work::Job;
use super::{Opens, Scan, notice};
use crate::logs::{self, Block, Blocks, Covered, Limits};
use std::cell::Cell;
use std::sync::atomic::Ordering;

/// What was read.
pub struct Read {
    /// What each log was; none where it could not be read to its end.
    pub logs: Vec<Option<Covered>>,
    /// Whether somebody wanted it to end before all was read.
    pub cut_short: bool,
}

/// Who takes jobs from the reader.
pub trait Hands {
    /// Takes one; false where no more are wanted.
    fn job(&mut self, job: Job) -> bool;

    /// Memory for the next block.
    fn memory(&mut self) -> Vec<u8>;

    /// Takes back memory that was not used.
    fn give_back(&mut self, memory: Vec<u8>);
}

/// Reads all logs, in their order.
pub fn read_all(scan: &Scan<'_>, reached: &mut Reached, hands: &mut dyn Hands) -> Read {
    let cut_short = Cell::new(false);
    let mut blocks = Numbered {
        hands,
        file: 0,
        opens: Opens::Again,
        next: 0,
        wanted: true,
        cut_short: &cut_short,
    };
    let mut read = Vec::new();
    for (file, log) in (0_u32..).zip(scan.logs) {
        let reached = reached.entry(file).or_default();
        if *reached == 0 && scan.stop.load(Ordering::Relaxed) {
            cut_short.set(true);
            break;
        }
        blocks.file = file;
        blocks.opens = log.opens;
        let limits = Limits {
            record: scan.max_record,
            block: scan.room.block,
        };
        let covered = (log.open)().and_then(|opened| {
            let watched = Watched::new(scan, opened, reached, &cut_short);
            logs::blocks(watched, file, log.source, limits, &mut blocks)
        });
        read.push(match covered {
            Ok(covered) => Some(covered),
            Err(_) if cut_short.get() => Some(Covered::default()),
            Err(error) => {
                blocks.give(Err(notice::reason_of(&error)));
                None
            }
        });
        if !blocks.wanted {
            break;
        }
    }
    Read {
        logs: read,
        cut_short: cut_short.get(),
    }
}

/// Numbers blocks over all logs.
struct Numbered<'a> {
    hands: &'a mut dyn Hands,
    file: u32,
    opens: Opens,
    next: u32,
    wanted: bool,
    cut_short: &'a Cell<bool>,
}

impl Numbered<'_> {
    fn give(&mut self, block: Result<Block, String>) -> bool {
        let job = Job {
            number: self.next,
            file: self.file,
            opens: self.opens,
            block,
        };
        self.next += 1;
        self.wanted = self.wanted && self.hands.job(job);
        self.wanted
    }
}

impl Blocks for Numbered<'_> {
    /// Where a log was cut short, its last record may be a part of one.
    fn take(&mut self, block: Block) -> bool {
        let block = match self.cut_short.get() {
            true => block.without_end(),
            false => Some(block),
        };
        block.is_none_or(|block| self.give(Ok(block)))
    }

    fn memory(&mut self) -> Vec<u8> {
        self.hands.memory()
    }

    fn give_back(&mut self, memory: Vec<u8>) {
        self.hands.give_back(memory);
    }
}
