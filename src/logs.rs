//! From a log's bytes to events: decompression, formats, and the mappings of sources.
//!
//! Knows no policy but the schema of its fields, and no verdict. Nothing is silent: every record comes
//! out as an [`Item`], as what it is.

mod bind;
mod blocks;
mod bytes;
mod cut;
mod cuts;
mod flaw;
mod grammar;
pub mod join;
mod json;
mod jsonl;
pub mod manifest;
mod met;
mod numbers;
mod path;
mod pieces;
pub mod probe;
pub mod quick;
mod record;
mod refused;
mod row;
mod rows;
pub mod source;
mod take;
mod there;
mod times;
mod tree;
mod values;
mod walk;

pub use bind::Bound;
pub use blocks::{BLOCK, Block, Blocks, Covered, Limits, blocks};
pub use cuts::{Cuts, OneCut};
pub use jsonl::Line;
pub use met::Met;
pub use there::Fields;
pub use times::read_time;

use crate::event::{Event, FieldId};
use bytes::Input;
use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

/// Longer records are not read, unless the user says otherwise: 16 MiB.
pub const MAX_RECORD: usize = 16 * 1024 * 1024;

/// What was read of one log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Decompressed bytes.
    pub bytes: u64,
    /// Line ends; of a log of documents none are counted.
    pub lines: u64,
    /// Records met, unreadable ones too.
    pub records: u64,
}

/// Reads one log and gives out every record as what it is, in the order of the log. A record that is
/// split into several events, or in which some parts are none, gives one item for each part that says
/// something; [`Place::part`] tells which. Records longer than `max_record` bytes are unreadable.
///
/// # Errors
/// Only those of the reader itself: what is wrong with the log is an [`Item::Unreadable`].
pub fn read(
    input: impl Read,
    file: u32,
    source: &Bound,
    max_record: usize,
    sink: &mut dyn FnMut(Item<'_>),
) -> io::Result<Reading> {
    let limits = Limits {
        record: max_record,
        block: BLOCK,
    };
    let mut one_by_one = OneByOne {
        file,
        source,
        limits,
        sink,
        reading: Reading::default(),
    };
    let covered = blocks(input, file, source, limits, &mut one_by_one)?;
    Ok(Reading {
        bytes: covered.bytes,
        ..one_by_one.reading
    })
}

/// Reads blocks as they come.
struct OneByOne<'a> {
    file: u32,
    source: &'a Bound,
    limits: Limits,
    sink: &'a mut dyn FnMut(Item<'_>),
    reading: Reading,
}

impl Blocks for OneByOne<'_> {
    fn take(&mut self, block: Block) -> bool {
        let start = Place {
            file: self.file,
            offset: 0,
            part: None,
            line: self.reading.lines + 1,
            column: 1,
            length: 0,
        };
        let read = self
            .source
            .block(&block, start, self.limits.record, self.sink);
        self.reading.lines += read.lines;
        self.reading.records += read.records;
        true
    }

    fn memory(&mut self) -> Vec<u8> {
        Vec::new()
    }

    fn give_back(&mut self, _memory: Vec<u8>) {}
}

/// The keys of a record that is the text of an object, as they stand there.
pub fn keys(record: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let members = pieces::members(record, pieces::whole(record));
    members.map(|(key, _)| pieces::unescaped(record.get(key).unwrap_or_default()))
}

/// The bytes of a log, decompressed: those that [`Place::offset`] counts.
pub fn decompressed(input: impl Read) -> impl Read {
    Input::new(input)
}

/// The [`Recorded::head`] of all records of a log.
///
/// # Errors
/// Only those of the reader itself: a log without a head has an empty one.
pub fn head(input: impl Read, source: &Bound, max_record: usize) -> io::Result<String> {
    let mut input = Input::new(input);
    if source.format.is_table(input.begins_with_bracket()?) {
        return rows::head(&mut input, max_record, &source.table);
    }
    Ok(String::new())
}

/// Where a record stands in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The caller's number of the file.
    pub file: u32,
    /// Bytes before the record, in the decompressed log.
    pub offset: u64,
    /// Which of several events of one record, from 0.
    pub part: Option<u32>,
    /// From 1: the line on which the record begins.
    pub line: u64,
    /// From 1: the character of that line at which it begins.
    pub column: u64,
    /// Bytes of the record.
    pub length: u64,
}

/// What reading a log yields, in the order of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// A record of an export, or one of several in it.
    Event(Recorded<'a>),
    /// What a record, or one of several events in it, tells of the log as a whole: before what it is itself,
    /// and only where the source asks for it.
    Met {
        /// Where.
        place: Place,
        /// What.
        met: Met,
    },
    /// A record that the source knows not to be an export.
    NotExport,
    /// Neither `only` nor `ignore` of the source names its action; it is not taken as an export.
    Unclassified {
        /// The action, as shown.
        action: String,
        /// Where.
        place: Place,
    },
    /// A record, or the rest of a file, that could not be read.
    Unreadable {
        /// Where it begins; its length is what was skipped.
        place: Place,
        /// Why, in plain words.
        reason: String,
    },
}

/// An export as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<'a> {
    /// Where.
    pub place: Place,
    /// What it says.
    pub event: Event,
    /// Values that do not fit their type: the field is missing in the event.
    pub misfits: Vec<Misfit>,
    /// What records of one export have in common, where the source says so: see [`join`].
    pub join: Option<String>,
    /// The record's own bytes, valid UTF-8.
    pub raw: &'a str,
    /// What must be known of the log to read the record again: the header of a table, else nothing.
    pub head: &'a str,
}

/// A value that does not fit the type of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Whose value.
    pub field: FieldId,
    /// The value as it stands in the record, however long.
    pub value: String,
    /// What is wrong with it: "not a whole number", "below 0", "no IP address".
    pub reason: String,
}

/// Where the values of a record's fields stand in its text, in the order of their places.
pub type Places = Vec<(FieldId, Range<usize>)>;
