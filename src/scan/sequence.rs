//! Blocks in the order of the logs again, whatever the order in which they were worked on.

use super::at::{Start, Starts};
use super::batch::{Batch, Note};
use super::case::Cases;
use super::course::Course;
use super::exports::{Export, Exports, SortedExports};
use super::fragments::Fragments;
use super::met::Marks;
use super::notice::Said;
use super::presence::Presence;
use super::ring::Ring;
use super::row::{PLACE, RowReader, RowWriter};
use super::sorted::read_record;
use super::spool::Spool;
use super::tally::Tally;
use super::timeline::{Arrival, Lateness, Timeline};
use super::{Opens, Scan};
use crate::logs::Place;
use std::collections::BTreeMap;
use std::io::{self, Read};

/// Takes batches in the order of their numbers.
pub struct Sequence<'a> {
    scan: &'a Scan<'a>,
    /// Whether some log can be opened but once.
    once: bool,
    /// The log of the last block, and line ends in it so far.
    file: u32,
    lines: u64,
    starts: Starts,
    unread: Unread,
    fragments: Fragments,
    marks: BTreeMap<String, Marks>,
    presence: BTreeMap<String, Presence>,
    timeline: Timeline,
    course: Course<'a>,
    ring: &'a Ring,
    /// What is said once of each source, field or value.
    tally: Tally,
}

/// What is known when all blocks were taken.
#[derive(Debug)]
pub struct Taken {
    /// Where blocks begin.
    pub starts: Starts,
    /// What could not be read.
    pub unread: Unread,
    /// Events that have something to tell.
    pub cases: Cases,
    /// Exports that were joined of records.
    pub exports: SortedExports,
    /// Counts so far.
    pub tally: Tally,
    /// By source: what its records tell of the logs as a whole.
    pub marks: BTreeMap<String, Marks>,
    /// By source: which fields its events have.
    pub presence: BTreeMap<String, Presence>,
    /// Of each log, whether it was read to its end.
    pub whole: Vec<bool>,
    /// Whether somebody wanted the reading to end before.
    pub cut_short: bool,
    /// Of each log, whether its offsets are those of its file.
    pub plain: Vec<bool>,
}

impl<'a> Sequence<'a> {
    /// Nothing was taken yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new(scan: &'a Scan<'a>, ring: &'a Ring, lateness: Lateness) -> io::Result<Self> {
        Ok(Self {
            scan,
            once: scan.logs.iter().any(|log| log.opens == Opens::Once),
            file: 0,
            lines: 0,
            starts: Starts::default(),
            unread: Unread {
                spool: Spool::new()?,
            },
            fragments: Fragments::new()?,
            marks: BTreeMap::new(),
            presence: BTreeMap::new(),
            timeline: Timeline::new(lateness, scan.room.waiting),
            course: Course::new(scan, ring)?,
            ring,
            tally: Tally::new(scan),
        })
    }

    /// Takes the next batch. Says whether all its events came in time.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn take(&mut self, batch: Batch) -> io::Result<Arrival> {
        let start = self.start(&batch);
        self.starts.push(start);
        for note in batch.notes {
            note.tell(self.scan, start, &mut self.unread, &mut self.tally)?;
        }
        let file = usize::try_from(start.file).ok();
        if let Some(log) = file.and_then(|file| self.scan.logs.get(file)) {
            of(&mut self.marks, log.source.name()).merge(batch.marks)?;
            of(&mut self.presence, log.source.name()).merge(batch.presence)?;
        }
        for fragment in &batch.fragments {
            self.fragments.take(fragment)?;
        }
        for event in &batch.events {
            let shares = event.shares_of(&batch.shares);
            // What can be read but once is judged as far as it can be.
            if self.once && self.timeline.is_late(event) {
                self.course.late(event)?;
            } else if self.timeline.push(*event, shares) == Arrival::TooLate {
                return Ok(Arrival::TooLate);
            }
        }
        self.timeline.advance(&mut self.course)?;
        let open = [
            self.fragments.least(),
            self.timeline.least(),
            self.course.least(),
        ];
        let least = open.into_iter().flatten().min();
        self.ring.forget(least.unwrap_or(self.starts.next()));
        Ok(Arrival::InTime)
    }

    /// All is taken; exports that are joined of records are judged only now.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn finish(mut self, judged: &mut Judged<'_>) -> io::Result<Taken> {
        let mut exports = Exports::new()?;
        let (scan, starts) = (self.scan, &self.starts);
        let fragments = self.fragments;
        let others = fragments.finish(scan, starts, self.ring, &mut |export| {
            let start = starts.of(export.at.block);
            let start = start.ok_or(io::ErrorKind::InvalidData)?;
            exports.keep(&export)?;
            self.tally.joined(export.joined.fragments);
            let batch = judged(start, &export);
            for note in batch.notes {
                note.tell(scan, start, &mut self.unread, &mut self.tally)?;
            }
            for event in &batch.events {
                // Where there are fragments nothing has gone on yet.
                let _ = self.timeline.push(*event, event.shares_of(&batch.shares));
            }
            self.timeline.advance(&mut self.course)
        })?;
        self.tally.outside(others.outside);
        let mut course = self.course;
        self.timeline.finish(&mut course)?;
        Ok(Taken {
            starts: self.starts,
            unread: self.unread,
            cases: Cases::merged(others.cases, course.finish()?)?,
            exports: exports.sorted()?,
            tally: self.tally,
            marks: self.marks,
            presence: self.presence,
            whole: Vec::new(),
            cut_short: false,
            plain: Vec::new(),
        })
    }

    /// Only now is it known on which line a block of lines begins.
    fn start(&mut self, batch: &Batch) -> Start {
        if batch.start.file != self.file {
            self.file = batch.start.file;
            self.lines = 0;
        }
        let before = if batch.relative { self.lines } else { 0 };
        self.lines += batch.lines;
        Start {
            line: batch.start.line + before,
            ..batch.start
        }
    }
}

/// What is known of a source.
fn of<'m, T: Default>(all: &'m mut BTreeMap<String, T>, source: &str) -> &'m mut T {
    if !all.contains_key(source) {
        all.insert(source.to_owned(), T::default());
    }
    all.entry(source.to_owned()).or_default()
}

/// Who judges an export that is joined of records, of which the first stands in the block that begins there.
pub type Judged<'j> = dyn FnMut(Start, &Export) -> Batch + 'j;

impl Note {
    /// Of a block that begins there.
    fn tell(
        self,
        scan: &Scan<'_>,
        start: Start,
        unread: &mut Unread,
        tally: &mut Tally,
    ) -> io::Result<()> {
        match self {
            Self::Unreadable { at, reason } => unread.keep(start.place(at), &reason),
            Self::Said { at, said } => {
                let file = usize::try_from(start.file).ok();
                if let Some(log) = file.and_then(|file| scan.logs.get(file)) {
                    let place = start.place(at);
                    let mut say = |said: Said| tally.say(log, place, said);
                    said.into_iter().for_each(&mut say);
                }
                Ok(())
            }
        }
    }
}

/// What could not be read, on disk, in the order of the logs.
#[derive(Debug)]
pub struct Unread {
    spool: Spool,
}

impl Unread {
    fn keep(&mut self, place: Place, reason: &str) -> io::Result<()> {
        let length = u32::try_from(reason.len()).unwrap_or(u32::MAX);
        let row = RowWriter::<{ PLACE + 4 }>::new().place(place).u32(length);
        self.spool.keep(&row.done())?;
        self.spool.keep(reason.as_bytes()).map(|_| ())
    }

    /// Each of them, with the reason.
    ///
    /// # Errors
    /// When the temporary file cannot be read, or `each` fails.
    pub fn each(&mut self, each: &mut dyn FnMut(Place, &str) -> io::Result<()>) -> io::Result<()> {
        let mut reader = self.spool.reader()?;
        while let Some(row) = read_record::<{ PLACE + 4 }>(&mut reader)? {
            let mut row = RowReader::new(&row);
            let (place, length) = (row.place(), row.u32());
            let mut reason = String::new();
            (&mut reader)
                .take(u64::from(length))
                .read_to_string(&mut reason)?;
            each(place, &reason)?;
        }
        Ok(())
    }
}
