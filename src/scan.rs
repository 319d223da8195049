//! The pipeline: logs in, findings out in the order of (event time, file, position), and the ledger.
//!
//! Exact for any order of the lines, in memory that follows keys, windows and the log's disorder, not its
//! length. Knows no output and no file system: a log is something that can be opened, and again.
//!
//! 1. `pass`: the logs in blocks, each read and judged on its own by `work`; `sequence` takes the batches
//!    that they come to in the order of the logs.
//! 2. `timeline`: events go on in the order of their times, to `course`, where `twins` finds duplicates and
//!    windows add limits up. Should one come too late for that, all is read once more, and the timeline
//!    waits for the end, on disk.
//!    Records of sources that join wait for the end in `fragments`; then each export of theirs goes on as one event.
//! 3. Whatever has something to tell is a `case`, on disk; `tell` fetches its record, judges it again and
//!    tells it with its reasons.

mod at;
mod batch;
mod case;
mod class;
mod clock;
mod correction;
mod course;
mod dated;
mod detail;
mod drift;
mod exports;
mod feed;
mod fetch;
mod fragments;
mod gaps;
mod gather;
mod given;
mod listed;
mod met;
mod notice;
mod numbers;
mod order;
mod packed;
mod pass;
mod period;
mod plain;
mod presence;
mod reads;
mod ring;
mod row;
mod said;
mod sequence;
mod sorted;
mod spans;
mod spool;
mod tally;
mod tell;
mod timed;
mod timeline;
mod twins;
mod watch;
mod words;
mod work;

pub use detail::{excerpt, rule_answer};
pub use notice::reason_of;
pub use period::Period;
pub use words::{length as length_text, place as event_place};

use crate::digest::HashKey;
use crate::finding::{Finding, Ledger, LogPlace};
use crate::judge::{Judge, Plan};
use crate::logs::manifest::Listed;
use crate::logs::{self, Bound, Place};
use crate::time::{Length, NANOS, Time};
use numbers::Numbers;
use pass::{Passed, pass};
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use timeline::Lateness;
use watch::Reached;

/// A log that can be opened, and again when a record is shown.
pub struct Log<'a> {
    /// As the user named it.
    pub name: String,
    /// How its records are read.
    pub source: &'a Bound,
    /// How often it can be opened.
    pub opens: Opens,
    /// Opens it from its start; its bytes may be compressed.
    pub open: Box<dyn Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync + 'a>,
}

/// How often a log can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// Whenever it is asked for.
    Again,
    /// But once, as a pipe: what may have to be told of it is kept while it is read. Only of lines.
    Once,
}

/// What a log is read from.
pub trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// What to scan, and how.
pub struct Scan<'a> {
    /// The policy and the directory.
    pub judge: Judge<'a>,
    /// In the order of their names.
    pub logs: &'a [Log<'a>],
    /// A longer record is unreadable. In bytes.
    pub max_record: usize,
    /// How much earlier than those read before it an event may be, and still be judged in the first reading;
    /// also how far apart records of one id are looked for, and the next record of an export.
    pub lateness: Length,
    /// Only findings of events in it are told and counted; all others still count in windows.
    pub period: Period,
    /// The logs that should be there, where the source names a list of them.
    pub manifest: Option<&'a [Listed]>,
    /// What time it is.
    pub now: Time,
    /// What records are fingerprinted with, so that nobody can make two alike.
    pub key: HashKey,
    /// How many threads work at once. What is found does not depend on it.
    pub threads: usize,
    /// Once it is set nothing more is read; what was read is told.
    pub stop: &'a AtomicBool,
    /// Bytes read of the logs as they are stored. A second reading begins at 0 again.
    pub read: &'a AtomicU64,
    /// How much is held at once. What is found does not depend on it.
    pub room: Room,
}

impl Scan<'_> {
    /// The sources of the logs by name, each with the first of its logs.
    fn sources(&self) -> BTreeMap<&str, &Log<'_>> {
        let mut sources = BTreeMap::new();
        for log in self.logs {
            sources.entry(log.source.name()).or_insert(log);
        }
        sources
    }
}

impl Log<'_> {
    /// A place in it, with its name.
    fn place(&self, at: Place) -> LogPlace {
        LogPlace {
            file: self.name.clone(),
            source: self.source.name().to_owned(),
            at,
        }
    }
}

/// How much is held in memory at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes of a log that are worked on at once, about.
    pub block: usize,
    /// Events that wait for their time.
    pub waiting: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            block: logs::BLOCK,
            waiting: timeline::WAITING,
        }
    }
}

/// A day: what is late by more is rare.
pub const LATENESS: Length = Length(86_400 * NANOS);

/// Scans the logs; each finding goes to `emit` as soon as its turn has come.
///
/// # Errors
/// When `emit` fails, or a temporary file cannot be written or read. What is wrong with a log is a finding.
pub fn run(scan: &Scan<'_>, emit: &mut dyn FnMut(Finding) -> io::Result<()>) -> io::Result<Ledger> {
    let numbers = Numbers::default();
    let plan = Arc::new(Plan::new(scan.judge));
    let mut reached = Reached::default();
    // Only when all is read is it known which records are one export.
    let joins = scan.logs.iter().any(|log| log.source.joins());
    let lateness = match joins {
        true => Lateness::Any,
        false => Lateness::Within(scan.lateness),
    };
    let mut taken = match pass(scan, &numbers, &plan, lateness, &mut reached)? {
        Passed::Whole(taken) => taken,
        Passed::TooLate => match pass(scan, &numbers, &plan, Lateness::Any, &mut reached)? {
            Passed::Whole(taken) => taken,
            Passed::TooLate => return Err(io::Error::other("events came in no order")),
        },
    };
    tell::unread(scan, &mut taken, emit)?;
    tell::findings(scan, &numbers, &plan, &mut taken, emit)?;
    gaps::tell(scan, &mut taken, emit)?;
    drift::tell(scan, &mut taken, emit)?;
    taken.tally.notices(scan, emit)?;
    Ok(taken.tally.ledger(scan.judge.policy))
}
