//! Blocks in the order of the logs again, whatever the order in which they were worked on.

use super::at::{Start, Starts};
use super::batch::{Batch, Note};
use super::case::Cases;
use super::course::Course;
use super::notice::Said;
use super::ring::Ring;
use super::row::{PLACE, RowReader, RowWriter};
use super::sorted::read_record;
use super::spool::Spool;
use super::tally::Tally;
use super::timeline::{Arrival, Lateness, Timeline};
use super::{Opens, Scan};
use crate::logs::Place;
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
    /// Counts so far.
    pub tally: Tally,
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
            self.note(start, note)?;
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
        let course = &mut self.course;
        self.timeline
            .advance(&mut |event, shares| course.event(event, shares))?;
        let open = [self.timeline.least(), self.course.least()];
        let least = open.into_iter().flatten().min();
        self.ring.forget(least.unwrap_or(self.starts.next()));
        Ok(Arrival::InTime)
    }

    /// All is taken.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn finish(self) -> io::Result<Taken> {
        let mut course = self.course;
        self.timeline
            .finish(&mut |event, shares| course.event(event, shares))?;
        Ok(Taken {
            starts: self.starts,
            unread: self.unread,
            cases: course.finish()?,
            tally: self.tally,
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

    fn note(&mut self, start: Start, note: Note) -> io::Result<()> {
        match note {
            Note::Unreadable { at, reason } => self.unread.keep(start.place(at), &reason),
            Note::Said { at, said } => {
                let file = usize::try_from(start.file).ok();
                if let Some(log) = file.and_then(|file| self.scan.logs.get(file)) {
                    let place = start.place(at);
                    let mut say = |said: Said| self.tally.say(log, place, said);
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
