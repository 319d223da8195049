//! The records of all events that have something to tell, in the order in which it will be told.
//!
//! What was put aside comes in the order of events, so the logs are read once more, forwards only, and
//! just where such a record stands.

use super::Scan;
use super::fetch::Fetcher;
use super::identity::{TWIN, Twin, Twins};
use super::row::{PLACE, RowReader, RowWriter};
use super::sorted::{Sorted, Sorter, read_record};
use super::spool::{Kept, Spool};
use super::windows::{OVER, Over};
use crate::logs::Place;
use crate::time::Time;
use std::io::{self, Read};

/// event, time, place: an event whose verdict is a finding.
pub const TOLD: usize = 8 + 16 + PLACE;
/// time, event, place, head, record, twin, exceeded limits.
const GATHERED: usize = 16 + 8 + PLACE + 16 + 16 + 16 + 16;

/// An event that has something to tell.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// Where its record stands.
    pub place: Place,
    /// The record; none if the log is no longer what it was.
    pub raw: Option<String>,
    /// What its log needs to be read again.
    pub head: String,
    /// Whether its id stood before.
    pub twin: Option<Twin>,
    /// Limits that are exceeded at it.
    pub over: Vec<Over>,
}

/// All of them, in the order of (event time, file, position).
#[derive(Debug)]
pub struct Events {
    sorted: Sorted<GATHERED>,
    spool: Spool,
}

/// A row that tells of an event.
#[must_use]
pub fn told_row(event: u64, time: Time, place: Place) -> [u8; TOLD] {
    RowWriter::new().u64(event).time(time).place(place).done()
}

/// Fetches the records of all events that were put aside.
///
/// # Errors
/// When a temporary file cannot be written or read. A log that cannot be read again is no error here.
pub fn events(
    scan: &Scan<'_>,
    mut told: Spool,
    mut twins: Twins,
    over: Sorter<OVER>,
) -> io::Result<Events> {
    let mut aside = Aside {
        told: told.reader()?,
        twins: twins.reader()?,
        over: over.sorted()?,
        next_told: None,
        next_twin: None,
    };
    aside.next_told = read_record(&mut aside.told)?;
    aside.next_twin = read_record(&mut aside.twins)?;
    let mut fetcher = Fetcher::new(scan);
    let mut spool = Spool::new()?;
    let mut heads = Heads::default();
    let mut sorter = Sorter::<GATHERED>::default();
    while let Some(event) = aside.next()? {
        let head = heads.of(event.place.file, &mut fetcher, &mut spool)?;
        sorter.push(keep(event, head, &mut fetcher, &mut spool)?)?;
    }
    Ok(Events {
        sorted: sorter.sorted()?,
        spool,
    })
}

/// What was put aside of one event.
struct One {
    number: u64,
    time: Time,
    place: Place,
    twin: Option<[u8; TWIN]>,
    over: Vec<[u8; OVER]>,
}

/// Three streams in the order of events, merged.
struct Aside<R> {
    told: R,
    twins: R,
    over: Sorted<OVER>,
    next_told: Option<[u8; TOLD]>,
    next_twin: Option<[u8; TWIN]>,
}

impl<R: Read> Aside<R> {
    fn next(&mut self) -> io::Result<Option<One>> {
        let told = self.next_told.as_ref().map(told_of);
        let twin = self.next_twin.as_ref().map(Twin::read);
        let over = self.over.peek().map(Over::read);
        let heads = [
            told,
            twin.map(|t| (t.event, t.time, t.place)),
            over.map(|o| (o.event, o.time, o.place)),
        ];
        let Some((number, time, place)) = heads.into_iter().flatten().min_by_key(|h| h.0) else {
            return Ok(None);
        };
        let mut one = One {
            number,
            time,
            place,
            twin: None,
            over: Vec::new(),
        };
        if told.is_some_and(|t| t.0 == number) {
            self.next_told = read_record(&mut self.told)?;
        }
        if twin.is_some_and(|t| t.event == number) {
            one.twin = self.next_twin.take();
            self.next_twin = read_record(&mut self.twins)?;
        }
        while self
            .over
            .peek()
            .is_some_and(|row| Over::read(row).event == number)
        {
            one.over.extend(self.over.next()?);
        }
        Ok(Some(one))
    }
}

fn told_of(row: &[u8; TOLD]) -> (u64, Time, Place) {
    let mut row = RowReader::new(row);
    (row.u64(), row.time(), row.place())
}

/// Where the head of the log that was fetched from last is kept: once for all of its records.
#[derive(Default)]
struct Heads(Option<(u32, Kept)>);

impl Heads {
    fn of(&mut self, file: u32, fetcher: &mut Fetcher<'_>, spool: &mut Spool) -> io::Result<Kept> {
        if let Some((_, kept)) = self.0.filter(|(of, _)| *of == file) {
            return Ok(kept);
        }
        // A log that cannot be read again gives no record either.
        let kept = spool.keep(fetcher.head(file).unwrap_or_default().as_bytes())?;
        self.0 = Some((file, kept));
        Ok(kept)
    }
}

fn keep(
    one: One,
    head: Kept,
    fetcher: &mut Fetcher<'_>,
    spool: &mut Spool,
) -> io::Result<[u8; GATHERED]> {
    let raw = fetcher.record(one.place).unwrap_or_default();
    let raw = spool.keep(&raw)?;
    let twin = spool.keep(one.twin.as_ref().map_or(&[], |row| row.as_slice()))?;
    let over = spool.keep(&one.over.concat())?;
    let row = RowWriter::new()
        .time(one.time)
        .u64(one.number)
        .place(one.place);
    let row = [head, raw, twin, over]
        .iter()
        .fold(row, |row, kept| row.u64(kept.offset).u64(kept.length));
    Ok(row.done())
}

impl Events {
    /// The next event.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Gathered>> {
        let Some(row) = self.sorted.next()? else {
            return Ok(None);
        };
        let mut row = RowReader::new(&row);
        let (_time, _event, place) = (row.time(), row.u64(), row.place());
        let head = self.kept(&mut row)?;
        let raw = self.kept(&mut row)?;
        let twin = self.kept(&mut row)?;
        let over = self.kept(&mut row)?;
        Ok(Some(Gathered {
            place,
            head: String::from_utf8(head).unwrap_or_default(),
            raw: String::from_utf8(raw).ok().filter(|raw| !raw.is_empty()),
            twin: twin.first_chunk().map(Twin::read),
            over: over.as_chunks().0.iter().map(Over::read).collect(),
        }))
    }

    fn kept(&mut self, row: &mut RowReader<'_>) -> io::Result<Vec<u8>> {
        let kept = Kept {
            offset: row.u64(),
            length: row.u64(),
        };
        self.spool.read(kept)
    }
}
