//! The pipeline: logs in, findings out in the order of (event time, file, position), and the ledger.
//!
//! Exact for any order of the lines, in memory that does not grow with the log: what must wait for the
//! end (identities, windows, findings) waits on disk. Knows no output and no file system: a log is
//! something that can be opened, and again.
//!
//! 1. `read`: every record once; verdicts; aside go identities, shares of limits, events with findings.
//! 2. `identity`: identities sorted give duplicates and conflicts.
//! 3. `windows`: shares sorted by key, without duplicates, give exceeded windows.
//! 4. `gather`: the records of all events with findings, fetched in the order of the logs.
//! 5. `tell`: those, sorted by time, judged again and told with their reasons.

mod class;
mod detail;
mod fetch;
mod gather;
mod identity;
mod notice;
mod read;
mod reads;
mod row;
mod said;
mod share;
mod sorted;
mod spool;
mod tally;
mod tell;
mod windows;
mod words;

pub use detail::{excerpt, rule_answer};
pub use notice::reason_of;
pub use words::place as event_place;

use crate::finding::{Finding, Ledger};
use crate::judge::Judge;
use crate::logs::Bound;
use std::io::{self, Read};

/// A log that can be opened, and again when a record is shown.
pub struct Log<'a> {
    /// As the user named it.
    pub name: String,
    /// How its records are read.
    pub source: &'a Bound,
    /// Opens it from its start; its bytes may be compressed.
    pub open: Box<dyn Fn() -> io::Result<Box<dyn Read>> + 'a>,
}

/// What to scan, and how.
pub struct Scan<'a> {
    /// The policy and the directory.
    pub judge: Judge<'a>,
    /// In the order of their names.
    pub logs: &'a [Log<'a>],
    /// A longer record is unreadable. In bytes.
    pub max_record: usize,
}

/// Scans the logs; each finding goes to `emit` as soon as its turn has come.
///
/// # Errors
/// When `emit` fails, or a temporary file cannot be written or read. What is wrong with a log is a finding.
pub fn run(scan: &Scan<'_>, emit: &mut dyn FnMut(Finding) -> io::Result<()>) -> io::Result<Ledger> {
    let read::Aside {
        told,
        shares,
        identities,
        mut tally,
    } = read::all(scan, emit)?;
    let mut twins = identity::twins(identities)?;
    let (exceeded, mut windows) = windows::exceeded(scan, shares, &mut twins)?;
    let mut events = gather::events(scan, told, twins, exceeded)?;
    tell::findings(scan, &mut events, &mut windows, &mut tally, emit)?;
    tally.notices(scan, emit)?;
    Ok(tally.ledger(scan.judge.policy))
}
